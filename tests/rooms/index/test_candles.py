from datetime import date

import numpy as np
import pytest

from openmbi.core.periods import Frequency
from openmbi.core.problems import Problem
from openmbi.core.tables import IndexSeries
from openmbi.index.candles import candles


def series(first: date, closes: list[float]) -> IndexSeries:
    days = np.arange(np.datetime64(first), np.datetime64(first) + len(closes))
    ones = np.ones(len(closes))
    return IndexSeries("activity_level", "town", days, np.array(closes), ones, np.zeros(len(closes), bool))


def test_weeks_are_iso_weeks_and_open_at_the_previous_close():
    found = candles(series(date(2015, 12, 31), [5, 3, 4, 9, 1, 2, 8]), Frequency.WEEKLY)  # a Thursday
    assert [str(candle.period) for candle in found] == ["2015-W53", "2016-W01"]
    assert [(c.open, c.high, c.low, c.close, c.complete) for c in found] == [(5, 9, 3, 9, True), (9, 9, 1, 8, False)]


def test_months_meet_at_their_closes():
    found = candles(series(date(2016, 1, 30), [1, 2, 7, 7]), Frequency.MONTHLY)
    assert [(c.open, c.high, c.low, c.close, c.complete) for c in found] == [(1, 2, 1, 2, True), (2, 7, 2, 7, False)]


def test_a_gap_at_the_open_is_inside_the_candle():
    (_, second) = candles(series(date(2016, 1, 31), [10, 3, 4]), Frequency.MONTHLY)
    assert (second.open, second.high, second.low) == (10, 10, 3)


def test_daily_candles_need_readings_within_the_day():
    with pytest.raises(Problem) as caught:
        candles(series(date(2016, 1, 1), [1]), Frequency.DAILY)
    assert caught.value.code == "index.daily-candle"
