"""What was known of the calendar when: notices, later notices and the law, each from its date."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from openmbi.catalog.calendar import BEIJING, load_calendar
from openmbi.core.problems import Problem
from openmbi.core.tables import DayClass, Days

CALENDAR = load_calendar(None)


def days(first: str, last: str) -> Days:
    return np.arange(np.datetime64(first), np.datetime64(last) + 1)


def known(day: str) -> datetime:
    """Return the last moment of a day in Beijing."""
    return datetime.fromisoformat(f"{day}T23:59:59").replace(tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("before", "after", "day", "classes"),
    [
        ("2015-05-12", "2015-05-13", "2015-09-03", (DayClass.WORKDAY, DayClass.HOLIDAY)),
        ("2015-05-12", "2015-05-13", "2015-09-06", (DayClass.WEEKEND, DayClass.MAKEUP_WORKDAY)),
        ("2019-03-21", "2019-03-22", "2019-05-02", (DayClass.WORKDAY, DayClass.HOLIDAY)),
        ("2020-01-25", "2020-01-26", "2020-01-31", (DayClass.WORKDAY, DayClass.SPRING_FESTIVAL)),
        ("2020-01-25", "2020-01-26", "2020-02-01", (DayClass.MAKEUP_WORKDAY, DayClass.SPRING_FESTIVAL)),
    ],
)
def test_a_later_notice_is_not_known_before_its_date(
    before: str, after: str, day: str, classes: tuple[DayClass, DayClass]
) -> None:
    one = np.array([day], "M8[D]")
    found = [CALENDAR.as_known(known(moment)) for moment in (before, after)]
    assert tuple(calendar.day_class(one)[0] for calendar in found) == classes
    assert [bool(calendar.provisional(one)[0]) for calendar in found] == [False, False]


def test_a_year_is_provisional_until_its_notice() -> None:
    year = days("2026-01-01", "2026-12-31")
    before, after = (CALENDAR.as_known(known(day)) for day in ("2025-11-03", "2025-11-04"))
    assert before.provisional(year).all()
    assert not after.provisional(year).any()
    nine_days = days("2026-02-15", "2026-02-23")
    assert (after.day_class(nine_days) == DayClass.SPRING_FESTIVAL).all()
    assert (
        before.day_class(nine_days) == DayClass.SPRING_FESTIVAL
    ).sum() == 8  # the rule says eight, from New Year's Eve


def test_a_notice_is_known_from_its_date_in_beijing() -> None:
    first_of_2026 = np.array(["2026-01-01"], "M8[D]")
    moments = datetime(2025, 11, 3, 15, 59, tzinfo=UTC), datetime(2025, 11, 3, 16, 0, tzinfo=UTC)
    assert [bool(CALENDAR.as_known(moment).provisional(first_of_2026)[0]) for moment in moments] == [True, False]


def test_a_law_is_not_known_before_its_date() -> None:
    second_of_may = np.array(["2025-05-02"], "M8[D]")
    assert not CALENDAR.as_known(known("2024-11-09")).statutory(second_of_may).any()
    assert CALENDAR.as_known(known("2024-11-10")).statutory(second_of_may).all()
    assert CALENDAR.as_known(known("2024-11-10")).provisional(second_of_may).all()  # the notice came two days later
    assert not CALENDAR.as_known(known("2024-11-12")).provisional(second_of_may).any()


def test_the_end_of_a_year_waits_for_the_notice_of_the_next() -> None:
    calendar = CALENDAR.as_known(known("2018-12-03"))
    found = days("2018-12-20", "2018-12-31")  # 1 January 2019 is a Tuesday
    assert found[calendar.provisional(found)].astype(str).tolist() == ["2018-12-29", "2018-12-30", "2018-12-31"]
    assert not CALENDAR.as_known(known("2018-12-04")).provisional(found).any()
    assert not CALENDAR.provisional(days("2026-12-20", "2026-12-31")).any()  # 1 January 2027 is a Friday


def test_what_was_known_never_grows_by_asking_again() -> None:
    early = CALENDAR.as_known(known("2019-01-01"))
    assert early.as_known(known("2026-01-01")) == early


def test_new_years_are_known_long_before() -> None:
    long_ago = CALENDAR.as_known(known("2004-06-01"))
    assert long_ago.days_from_new_year(days("2027-02-06", "2027-02-06")).tolist() == [0]


LOCAL = """
year: 2026
amendments:
  - notice: 桂政办
    dated: 2026-03-01
    holidays:
      - kind: other
        name: {{ zh: 壮族三月三, en: Sanyuesan }}
        statutory: 2
        days_off: [2026-04-17, {last}]
