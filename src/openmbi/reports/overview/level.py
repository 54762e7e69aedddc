"""Level: the daily series, its trailing mean, and weekly and monthly candles, column by column."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np

from openmbi.core.tables import Candle, Floats, GroupSeries, IndexSeries
from openmbi.reports.overview.band import band
from openmbi.reports.overview.figures import percent, published


def level(
    series: IndexSeries,
    weekly: Iterable[Candle],
    monthly: Iterable[Candle],
    *,
    mean_days: int,
    error: Floats | None = None,
) -> dict[str, Any]:
    """Return the section; a value that is not known is null. `mean` is over the last `mean_days` days, null where one of them is not known; `band` rests on
    `error` (D,), the standard errors of the last closes.
    """
    return {
        "days": [str(day) for day in series.days],
        "close": [published(float(value)) for value in series.close],
        "mean_days": mean_days,
        "mean": [published(float(value)) for value in _trailing_mean(series.close, mean_days)],
        "band": band(series.days, error),
        "coverage": [percent(float(value)) for value in series.coverage],
        "provisional": [bool(flag) for flag in series.provisional],
        "weekly": [_candle(candle, series) for candle in weekly],
        "monthly": [_candle(candle, series) for candle in monthly],
    }


def provisional_in(series: IndexSeries | GroupSeries, first: date, last: date) -> bool:
    """Say whether any day of a series from `first` to `last`, both included, is provisional."""
    inside = (series.days >= np.datetime64(first)) & (series.days <= np.datetime64(last))
    return bool(series.provisional[inside].any())


def _trailing_mean(close: Floats, days: int) -> Floats:
    mean = np.full(len(close), np.nan)
    if len(close) >= days:
        mean[days - 1 :] = np.lib.stride_tricks.sliding_window_view(close, days).mean(axis=1)
    return mean


def _candle(candle: Candle, series: IndexSeries) -> dict[str, Any]:
    return {
        "period": str(candle.period),
        "first": candle.period.first.isoformat(),
        "last": candle.period.last.isoformat(),
        "open": published(candle.open),
        "high": published(candle.high),
        "low": published(candle.low),
        "close": published(candle.close),
        "complete": candle.complete,
        "provisional": provisional_in(series, candle.period.first, candle.period.last),
    }
