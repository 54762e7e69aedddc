from __future__ import annotations

import csv
import json
import os
from collections import Counter
from pathlib import Path

import chinese_calendar
import numpy as np
import pytest
from lunarcalendar import Converter, Lunar
from lunarcalendar.solarterm import QingMing

from openmbi.catalog.calendar import load_calendar, weekday
from openmbi.catalog.moving_days import MOVING
from openmbi.core.problems import Problem
from openmbi.core.tables import DayClass, HolidayKind

CALENDAR = load_calendar(None)
FIRST, LAST = np.datetime64("2004-01-01"), np.datetime64("2026-12-31")
LAST_OF_2005 = "2005-12-31"
"""A Saturday worked by 国办发明电〔2005〕35号 that neither public calendar has."""
YEAR = """
year: {year}
status: announced
citation: [{{ notice: local, dated: 2015-01-01 }}]
holidays:
  - kind: {kind}
    name: {{ zh: 春节, en: Spring Festival }}
    statutory: 3
    days_off: [{first}, {last}]
    makeup_workdays: [{makeup}]
"""


THEIR_KINDS = {
    "New Year's Day": HolidayKind.NEW_YEAR,
    "Spring Festival": HolidayKind.SPRING_FESTIVAL,
    "Tomb-sweeping Day": HolidayKind.TOMB_SWEEPING,
    "Labour Day": HolidayKind.LABOUR,
    "Dragon Boat Festival": HolidayKind.DRAGON_BOAT,
    "Mid-autumn Festival": HolidayKind.MID_AUTUMN,
    "National Day": HolidayKind.NATIONAL,
}


def classes(*days: str) -> list[DayClass]:
    return [DayClass(code) for code in CALENDAR.day_class(np.array(days, "M8[D]"))]


def write_year(folder: Path, name: str = "2016", **changes: object) -> Path:
    facts = {
        "year": 2016,
        "kind": "spring_festival",
        "first": "2016-02-07",
        "last": "2016-02-09",
        "makeup": "2016-02-06",
    }
    (folder / "calendar").mkdir()
    (folder / "calendar" / f"{name}.yml").write_text(YEAR.format(**(facts | changes)), encoding="utf-8")
    return folder


def test_classes_of_the_spring_festival_of_2015() -> None:
    days = ("2015-02-15", "2015-02-17", "2015-02-18", "2015-02-24", "2015-02-25", "2015-02-28", "2015-03-01")
    assert classes(*days) == [
        DayClass.MAKEUP_WORKDAY,
        DayClass.WORKDAY,
        DayClass.SPRING_FESTIVAL,
        DayClass.SPRING_FESTIVAL,
        DayClass.WORKDAY,
        DayClass.MAKEUP_WORKDAY,
        DayClass.WEEKEND,
    ]


def test_the_victory_day_of_2015_and_its_exchange() -> None:
    assert classes("2015-09-03", "2015-09-06") == [DayClass.HOLIDAY, DayClass.MAKEUP_WORKDAY]


def test_a_holiday_that_begins_in_the_year_before() -> None:
    assert classes("2018-12-29", "2018-12-30", "2019-01-01") == [
        DayClass.MAKEUP_WORKDAY,
        DayClass.HOLIDAY,
        DayClass.HOLIDAY,
    ]


@pytest.mark.parametrize(
    ("first", "last", "flagged"),
    [
        ("2023-12-29", "2024-01-02", "2023-12-30 2023-12-31"),  # Saturday and Sunday before a Monday off
        ("2024-06-07", "2024-06-11", "2024-06-08 2024-06-09"),
        ("2015-04-30", "2015-05-04", "2015-05-02 2015-05-03"),  # after a Friday off
        ("2015-09-25", "2015-09-28", "2015-09-26"),  # before a Sunday off
        ("2024-04-03", "2024-04-08", ""),  # the notice lists Saturday, and Sunday is worked
        ("2024-05-10", "2024-05-13", ""),  # an ordinary weekend, one day of it worked
        ("2014-02-07", "2014-02-10", ""),  # beside the Spring Festival, which has a profile of its own
    ],
)
def test_a_weekend_that_adjoins_a_holiday_makes_one_break_with_it(first: str, last: str, flagged: str) -> None:
    days = np.arange(np.datetime64(first), np.datetime64(last) + 1)
    found = CALENDAR.break_weekends(days)
    assert days[found].astype(str).tolist() == flagged.split()
    assert [bool(CALENDAR.break_weekends(days[k : k + 1])[0]) for k in range(len(days))] == found.tolist()
    assert set(CALENDAR.day_class(days[found])) <= {DayClass.WEEKEND}


