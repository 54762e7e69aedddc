"""The columns of the calendar: weekdays, holidays of every kind, make-up workdays, weekends and workdays beside a holiday."""

from __future__ import annotations

import numpy as np

from openmbi.catalog.calendar import Calendar, HolidayKind, weekday
from openmbi.core.tables import Codes, DayClass, Days, Flags, Floats

KINDS = (
    HolidayKind.NEW_YEAR,
    HolidayKind.TOMB_SWEEPING,
    HolidayKind.LABOUR,
    HolidayKind.DRAGON_BOAT,
    HolidayKind.MID_AUTUMN,
    HolidayKind.NATIONAL,
)


def weekday_columns(days: Days, calendar: Calendar) -> Floats:
    """Return six weekday contrasts (D, 6) that sum to zero over a week; 0 on days that have a level of their own instead."""
    classes = calendar.day_class(days)
    ordinary = (classes == DayClass.WORKDAY) | ((classes == DayClass.WEEKEND) & ~calendar.break_weekends(days))
    each = (weekday(days)[:, None] == np.arange(7)) & ordinary[:, None]
    return each[:, :6].astype(float) - each[:, 6:]


def holiday_columns(days: Days, calendar: Calendar) -> Floats:
    """Return what holidays have in common (D, 4): days off, make-up workdays, weekends in a break with a holiday, workdays beside one."""
    classes = calendar.day_class(days)
    columns = [
        classes == DayClass.HOLIDAY,
        classes == DayClass.MAKEUP_WORKDAY,
        calendar.break_weekends(days),
        _next_to_holiday(days, calendar, classes),
    ]
    return np.column_stack(columns).astype(float)


def holiday_kind_columns(days: Days, calendar: Calendar) -> Floats:
    """Return how holidays differ (D, 8): one column a kind, and two for days off that are not statutory: of the long October holiday, and of others."""
    off = calendar.day_class(days) == DayClass.HOLIDAY
    kind = calendar.holiday_kind(days)
    exchanged = off & ~calendar.statutory(days)
    long = kind == HolidayKind.NATIONAL
    return np.column_stack([*(off & (kind == one) for one in KINDS), exchanged & long, exchanged & ~long]).astype(float)


def days_off_column(days: Days, calendar: Calendar) -> Floats:
    """Return the days off (D, 1) announced for the Spring Festival: the notice moves them by a day or two from year to year, and work with them."""
    return (calendar.day_class(days) == DayClass.SPRING_FESTIVAL).astype(float)[:, None]


def _next_to_holiday(days: Days, calendar: Calendar, classes: Codes) -> Flags:
    one = np.timedelta64(1, "D")
    beside = [calendar.day_class(days + step) == DayClass.HOLIDAY for step in (-one, one)]
    return (beside[0] | beside[1]) & (classes == DayClass.WORKDAY)
