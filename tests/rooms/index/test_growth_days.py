from datetime import date

import numpy as np
import pytest

from openmbi.catalog.calendar import load_calendar
from openmbi.index.growth_days import growth_days, growth_periods, lunar_days

WINDOW = (-35, 45)
CALENDAR = load_calendar(None)  # New Year: 2022-02-01, 2023-01-22, 2024-02-10, 2025-01-29


def days(first: str, last: str) -> np.ndarray:
    return np.arange(np.datetime64(first), np.datetime64(last) + 1)


def compared_with(day: str, given: np.ndarray) -> str | None:
    place = lunar_days(given, CALENDAR, WINDOW)[np.searchsorted(given, np.datetime64(day))]
    return None if place < 0 else str(given[place])


@pytest.mark.parametrize(
    ("day", "before"),
    [
        ("2025-01-29", "2024-02-10"),  # New Year's day
        ("2025-02-12", "2024-02-24"),  # the Lantern Festival
        ("2024-02-01", "2023-01-13"),
        ("2025-06-02", "2024-06-03"),  # Mondays
        ("2024-12-20", "2023-12-22"),  # 40 days before New Year, 50 before that of the year before: Fridays
        (
            "2025-03-20",
            "2024-03-31",
        ),  # 50 days after, but 52 weeks before lies 40 days after: the festival of the year before is not compared with
    ],
)
def test_lunar_alignment_goes_by_the_new_year_near_it_and_by_the_week_elsewhere(day: str, before: str):
    assert compared_with(day, days("2022-12-01", "2025-07-31")) == before


def test_a_day_that_the_data_do_not_reach_is_compared_with_none():
    given = days("2024-01-01", "2025-07-31")
    assert compared_with("2024-12-19", given) is None
    assert compared_with("2024-12-29", given) == "2024-01-10"
    assert compared_with("2025-06-02", given) == "2024-06-03"


def test_periods_are_whole_months_from_the_first_on_and_january_with_february():
    found = growth_periods(days("2023-12-10", "2024-03-15"))
    assert [str(day) for day in found.first] == ["2024-01-01", "2024-02-01", "2024-01-01", "2024-03-01"]
    assert [str(day) for day in found.last] == ["2024-01-31", "2024-02-29", "2024-02-29", "2024-03-15"]
    assert found.combined.tolist() == [False, False, True, False]
    assert found.complete.tolist() == [True, True, True, False]


def test_a_month_that_is_not_over_is_compared_with_as_many_days():
    found = growth_days(days("2023-01-01", "2024-03-15"), CALENDAR, WINDOW)
    assert found.periods.last[-1].item() == date(2024, 3, 15)
    for sets, first, last in (
        (found.now, "2024-03-01", "2024-03-15"),
        (found.year_before, "2023-03-01", "2023-03-15"),
        (found.month_before, "2024-02-01", "2024-02-29"),
    ):
        expected = days(first, last)
        assert sets.length[-1] == len(expected)
        assert np.flatnonzero(sets.counted.toarray()[-1]).tolist() == (
            (expected - np.datetime64("2023-01-01")).astype(int).tolist()
        )


def test_february_of_a_leap_year_is_compared_with_the_whole_february_before():
    for last, lengths in (("2024-02-29", (29, 28)), ("2024-02-28", (28, 28)), ("2023-02-28", (28, 28))):
        found = growth_days(days("2022-01-01", last), CALENDAR, WINDOW)
        assert (found.now.length[-2], found.year_before.length[-2]) == lengths


def test_two_months_have_no_month_before_and_the_first_year_no_year_before():
    found = growth_days(days("2023-01-01", "2024-02-29"), CALENDAR, WINDOW)
    combined = found.periods.combined
    assert found.month_before.length[combined].tolist() == [0, 0]
    assert found.year_before.length[combined].tolist() == [0, 59]
    assert found.month_before.length[:2].tolist() == [0, 31]