def test_no_run_of_days_off_with_a_holiday_has_an_ordinary_weekend_day() -> None:
    days = np.arange(FIRST, LAST + 1)
    ordinary = (CALENDAR.day_class(days) == DayClass.WEEKEND) & ~CALENDAR.break_weekends(days)
    holiday = CALENDAR.day_class(days) == DayClass.HOLIDAY
    in_break = holiday | CALENDAR.break_weekends(days)
    assert not (ordinary[1:] & in_break[:-1]).any()
    assert not (ordinary[:-1] & in_break[1:]).any()
    assert CALENDAR.break_weekends(days).sum() == 32


def test_the_extended_spring_festival_of_2020() -> None:
    assert classes("2020-02-01", "2020-02-02", "2020-02-03") == [
        DayClass.SPRING_FESTIVAL,
        DayClass.SPRING_FESTIVAL,
        DayClass.WORKDAY,
    ]


def test_days_from_new_year_turn_to_the_nearest_one() -> None:
    days = np.array(["2015-12-31", "2016-01-04", "2016-02-08", "2016-03-24", "2015-08-01", "2015-08-20"], "M8[D]")
    assert CALENDAR.days_from_new_year(days).tolist() == [-39, -35, 0, 45, 163, -172]
    assert CALENDAR.festival_year(days).tolist() == [2016, 2016, 2016, 2016, 2015, 2016]


def test_the_days_before_a_new_year_that_is_not_announced_are_counted_from_it() -> None:
    assert CALENDAR.days_from_new_year(np.array(["2026-12-31"], "M8[D]")).tolist() == [-37]


def test_announced_years_are_not_provisional() -> None:
    assert not CALENDAR.provisional(np.arange(FIRST, LAST + 1)).any()
    assert CALENDAR.provisional(np.arange("2027-01-01", "2100-01-01", dtype="M8[D]")).all()


@pytest.mark.parametrize("year", ["1998", "2003", "2100"])
def test_days_of_years_beyond_the_table_have_weekends_only_and_are_provisional(year: str) -> None:
    days = np.arange(f"{year}-01-01", f"{int(year) + 1}-01-01", dtype="M8[D]")
    assert set(CALENDAR.day_class(days)) == {DayClass.WORKDAY, DayClass.WEEKEND}
    assert CALENDAR.provisional(days).all()
    assert not CALENDAR.holiday_kind(days).any()
    assert not CALENDAR.statutory(days).any()


def test_no_days_have_no_classes() -> None:
    none = np.array([], "M8[D]")
    assert [len(found(none)) for found in (CALENDAR.day_class, CALENDAR.holiday_kind, CALENDAR.provisional)] == [
        0,
        0,
        0,
    ]


def test_kinds_of_the_days_off_of_2020() -> None:
    days = np.array(["2020-01-19", "2020-01-24", "2020-02-02", "2020-02-03", "2020-05-05", "2020-10-08"], "M8[D]")
    kinds = [HolidayKind.NONE, HolidayKind.SPRING_FESTIVAL, HolidayKind.SPRING_FESTIVAL]
    assert CALENDAR.holiday_kind(days).tolist() == [*kinds, HolidayKind.NONE, HolidayKind.LABOUR, HolidayKind.NATIONAL]


