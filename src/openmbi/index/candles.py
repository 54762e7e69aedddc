"""Weekly, monthly and longer candles of a daily index."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from openmbi.core.language import Text
from openmbi.core.periods import Frequency, Period, period_containing
from openmbi.core.problems import Problem
from openmbi.core.tables import Candle, Days, IndexSeries


def candles(series: IndexSeries, frequency: Frequency) -> tuple[Candle, ...]:
    """Return one candle for each period that has a close, in order.

    Open is the close before the period, in the first candle its first close; high and low are over the open and the closes. Weeks are ISO weeks.

    Raises
    ------
    Problem
        `index.daily-candle` for the daily frequency: it needs values within the day.
    """
    if frequency is Frequency.DAILY:
        raise Problem(
            "index.daily-candle",
            Text("日 K 线需要日内读数", "daily candles need readings within the day"),
            Text("请改用周或更长的频率", "choose weekly or longer"),
        )
    return tuple(_candle(series, period, start, stop) for period, start, stop in _spans(series.days, frequency))


def _spans(days: Days, frequency: Frequency) -> Iterator[tuple[Period, int, int]]:
    start = 0
    while start < len(days):
        period = period_containing(days[start].item(), frequency)
        stop = int(np.searchsorted(days, np.datetime64(period.last), side="right"))
        yield period, start, stop
        start = stop


def _candle(series: IndexSeries, period: Period, start: int, stop: int) -> Candle:
    path = series.close[max(start - 1, 0) : stop]
    return Candle(
        period=period,
        open=float(path[0]),
        high=float(path.max()),
        low=float(path.min()),
        close=float(path[-1]),
        complete=bool(series.days[stop - 1] == np.datetime64(period.last)),
    )
