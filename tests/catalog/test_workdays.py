"""The Spring Festival of 2026 is from 15 to 23 February; Saturday 14 and Saturday 28 February are worked."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from openmbi.catalog.calendar import load_calendar
from openmbi.catalog.workdays import EVERY_DAY, Workdays

WORKDAYS = Workdays(load_calendar(None), ZoneInfo("Asia/Shanghai"))
FRIDAY = datetime(2026, 2, 13, 1, 30, tzinfo=UTC)  # 9:30 in Beijing


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (1, date(2026, 2, 14)),
        (2, date(2026, 2, 24)),
        (4, date(2026, 2, 26)),
        (6, date(2026, 2, 28)),
        (7, date(2026, 3, 2)),
    ],
)
def test_days_off_do_not_count_and_make_up_days_do(days: int, expected: date):
    assert WORKDAYS.after(FRIDAY, days) == datetime.combine(expected, FRIDAY.timetz())


def test_the_day_is_that_of_the_place():
    late = datetime(2026, 1, 8, 23, 0, tzinfo=UTC)  # Friday, 7:00 in Beijing
    assert WORKDAYS.after(late, 1) == datetime(2026, 1, 11, 23, 0, tzinfo=UTC)  # Monday there


def test_from_a_day_off_the_next_working_day_is_the_first():
    sunday = datetime(2026, 1, 11, 2, 0, tzinfo=UTC)
    assert WORKDAYS.after(sunday, 1) == datetime(2026, 1, 12, 2, 0, tzinfo=UTC)


def test_a_whole_year_counts_as_a_plain_loop_does():
    """A loop over single days finds the same 200th working day."""
    calendar, day, left = WORKDAYS.calendar, FRIDAY.date(), 200
    while left:
        day = date.fromordinal(day.toordinal() + 1)
        left -= int(calendar.day_class(np.array([day], "M8[D]"))[0] in {0, 3})
    assert WORKDAYS.after(FRIDAY, 200).date() == day


def test_every_day_counts_where_there_is_no_calendar():
    assert EVERY_DAY.after(FRIDAY, 3) == datetime(2026, 2, 16, 1, 30, tzinfo=UTC)
