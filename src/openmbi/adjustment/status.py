"""What a subject's day is: active, idle, closed over the Spring Festival, or not reported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from openmbi.adjustment.periods import Periods
from openmbi.adjustment.robust import median_of_active
from openmbi.catalog.calendar import Calendar
from openmbi.core.adjusted import DayStatus
from openmbi.core.periods import Frequency
from openmbi.core.tables import CellPanel, Codes, DayClass, Flags, Floats, Reading


def active_days(panel: CellPanel) -> Flags:
    """Flag the days (n, T) with a positive reading."""
    return (panel.reading == Reading.NORMAL) & (panel.value > 0)


def day_status(
    panel: CellPanel, periods: Periods, calendar: Calendar, closure_window: tuple[int, int], standby_share: float
) -> Codes:
    """Return `DayStatus` codes (n, T).

    A run of days or weeks without use, or with less than a share of the subject's median use, is a festival closure where the whole of it lies inside the
    closure window and it touches the days off; a run that has not ended yet is judged by what there is so far. Elsewhere little use is use. A month or
    quarter without use is idle, whatever the calendar.
    """
    status = period_status(panel)
    if periods.frequency in CLOSING:
        active = status == DayStatus.ACTIVE
        windows = list(_windows(periods, calendar, closure_window))
        standby = standby_share * _usual(panel.value, active, standby_share, [span for span, _ in windows])[:, None]
        for span, festive in windows:
            wider = slice(max(span.start - 1, 0), span.stop + 1)
            still = np.pad(
                ~active[:, wider] | (panel.value[:, wider] < standby), ((0, 0), _missing(span, active.shape[1]))
            )
            closed = _closed(still[:, 1:-1], festive, still[:, 0], still[:, -1])
            closed &= panel.reading[:, span] != Reading.ABSENT
            status[:, span][closed] = DayStatus.FESTIVAL_CLOSURE
    return status


CLOSING = (Frequency.DAILY, Frequency.WEEKLY)
"""Frequencies at which a closure over the festival shows as such."""


def _windows(periods: Periods, calendar: Calendar, window: tuple[int, int]) -> Iterator[tuple[slice, Flags]]:
    """Yield the periods of each festival's closure window, and which of them (w,) touch its days off; windows of two years do not meet."""
    offset = calendar.days_from_new_year(periods.days)
    inside = np.flatnonzero(periods.touched((offset >= window[0]) & (offset <= window[1])))
    festive = periods.touched(calendar.day_class(periods.days) == DayClass.SPRING_FESTIVAL)
    for part in np.split(inside, np.flatnonzero(np.diff(inside) > 1) + 1):
        if festive[part].any():
            span = slice(int(part[0]), int(part[-1]) + 1)
            yield span, festive[span]


def _missing(span: slice, length: int) -> tuple[int, int]:
    """Return how many of the two periods beside a window the panel does not have, before and after it."""
    return int(span.start == 0), int(span.stop == length)


def _usual(value: Floats, active: Flags, share: float, windows: Sequence[slice]) -> Floats:
    """Return the median (n,) of the active days of the subjects that may have been on standby; 0 for others, and for one that has no active day.

    A median of what is positive is at most twice its mean: a subject that never fell below a share of that in a window was not on standby.
    """
    usual = np.zeros(len(value))
    count = active.sum(axis=1)
    mean = np.sum(value, axis=1, where=active) / np.maximum(count, 1)
    least = np.min([np.nanmin(value[:, span], axis=1, initial=np.inf) for span in windows], axis=0, initial=np.inf)
    some = np.flatnonzero((count > 0) & (least < share * 2 * mean))
    usual[some] = median_of_active(value[some], active[some])
    return usual


def period_status(panel: CellPanel) -> Codes:
    """Return `DayStatus` codes (n, T) of weeks, months or quarters: one without use is idle, whatever the calendar."""
    status = np.where(active_days(panel), np.uint8(DayStatus.ACTIVE), np.uint8(DayStatus.IDLE))
    return np.where(panel.reading == Reading.ABSENT, np.uint8(DayStatus.ABSENT), status)


def _closed(still: Flags, festive: Flags, before: Flags, after: Flags) -> Flags:
    """Flag the days (n, w) of still runs in a window that touch a festive day (w,) and go on neither before nor after it (n,)."""
    touched = _spread(still & festive, still)
    outside = np.zeros(still.shape, bool)
    outside[:, 0] |= before & still[:, 0]
    outside[:, -1] |= after & still[:, -1]
    return touched & ~_spread(outside, still)


def _spread(seed: Flags, run: Flags) -> Flags:
    """Return the days (n, w) of the runs that hold a seed."""
    found = seed.copy()
    for day in range(1, run.shape[1]):
        found[:, day] |= found[:, day - 1] & run[:, day]
    for day in range(run.shape[1] - 2, -1, -1):
        found[:, day] |= found[:, day + 1] & run[:, day]
    return found
