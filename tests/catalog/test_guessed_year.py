"""The rule for years that are not announced, against the notices that came."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from openmbi.catalog.calendar import load_calendar, weekday
from openmbi.catalog.guessed_year import SHORT_BREAK, guessed_holidays
from openmbi.core.tables import DayClass, HolidayKind

CALENDAR = load_calendar(None)
BY_RULE = replace(CALENDAR, declared=())
WORKING = (DayClass.WORKDAY, DayClass.MAKEUP_WORKDAY)


def spans(year: int) -> dict[HolidayKind, tuple[str, ...]]:
    """Return first and last day off and the make-up workdays of each holiday, by the rule alone."""
    holidays = guessed_holidays(year, CALENDAR.rules.in_force(year), CALENDAR.moving)
    return {one.kind: tuple(f"{day:%m-%d}" for day in (*one.days_off, *one.makeup_workdays)) for one in holidays}


def test_the_rule_alone_gives_the_notice_of_2025() -> None:
    assert spans(2025) == {
        HolidayKind.NEW_YEAR: ("01-01", "01-01"),
        HolidayKind.SPRING_FESTIVAL: ("01-28", "02-04", "01-26", "02-08"),
        HolidayKind.TOMB_SWEEPING: ("04-04", "04-06"),
        HolidayKind.LABOUR: ("05-01", "05-05", "04-27"),
        HolidayKind.DRAGON_BOAT: ("05-31", "06-02"),
        HolidayKind.NATIONAL: ("10-01", "10-08", "09-28", "10-11"),
    }


def test_one_day_holidays_of_2028_and_2029() -> None:
    assert spans(2028)[HolidayKind.TOMB_SWEEPING] == (
        "04-02",
        "04-04",
        "04-01",
    )  # a Tuesday: bridged, the Saturday worked
    assert spans(2027)[HolidayKind.DRAGON_BOAT] == ("06-09", "06-09")  # a Wednesday
    assert spans(2029)[HolidayKind.NEW_YEAR] == ("12-30", "01-01")  # a Monday


def differing_days(year: int) -> int:
    days = np.arange(f"{year}-01-01", f"{year + 1}-01-01", dtype="M8[D]")
    works = [np.isin(calendar.day_class(days), WORKING) for calendar in (CALENDAR, BY_RULE)]
    return int((works[0] != works[1]).sum())


def test_how_often_the_rule_meets_the_notices() -> None:
    """The figures of docs/explanation/calendar.md: working days where the rule has a day off, or the other way round."""
    found = {year: differing_days(year) for year in range(2014, 2027)}
    assert found == {
        2014: 2,
        2015: 5,
        2016: 0,
        2017: 0,
        2018: 0,
        2019: 4,
        2020: 6,
        2021: 4,
        2022: 4,
        2023: 4,
        2024: 8,
        2025: 0,
        2026: 4,
    }


def test_how_many_of_the_announced_days_the_rule_guesses() -> None:
    days = np.arange("2014-01-01", "2027-01-01", dtype="M8[D]")
    workweek = weekday(days) < 5
    announced, guessed = (np.isin(one.day_class(days), WORKING) != workweek for one in (CALENDAR, BY_RULE))
    assert (announced.sum(), (announced & guessed).sum(), (guessed & ~announced).sum()) == (310, 277, 8)


@pytest.mark.parametrize("year", range(2027, 2100))
def test_every_guessed_year_is_a_possible_one(year: int) -> None:
    holidays = BY_RULE.year(year).holidays or ()
    days = np.arange(np.datetime64(f"{year}-01-01"), np.datetime64(f"{year}-12-26"))
    statutory = sum(holiday.statutory for holiday in holidays)
    assert statutory == 13
    off = [day for holiday in holidays for day in holiday.days()]
    makeup = [day for holiday in holidays for day in holiday.makeup_workdays]
    assert len(off) == len(set(off))
    assert len(makeup) == len(set(makeup))
    assert not set(off) & set(makeup)
    weekdays_off = sum(day.weekday() < 5 for day in off)
    assert weekdays_off - len(makeup) == statutory  # what is swapped is worked: no day is given or taken
    working = np.isin(BY_RULE.day_class(days), WORKING)
    assert _longest_run(working) <= 6


def _longest_run(working: np.ndarray) -> int:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], working, [False]]).astype(int)))
    return int((edges[1::2] - edges[::2]).max())


def test_a_short_break_holds_its_day_and_takes_no_day_that_is_not_given() -> None:
    monday = date(2026, 6, 1)
    assert weekday(np.array([monday], "M8[D]")).tolist() == [0]
    for day, (first, last) in SHORT_BREAK.items():
        span = range(day + first, day + last + 1)
        assert day in span
        weekdays = [one for one in span if one % 7 < 5]
        assert len(weekdays) - 1 == (1 if day in (1, 3) else 0)
