"""What a subject's day is: active, idle, closed over the Spring Festival, or not reported."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from openmbi.catalog.calendar import Calendar
from openmbi.core.adjusted import DayStatus
from openmbi.core.tables import CellPanel, Codes, DayClass, Days, Flags, Reading


def active_days(panel: CellPanel) -> Flags:
    """Flag the days (n, T) with a positive reading."""
    return (panel.reading == Reading.NORMAL) & (panel.value > 0)


def day_status(panel: CellPanel, calendar: Calendar, closure_window: tuple[int, int]) -> Codes:
    """Return `DayStatus` codes (n, T).

    A run of days without use is a festival closure where the whole of it lies inside the closure window and it touches the days off; a run that has
    not ended yet is judged by the days so far.
    """
    active = active_days(panel)
    status = np.full(active.shape, DayStatus.IDLE, np.uint8)
    status[_in_closure(~active, panel.days, calendar, closure_window)] = DayStatus.FESTIVAL_CLOSURE
    status[active] = DayStatus.ACTIVE
    status[panel.reading == Reading.ABSENT] = DayStatus.ABSENT
    return status


def _in_closure(still: Flags, days: Days, calendar: Calendar, window: tuple[int, int]) -> Flags:
    """Flag the days (n, T) of runs that are festival closures. A run lies inside if no day of it is outside; windows of two years do not meet."""
    offset = calendar.days_from_new_year(days)
    outside = (offset < window[0]) | (offset > window[1])
    touching = calendar.day_class(days) == DayClass.SPRING_FESTIVAL
    first, last = _run_ends(still)
    return still & (_count(outside, first, last) == 0) & (_count(touching, first, last) > 0)


def _run_ends(flag: Flags) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the first and last position (n, T) of the run of flagged days that each day lies in; meaningless on other days."""
    position = np.arange(flag.shape[1])
    last_break = np.maximum.accumulate(np.where(flag, -1, position), axis=1)
    next_break = np.minimum.accumulate(np.where(flag, flag.shape[1], position)[:, ::-1], axis=1)[:, ::-1]
    return last_break + 1, next_break - 1


def _count(flag: Flags, first: NDArray[np.int64], last: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many flagged days (T,) lie from `first` to `last` (n, T), both included."""
    before = np.concatenate([[0], np.cumsum(flag)])
    return before[last + 1] - before[np.minimum(first, len(flag))]