"""


def overlay(folder: Path, name: str, text: str) -> Path:
    (folder / "calendar").mkdir()
    (folder / "calendar" / f"{name}.yml").write_text(text, encoding="utf-8")
    return folder


def test_a_bureau_adds_a_holiday_to_an_announced_year(tmp_path: Path) -> None:
    calendar = load_calendar(overlay(tmp_path, "2026", LOCAL.format(last="2026-04-20")))
    local = days("2026-04-17", "2026-04-20")
    assert (calendar.day_class(local) == DayClass.HOLIDAY).all()
    assert calendar.statutory(local).tolist() == [True, True, False, False]
    assert not calendar.provisional(local).any()
    whole = days("2026-01-01", "2026-12-31")
    differs = calendar.day_class(whole) != CALENDAR.day_class(whole)
    assert whole[differs].tolist() == local.tolist()
    before = calendar.as_known(known("2026-02-28"))
    assert (before.day_class(local) == CALENDAR.day_class(local)).all()


def test_a_bureaus_amendment_leaves_those_of_the_state_council(tmp_path: Path) -> None:
    text = LOCAL.format(last="2026-04-20").replace("2026", "2020")
    calendar = load_calendar(overlay(tmp_path, "2020", text))
    named = np.array(["2020-01-31", "2020-04-17"], "M8[D]")
    assert calendar.day_class(named).tolist() == [DayClass.SPRING_FESTIVAL, DayClass.HOLIDAY]
    assert CALENDAR.day_class(named).tolist() == [DayClass.SPRING_FESTIVAL, DayClass.WORKDAY]


GUESS = """
year: 2027
amendments:
  - notice: 本单位估计
    dated: 2026-10-01
    holidays:
      - kind: spring_festival
        name: { zh: 春节, en: Spring Festival }
        statutory: 4
        days_off: [2027-02-05, 2027-02-13]
        makeup_workdays: [2027-01-31, 2027-02-14]
"""


def test_a_bureaus_word_on_a_year_that_is_not_announced_leaves_it_provisional(tmp_path: Path) -> None:
    calendar = load_calendar(overlay(tmp_path, "2027", GUESS))
    whole = days("2027-01-01", "2027-12-31")
    differs = calendar.day_class(whole) != CALENDAR.day_class(whole)
    assert whole[differs].astype(str).tolist() == ["2027-02-13", "2027-02-14"]
    assert calendar.provisional(whole).all()


def test_a_bureaus_announced_year_is_known_from_its_notice(tmp_path: Path) -> None:
    text = GUESS.replace("amendments:\n  - notice: 本单位估计\n    dated: 2026-10-01\n    holidays:\n", "holidays:\n")
    text = text.replace("      ", "  ").replace(
        "year: 2027", "year: 2027\nstatus: announced\ncitation: [{ notice: x, dated: 2026-11-05 }]"
    )
    calendar = load_calendar(overlay(tmp_path, "2027", text))
    second = np.array(["2027-01-02"], "M8[D]")
    assert not calendar.provisional(second).any()
    assert calendar.as_known(known("2026-11-04")).provisional(second).all()
    assert calendar.year(2027).citation[0].dated == date(2026, 11, 5)


LAW = """
citation: {{ notice: a law to come, dated: 2030-01-01 }}
first_year: {year}
longest_run: 6
holidays:
  - {{ kind: labour, falls_on: "05-01", days: 3, break_days: 7 }}
  - {{ kind: spring_festival, falls_on: spring_festival, days: 4, break_days: 8 }}
  - {{ kind: national, falls_on: "10-01", days: 3, break_days: 7 }}
"""


def law(folder: Path, year: int) -> Path:
    (folder / "statutory_holidays").mkdir()
    (folder / "statutory_holidays/new.yml").write_text(LAW.format(year=year), encoding="utf-8")
    return folder


def test_a_new_law_is_a_file_and_holds_from_its_first_year(tmp_path: Path) -> None:
    calendar = load_calendar(law(tmp_path, 2031))
    third_of_may = np.array(["2030-05-03", "2031-05-03"], "M8[D]")
    assert calendar.statutory(third_of_may).tolist() == [False, True]
    assert not calendar.as_known(known("2029-12-31")).statutory(third_of_may).any()


def test_two_laws_of_one_first_year_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        load_calendar(law(tmp_path, 2025))
    assert caught.value.code == "calendar.two-rules"
