"""Arrays of days and single days have the same periods."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openmbi.core.periods import Frequency, first_days, last_days, period_containing

DAYS = st.lists(st.dates(date(1, 1, 8), date(9998, 12, 31)), max_size=20)


@pytest.mark.parametrize("frequency", Frequency)
@given(days=DAYS)
def test_first_and_last_days_are_those_of_the_period(frequency: Frequency, days: list[date]):
    periods = [period_containing(day, frequency) for day in days]
    given_days = np.array(days, "datetime64[D]")
    assert first_days(given_days, frequency).tolist() == [period.first for period in periods]
    assert last_days(given_days, frequency).tolist() == [period.last for period in periods]


@pytest.mark.parametrize("frequency", Frequency)
def test_no_day_has_no_period(frequency: Frequency):
    nothing = np.array(["NaT"], "datetime64[D]")
    assert np.isnat(first_days(nothing, frequency)).all()
    assert np.isnat(last_days(nothing, frequency)).all()
