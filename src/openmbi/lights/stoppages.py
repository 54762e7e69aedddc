"""Enterprises that have stood still for long, with since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from openmbi.core.tables import CellPanel, Reading


@dataclass(frozen=True)
class Stoppage:
    """A run of readings of nothing between two active days.

    `since`: its first such day; `until`: its last, None while `ongoing` (no active day has followed); `days`: how many such days it has.
    """

    subject: str
    since: date
    until: date | None
    days: int
    ongoing: bool


def stoppages(panel: CellPanel, *, minimum_days: int) -> tuple[Stoppage, ...]:
    """Return the stoppages of at least `minimum_days`, by subject and time, of enterprises that were active before.

    A day counts when its reading is zero, or zero or missing; a holiday is no exception. A day without a reading neither counts nor ends a stoppage.
    """
    active_so_far = np.cumsum(panel.reading == Reading.NORMAL, axis=1)
    nothing = (panel.reading == Reading.ZERO) | (panel.reading == Reading.ZERO_OR_MISSING)
    row, day = np.nonzero(nothing & (active_so_far > 0))
    run = row * (len(panel.days) + 1) + active_so_far[row, day]
    _, first, count = np.unique(run, return_index=True, return_counts=True)
    long = count >= minimum_days
    ongoing = active_so_far[row, day] == active_so_far[row, -1]
    dates: list[date] = panel.days.tolist()
    return tuple(
        Stoppage(
            subject=str(panel.subjects[row[start]]),
            since=dates[day[start]],
            until=None if ongoing[start] else dates[day[start + days - 1]],
            days=int(days),
            ongoing=bool(ongoing[start]),
        )
        for start, days in zip(first[long], count[long], strict=True)
    )
