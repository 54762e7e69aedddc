"""Same-sample growth of many pairs of periods from one panel: the figures of `same_sample_growth`, without asking the engine for each pair."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np

from openmbi.core.periods import Period
from openmbi.core.tables import CellPanel, Flags, Floats, Reading

PLACES = 10_000
"""Means are rounded to the fourth decimal and summed as whole numbers, as on tables."""


@dataclass(frozen=True)
class SampleGrowth:
    """`growth` (0.05 is 5 %; None where the reference is 0) over the `subjects` that report well in both periods; `load_share`: theirs of the current load."""

    growth: float | None
    subjects: int
    load_share: float | None


def panel_growth(
    panel: CellPanel, *, current: Period, reference: Period, minimum_valid_share: float = 0.8
) -> SampleGrowth:
    """Return the growth of a total a day between two periods of the panel's days; see `cells.same_sample.same_sample_growth`."""
    mean, enough = _means(panel, current, minimum_valid_share)
    before, enough_before = _means(panel, reference, minimum_valid_share)
    counted = enough & enough_before
    now, then, every = (int(part.sum()) for part in (mean[counted], before[counted], mean))
    return SampleGrowth(
        growth=now / then - 1 if then else None,
        subjects=int(counted.sum()),
        load_share=now / every if every else None,
    )


def _means(panel: CellPanel, period: Period, least: float) -> tuple[np.ndarray, Flags]:
    """Return each subject's mean over its valid days (n,), in whole ten-thousandths, and whether it has enough of them."""
    inside = (panel.days >= np.datetime64(period.first)) & (panel.days <= np.datetime64(period.last))
    first, stop = (int(place) for place in (np.argmax(inside), len(inside) - np.argmax(inside[::-1])))
    days = slice(first, stop) if inside.any() else slice(0, 0)
    reading = panel.reading[:, days]
    valid = (reading == Reading.NORMAL) | (reading == Reading.ZERO)
    count = valid.sum(axis=1)
    total: Floats = np.where(valid, panel.value[:, days], 0.0).sum(axis=1)
    length = (period.last - period.first).days + 1
    mean = np.floor(total / np.maximum(count, 1) * PLACES + 0.5).astype(np.int64)  # halves up, as on tables
    return mean, count >= ceil(round(least * length, 9))
