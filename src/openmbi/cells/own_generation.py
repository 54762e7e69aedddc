"""Electricity use of enterprises that also generate: what they take from the grid and what they make themselves."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from openmbi.core.tables import CellPanel, Days, Flags, Reading


@dataclass(frozen=True)
class TotalUse:
    """`use` (n, T): grid use and own generation together. `unmeasured` (n, T): days on which an enterprise is known to generate but does not say how much.

    `since` (n,): the first day with own generation, NaT for those that have none.
    """

    use: CellPanel
    unmeasured: Flags
    since: Days


def with_own_generation(grid: CellPanel, own: CellPanel) -> TotalUse:
    """Return the panel of grid use with own generation added where both are known.

    From the first day on which it generated, a day without a reading of own generation is unmeasured: what the grid delivered is then not the use, and is taken
    as not reported. A day without a reading of the grid stays absent. Enterprises that only `own` knows are left out.

    Raises
    ------
    ValueError
        Where the panels have different days or units.
    """
    if not np.array_equal(grid.days, own.days) or grid.unit != own.unit:
        raise ValueError("grid use and own generation must have the same days and unit")
    found = np.searchsorted(grid.subjects, own.subjects)
    there = np.flatnonzero(grid.subjects[np.minimum(found, len(grid.subjects) - 1)] == own.subjects)
    rows = found[there]
    generated = own.reading[there] == Reading.NORMAL
    known = own.reading[there] != Reading.ABSENT
    started = np.maximum.accumulate(generated, axis=1)
    missing = started & ~known
    value, reading = grid.value.copy(), grid.reading.copy()
    total = np.where(generated, own.value[there], 0.0) + value[rows]
    counted = reading[rows] != Reading.ABSENT
    reading[rows] = np.where(counted & generated, np.uint8(Reading.NORMAL), reading[rows])
    value[rows] = total
    unmeasured = np.zeros(reading.shape, bool)
    unmeasured[rows] = missing
    value[unmeasured], reading[unmeasured] = np.nan, Reading.ABSENT
    since = np.full(len(grid.subjects), np.datetime64("NaT", "D"))
    since[rows] = np.where(generated.any(axis=1), grid.days[generated.argmax(axis=1)], np.datetime64("NaT", "D"))
    return TotalUse(replace(grid, value=value, reading=reading), unmeasured, since)
