"""Weekly candles from the daily closes that a group's document has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

WEEKS = 26


def weekly_candles(history: Mapping[str, Any], weeks: int = WEEKS) -> list[dict[str, Any]]:
    """Return the last `weeks` weeks (ISO 8601) of a document's `history`; a week opens at the close of the week before, as the index's own candles do.

    The first week of the history, which has no close before it, is left out; days without a close count as if they were not there.
    """
    found: list[dict[str, Any]] = []
    before: str | None = None
    for (year, week), days in groupby(_days(history), lambda day: day[0].isocalendar()[:2]):
        closes = [(day, close) for day, close in days if close is not None]
        if not closes:
            continue
        if before is not None:
            found.append(_candle(f"{year}-W{week:02d}", before, closes, history))
        before = closes[-1][1]
    return found[-weeks:]


def _candle(period: str, before: str, closes: Sequence[tuple[date, str]], history: Mapping[str, Any]) -> dict[str, Any]:
    values = [before, *(close for _day, close in closes)]
    first, last = closes[0][0], closes[-1][0]
    runs = history.get("provisional") or ()
    monday = first - timedelta(days=first.weekday())
    return {
        "period": period,
        "label": f"{monday:%m-%d}",
        "first": first.isoformat(),
        "last": last.isoformat(),
        "open": before,
        "high": max(values, key=float),
        "low": min(values, key=float),
        "close": values[-1],
        "complete": last >= monday + timedelta(days=6),
        "provisional": any(run["first"] <= last.isoformat() and run["last"] >= first.isoformat() for run in runs),
    }


def _days(history: Mapping[str, Any]) -> list[tuple[date, str | None]]:
    first = date.fromisoformat(history["first_day"])
    return [(first + timedelta(days=at), close) for at, close in enumerate(history["close"])]
