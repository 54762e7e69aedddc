"""Level: the daily series and its weekly and monthly candles, column by column."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from openmbi.core.tables import Candle, IndexSeries
from openmbi.reports.overview.figures import percent, published


def level(series: IndexSeries, weekly: Iterable[Candle], monthly: Iterable[Candle]) -> dict[str, Any]:
    """Return the section; a value that is not known is null."""
    return {
        "days": [str(day) for day in series.days],
        "close": [published(float(value)) for value in series.close],
        "coverage": [percent(float(value)) for value in series.coverage],
        "provisional": [bool(flag) for flag in series.provisional],
        "weekly": [_candle(candle) for candle in weekly],
        "monthly": [_candle(candle) for candle in monthly],
    }


def _candle(candle: Candle) -> dict[str, Any]:
    return {
        "period": str(candle.period),
        "first": candle.period.first.isoformat(),
        "last": candle.period.last.isoformat(),
        "open": published(candle.open),
        "high": published(candle.high),
        "low": published(candle.low),
        "close": published(candle.close),
        "complete": candle.complete,
    }