@pytest.mark.parametrize(
    ("month", "statutory"),
    [
        ("2007-05", "01 02 03"),  # golden week
        ("2008-02", "06 07 08"),  # from New Year's Eve
        ("2014-01", "01 31"),  # New Year's Eve no longer
        ("2014-02", "01 02"),
        ("2015-09", "03 27"),  # Victory Day, once
        ("2024-05", "01"),
        ("2025-05", "01 02 31"),
        ("2025-10", "01 02 03 06"),  # National Day and the Mid-Autumn Festival in one break
        ("2026-02", "16 17 18 19"),
        ("2089-09", "18"),
    ],
)
def test_statutory_days_follow_the_law_in_force(month: str, statutory: str) -> None:
    days = np.arange(np.datetime64(month, "D"), np.datetime64(month) + 1, dtype="M8[D]")
    assert [str(day)[-2:] for day in days[CALENDAR.statutory(days)]] == statutory.split()


def test_every_statutory_day_is_a_day_off() -> None:
    days = np.arange("2004-01-01", "2100-01-01", dtype="M8[D]")
    assert set(CALENDAR.day_class(days[CALENDAR.statutory(days)])) == {DayClass.HOLIDAY, DayClass.SPRING_FESTIVAL}
    assert CALENDAR.holiday_kind(days[CALENDAR.statutory(days)]).all()


def test_an_overlay_year_stands_instead_of_ours(tmp_path: Path) -> None:
    calendar = load_calendar(write_year(tmp_path))
    assert calendar.day_class(np.array(["2016-10-03", "2016-02-09"], "M8[D]")).tolist() == [
        DayClass.WORKDAY,
        DayClass.SPRING_FESTIVAL,
    ]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": "labour"}, "has a Spring Festival"),
        ({"kind": "lantern"}, "a kind of holiday is one of new_year, spring_festival"),
        ({"makeup": "2015-02-15"}, "another year"),
        ({"first": "2016-02-10"}, "first day off is after the last"),
        ({"makeup": "2016-02-05"}, "Saturday or Sunday"),
    ],
)
def test_a_wrong_year_is_refused(tmp_path: Path, changes: dict[str, str], words: str) -> None:
    with pytest.raises(Problem, match=words) as caught:
        load_calendar(write_year(tmp_path, **changes))
    assert caught.value.code == "catalog.invalid"


def test_a_file_named_after_another_year_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        load_calendar(write_year(tmp_path, name="2017"))
    assert caught.value.code == "calendar.misplaced"


def test_no_days_off_and_make_up_days_collide() -> None:
    for number in CALENDAR.years:
        year = CALENDAR.year(number)
        made_up = [day for holiday in year.holidays for day in holiday.makeup_workdays]
        assert len(made_up) == len(set(made_up))
        assert not any(holiday.lasts_over(day) for holiday in year.holidays for day in made_up)


def test_weekday() -> None:
    assert weekday(np.array(["1969-12-29", "2015-02-15"], "M8[D]")).tolist() == [0, 6]


def test_every_day_agrees_with_chinesecalendar() -> None:
    days = np.arange(FIRST, LAST + 1)
    ours = CALENDAR.day_class(days)
    off = np.isin(ours, [DayClass.WEEKEND, DayClass.HOLIDAY, DayClass.SPRING_FESTIVAL])
    differing = [
        str(day) for day, rest in zip(days, off, strict=True) if rest != chinese_calendar.is_holiday(day.item())
    ]
    assert differing == [LAST_OF_2005]
    spring = [
        THEIR_KINDS.get(chinese_calendar.get_holiday_detail(day.item())[1])
        for day in days[ours == DayClass.SPRING_FESTIVAL]
    ]
    assert set(spring) == {HolidayKind.SPRING_FESTIVAL}


def test_kinds_agree_with_chinesecalendar() -> None:
    days = np.arange(FIRST, LAST + 1)
    ours = CALENDAR.holiday_kind(days)
    for day, kind in zip(days[ours > 0], ours[ours > 0], strict=True):
        rest, name = chinese_calendar.get_holiday_detail(day.item())
        assert rest
        if name in THEIR_KINDS and not (kind == HolidayKind.NATIONAL and THEIR_KINDS[name] == HolidayKind.MID_AUTUMN):
            assert kind == THEIR_KINDS[name], str(day)


