"""The simulation's calendar of 2022–2026 against published calendars."""

import csv
import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from openmbi.simulation.calendar import FIRST_DAY, HOLIDAYS, LAST_DAY, MAKEUP_WORKDAYS, NEW_YEARS, DayKind, day_kind


def test_new_year_lies_in_each_years_holidays():
    assert [day.year for day in NEW_YEARS] == list(range(FIRST_DAY.year, LAST_DAY.year + 1))
    assert set(NEW_YEARS) <= HOLIDAYS


def test_make_up_workdays_are_weekend_days_that_are_no_holiday():
    assert all(day.weekday() >= 5 for day in MAKEUP_WORKDAYS)
    assert not MAKEUP_WORKDAYS & HOLIDAYS
    assert {day_kind(day) for day in MAKEUP_WORKDAYS} == {DayKind.WORKDAY}


@pytest.mark.real_data
def test_days_off_are_those_of_an_independent_calendar():
    folder = os.environ.get("MBI_DATA_DIR")
    if not folder:
        pytest.skip("MBI_DATA_DIR is not set: no independent calendar to compare with")
    with Path(folder, "holidays_cn", "chinesecalendar_1.11.0_daily.csv").open(encoding="utf-8-sig") as file:
        published = {row["date"]: (row["is_off"] == "1", row["makeup_workday"] == "1") for row in csv.DictReader(file)}
    days = [FIRST_DAY + timedelta(days=k) for k in range((LAST_DAY - FIRST_DAY).days + 1)]
    ours = {day.isoformat(): (day_kind(day) is not DayKind.WORKDAY, day in MAKEUP_WORKDAYS) for day in days}
    assert len(days) == (date(2027, 1, 1) - date(2022, 1, 1)).days
    assert ours == {day: published[day] for day in ours}
