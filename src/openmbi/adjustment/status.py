"""What a subject's day is: active, idle, closed over the Spring Festival, or not reported."""

from __future__ import annotations

import numpy as np

from openmbi.adjustment.robust import median_of_active
from openmbi.catalog.calendar import Calendar
from openmbi.core.adjusted import DayStatus
from openmbi.core.tables import CellPanel, Codes, DayClass, Days, Flags, Floats, Reading


def active_days(panel: CellPanel) -> Flags:
    """Flag the days (n, T) with a positive reading."""
    return (panel.reading == Reading.NORMAL) & (panel.value > 0)


def day_status(panel: CellPanel, calendar: Calendar, closure_window: tuple[int, int], standby_share: float) -> Codes:
    """Return `DayStatus` codes (n, T).

    A run of days without use, or with less than a share of the subject's median use, is a festival closure where the whole of it lies inside the closure
    window and it touches the days off; a run that has not ended yet is judged by the days so far. Elsewhere little use is use.
    """
    active = active_days(panel)
    status = np.where(active, np.uint8(DayStatus.ACTIVE), np.uint8(DayStatus.IDLE))
    still = panel.value < standby_share * _usual(panel.value, active)[:, None]
    still |= ~active
    if still.any():
        _mark_closures(status, still, panel.days, calendar, closure_window)
        status[panel.reading == Reading.ABSENT] = DayStatus.ABSENT
    return status


def _usual(value: Floats, active: Flags) -> Floats:
    """Return the median (n,) of the active days; 0 for a subject that has none."""
    usual = np.zeros(len(value))
    some = active.any(axis=1)
    usual[some] = median_of_active(value[some], active[some])
    return usual


def period_status(panel: CellPanel) -> Codes:
    """Return `DayStatus` codes (n, T) of weeks, months or quarters: one without use is idle, whatever the calendar."""
    status = np.where(active_days(panel), np.uint8(DayStatus.ACTIVE), np.uint8(DayStatus.IDLE))
    return np.where(panel.reading == Reading.ABSENT, np.uint8(DayStatus.ABSENT), status)


def _mark_closures(status: Codes, still: Flags, days: Days, calendar: Calendar, window: tuple[int, int]) -> None:
    """Mark the days (n, T) of still runs that are festival closures, one festival's window after another; windows of two years do not meet."""
    offset = calendar.days_from_new_year(days)
    inside = np.flatnonzero((offset >= window[0]) & (offset <= window[1]))
    festive = calendar.day_class(days) == DayClass.SPRING_FESTIVAL
    for part in np.split(inside, np.flatnonzero(np.diff(inside) > 1) + 1):
        if festive[part].any():
            span = slice(part[0], part[-1] + 1)
            before = still[:, part[0] - 1] if part[0] > 0 else np.zeros(len(still), bool)
            after = still[:, part[-1] + 1] if part[-1] + 1 < len(days) else np.zeros(len(still), bool)
            closed = _closed(still[:, span], festive[span], before, after)
            status[:, span][closed] = DayStatus.FESTIVAL_CLOSURE


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
