"""What holds for every candle."""

from datetime import date
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from openmbi.core.periods import Frequency
from openmbi.core.tables import IndexSeries
from openmbi.index.candles import candles

CLOSES = st.lists(st.floats(0, 1e4), min_size=1, max_size=120)
FREQUENCIES = st.sampled_from([Frequency.WEEKLY, Frequency.MONTHLY, Frequency.QUARTERLY, Frequency.ANNUAL])


@given(CLOSES, st.dates(date(2004, 1, 1), date(2026, 12, 31)), FREQUENCIES)
def test_candles_contain_their_closes_and_meet(closes, first, frequency):
    days = np.arange(np.datetime64(first), np.datetime64(first) + len(closes))
    close, no = np.array(closes), np.zeros(len(closes), bool)
    found = candles(IndexSeries("level", "town", days, close, np.ones(len(closes)), no), frequency)
    assert all(candle.low <= min(candle.open, candle.close) for candle in found)
    assert all(candle.high >= max(candle.open, candle.close) for candle in found)
    assert [candle.open for candle in found] == [closes[0], *(candle.close for candle in found[:-1])]
    assert (max(c.high for c in found), min(c.low for c in found)) == (max(closes), min(closes))
    assert found[-1].close == closes[-1]
    assert all(candle.complete for candle in found[:-1])
    assert found[-1].complete == (found[-1].period.last == days[-1].item())
    assert all(one.period.last < other.period.first for one, other in pairwise(found))
