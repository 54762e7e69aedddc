from datetime import date

import pytest

from openmbi.flow.daily import days_without_run

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("with_run", "catch_up", "days"),
    [
        ([], 7, []),
        ([10], 7, []),
        ([9], 7, []),
        ([6], 7, [7, 8, 9]),
        ([6, 10], 7, [7, 8, 9]),
        ([2, 5, 6], 2, [8, 9]),
        ([6], 0, []),
    ],
)
def test_the_days_since_the_last_one_before_today(with_run: list[int], catch_up: int, days: list[int]):
    known = {date(2026, 3, day) for day in with_run}
    assert days_without_run(known, TODAY, catch_up) == [date(2026, 3, day) for day in days]
