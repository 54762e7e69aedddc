"""`mbi calendar`: one year's days off, make-up workdays and statutory days, and what each rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from openmbi.catalog.calendar import Calendar, load_calendar
from openmbi.catalog.calendar_year import Amendment, CalendarStatus, CalendarYear, Holiday
from openmbi.catalog.moving_days import MOVING
from openmbi.catalog.statutory_holidays import Citation
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import DayClass, Days

DAYS_OFF = (DayClass.HOLIDAY, DayClass.SPRING_FESTIVAL)


@dataclass(frozen=True)
class YearHoliday:
    """A holiday of a year: which of its days off are statutory, and the notice that it rests on (None: a guess by the rule)."""

    holiday: Holiday
    statutory: tuple[date, ...]
    notice: Citation | None


@dataclass(frozen=True)
class YearMonth:
    """A month's days off for a holiday, make-up workdays, statutory days, and how many days are worked."""

    month: int
    days_off: tuple[date, ...]
    makeup_workdays: tuple[date, ...]
    statutory: tuple[date, ...]
    workdays: int


@dataclass(frozen=True)
class YearCalendar:
    """A year as it was known at a moment. `rule`: the law in force; `provisional`: its days that no notice has settled; `moving`: by kind, when it falls."""

    year: int
    as_of: datetime
    status: CalendarStatus
    notices: tuple[Citation, ...]
    rule: Citation
    holidays: tuple[YearHoliday, ...]
    months: tuple[YearMonth, ...]
    provisional: tuple[date, ...]
    moving: dict[str, date]


def year_calendar(overlay: Path | None, year: int, *, as_of: datetime) -> YearCalendar:
    """Return a year of the calendar in force, a bureau's own declarations laid over ours.

    Raises
    ------
    Problem
        `calendar.no-year` where the year lies outside the calendar; as `load_calendar`.
    """
    return year_of(load_calendar(overlay), year, as_of=as_of)


def year_of(declared: Calendar, year: int, *, as_of: datetime) -> YearCalendar:
    """Return a year of a calendar that is read already.

    Raises
    ------
    Problem
        `calendar.no-year`.
    """
    calendar = declared.as_known(as_of)
    if year not in calendar.years:
        raise _no_year(year, calendar.years)
    found = calendar.year(year)
    days = _days(f"{year}-01-01", f"{year + 1}-01-01")
    return YearCalendar(
        year=year,
        as_of=as_of,
        status=found.status,
        notices=(*found.citation, *found.amendments),
        rule=calendar.rules.in_force(year, calendar.known).citation,
        holidays=tuple(_holiday(calendar, found, one) for one in found.holidays or ()),
        months=tuple(_month(calendar, year, number) for number in range(1, 13)),
        provisional=_dates(days, calendar.provisional(days)),
        moving={kind.name.lower(): calendar.moving.day(kind, year) for kind in MOVING},
    )


def _holiday(calendar: Calendar, year: CalendarYear, holiday: Holiday) -> YearHoliday:
    days = _days(holiday.days_off[0].isoformat(), holiday.days_off[1].isoformat(), 1)
    return YearHoliday(holiday, _dates(days, calendar.statutory(days)), _notice(year, holiday))


def _notice(year: CalendarYear, holiday: Holiday) -> Citation | None:
    """Return the latest notice that speaks of a holiday; None where none does."""
    amending: list[Amendment] = [one for one in year.amendments if holiday in one.holidays]
    return amending[-1] if amending else next(iter(year.citation), None)


def _month(calendar: Calendar, year: int, month: int) -> YearMonth:
    first = np.datetime64(f"{year}-{month:02}")
    days = np.arange(first.astype("M8[D]"), (first + 1).astype("M8[D]"))
    classes = calendar.day_class(days)
    return YearMonth(
        month=month,
        days_off=_dates(days, np.isin(classes, DAYS_OFF)),
        makeup_workdays=_dates(days, classes == DayClass.MAKEUP_WORKDAY),
        statutory=_dates(days, calendar.statutory(days)),
        workdays=int(np.isin(classes, [DayClass.WORKDAY, DayClass.MAKEUP_WORKDAY]).sum()),
    )


def _days(first: str, last: str, more: int = 0) -> Days:
    return np.arange(np.datetime64(first), np.datetime64(last) + more)


def _dates(days: Days, flags: np.ndarray) -> tuple[date, ...]:
    return tuple(days[flags].tolist())


def as_json(found: YearCalendar) -> dict[str, Any]:
    """Return a year as JSON types."""
    return {
        "year": found.year,
        "as_of": found.as_of.isoformat(),
        "status": found.status,
        "notices": [_cited(one) for one in found.notices],
        "statutory_rule": _cited(found.rule),
        "festivals": {kind: day.isoformat() for kind, day in found.moving.items()},
        "holidays": [_as_json(one, found.status) for one in found.holidays],
        "months": [
            {
                "month": one.month,
                "workdays": one.workdays,
                "days_off": _texts(one.days_off),
                "makeup_workdays": _texts(one.makeup_workdays),
                "statutory": _texts(one.statutory),
            }
            for one in found.months
        ],
        "provisional_days": _texts(found.provisional),
    }


def _as_json(one: YearHoliday, status: CalendarStatus) -> dict[str, Any]:
    first, last = one.holiday.days_off
    return {
        "kind": one.holiday.kind.name.lower(),
        "name": vars(one.holiday.name.text()),
        "status": status,
        "first_day_off": first.isoformat(),
        "last_day_off": last.isoformat(),
        "makeup_workdays": _texts(one.holiday.makeup_workdays),
        "statutory": _texts(one.statutory),
        "notice": _cited(one.notice) if one.notice else None,
    }


def _cited(citation: Citation) -> dict[str, Any]:
    return {
        "notice": citation.notice,
        "dated": citation.dated.isoformat(),
        "approximate": citation.approximate,
    }


def _texts(days: tuple[date, ...]) -> list[str]:
    return [day.isoformat() for day in days]


def _no_year(year: int, years: tuple[int, ...]) -> Problem:
    return Problem(
        "calendar.no-year",
        Text("日历没有 {year} 年", "the calendar has no year {year}").fill(year=year),
        Text("请选择 {first}–{last} 年", "choose a year from {first} to {last}").fill(first=years[0], last=years[-1]),
    )