def test_moving_days_agree_with_lunarcalendar() -> None:
    differing = []
    for year in CALENDAR.years:
        theirs = (
            Converter.Lunar2Solar(Lunar(year, 1, 1)).to_date(),
            QingMing(year),
            Converter.Lunar2Solar(Lunar(year, 5, 5)).to_date(),
            Converter.Lunar2Solar(Lunar(year, 8, 15)).to_date(),
        )
        differing += [
            (str(CALENDAR.moving.day(kind, year)), str(day))
            for kind, day in zip(MOVING, theirs, strict=True)
            if CALENDAR.moving.day(kind, year) != day
        ]
    assert differing == [("2089-09-18", "2089-09-19")]  # the new moon of 2089-09-04 comes three minutes before midnight


@pytest.fixture(scope="module")
def facts() -> Path:
    if not (root := os.environ.get("MBI_DATA_DIR")):
        pytest.skip("MBI_DATA_DIR is not set: the public calendars are not on this machine")
    return Path(root) / "holidays_cn"


@pytest.mark.real_data
def test_every_day_agrees_with_the_stored_table_of_chinesecalendar(facts: Path) -> None:
    with (facts / "chinesecalendar_1.11.0_daily.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["date"] != LAST_OF_2005]
    ours = CALENDAR.day_class(np.array([row["date"] for row in rows], "M8[D]"))
    off = np.isin(ours, [DayClass.WEEKEND, DayClass.HOLIDAY, DayClass.SPRING_FESTIVAL])
    spring = [row["is_off"] == "1" and row["holiday_name"] == "Spring Festival" for row in rows]
    assert len(rows) == int((LAST - FIRST).astype(int))
    assert off.tolist() == [row["is_off"] == "1" for row in rows]
    assert (ours == DayClass.MAKEUP_WORKDAY).tolist() == [row["makeup_workday"] == "1" for row in rows]
    assert (ours == DayClass.SPRING_FESTIVAL).tolist() == spring


@pytest.mark.real_data
def test_every_day_agrees_with_chinese_days(facts: Path) -> None:
    theirs = json.loads((facts / "chinese-days.json").read_text(encoding="utf-8"))
    days = np.arange(FIRST, LAST + 1)
    ours = dict(zip(days.astype(str), CALENDAR.day_class(days), strict=True))
    made_up = {day for day, code in ours.items() if code == DayClass.MAKEUP_WORKDAY}
    assert made_up - {LAST_OF_2005} == {day for day in theirs["workdays"] if day in ours}
    named = {day for day in theirs["holidays"] if day in ours}
    assert {ours[day] for day in named} <= {DayClass.HOLIDAY, DayClass.SPRING_FESTIVAL, DayClass.WEEKEND}
    working_weekdays = set(days[weekday(days) < 5].astype(str))
    assert {day for day in working_weekdays if ours[day] != DayClass.WORKDAY} == named & working_weekdays


@pytest.mark.real_data
def test_statutory_days_agree_with_chinese_days(facts: Path) -> None:
    theirs = json.loads((facts / "chinese-days.json").read_text(encoding="utf-8"))["holidays"]
    spring = {day[:4]: int(text.split(",")[2]) for day, text in theirs.items() if text.startswith("Spring")}
    days = np.arange(np.datetime64("2014-01-01"), LAST + 1)
    found = days[CALENDAR.statutory(days) & (CALENDAR.holiday_kind(days) == HolidayKind.SPRING_FESTIVAL)]
    ours = Counter(str(day)[:4] for day in found)
    assert ours == {year: spring[year] for year in ours}
    assert Counter(ours.values()) == {3: 11, 4: 2}


@pytest.mark.real_data
def test_new_years_agree_with_the_lunar_calendar(facts: Path) -> None:
    with (facts / "spring_festival_dates_1995_2050.csv").open(encoding="utf-8") as file:
        theirs = {int(row["year"]): row["spring_festival"] for row in csv.DictReader(file)}
    ours = {day.year: str(day) for day in CALENDAR.moving.new_years.tolist()}
    assert (min(ours), max(ours)) == (2004, 2099)
    assert {year: day for year, day in ours.items() if year in theirs} == {y: d for y, d in theirs.items() if y in ours}
