"""The charts of the page: own drawings in two sizes, and the plain series that a script makes live."""

from __future__ import annotations

from typing import Any

from openmbi.core.language import Language, Text
from openmbi.reports.index_page.labels import LABELS
from openmbi.reports.index_page.line_drawing import line_drawing
from openmbi.reports.province.candle_drawing import candle_drawing

WIDE: dict[str, Any] = {"width": 1060, "height": 300, "dates": 12}
NARROW: dict[str, Any] = {"width": 360, "height": 220, "dates": 4}
_WEEKS, _NARROW_WEEKS, _DAYS, _NARROW_DAYS = 104, 34, 365, 120
_LIVE_PERIODS, _LIVE_DAYS = 104, 365


def drawn(document: dict[str, Any]) -> dict[str, Any]:
    """Return the drawings by name, wide and narrow; None where too little is known."""
    weekly, monthly, daily = document["weekly"], document["monthly"], _days(document["daily"])
    figure, vintage = document["figure"], document["vintage"]
    found: dict[str, Any] = {
        "weekly": (candle_drawing(weekly[-_WEEKS:], **WIDE), candle_drawing(weekly[-_NARROW_WEEKS:], **NARROW)),
        "monthly": (candle_drawing(monthly, **WIDE), candle_drawing(monthly[-24:], **NARROW)),
        "daily": (_daily(daily, _DAYS, WIDE), _daily(daily, _NARROW_DAYS, NARROW)),
        "figure": (None, None),
    }
    if figure:
        lines = [figure["values"], *_then(figure, vintage)]
        found["figure"] = tuple(
            line_drawing(figure["months"], lines, phases=document["phases"], **size) for size in (WIDE, NARROW)
        )
    return found


def live(document: dict[str, Any], language: Language) -> dict[str, dict[str, Any]]:
    """Return the series that the script draws, by chart, with their words in one language."""
    words = {name: LABELS[name].say(language) for name in ("candle", "open", "high", "low", "close", "band")}
    daily = _days(document["daily"])
    mean = LABELS["mean"].fill(days=document["daily"]["mean_days"]).say(language)
    found = {
        name: {
            "kind": "candles",
            "words": words,
            "candles": [{part: each[part] for part in _CANDLE} for each in document[name] if each["close"]],
            "from": max(len(document[name]) - _LIVE_PERIODS, 0),
        }
        for name in ("weekly", "monthly")
    }
    found["daily"] = {
        "kind": "lines",
        "words": words,
        "periods": daily["days"],
        "lines": [{"name": words["candle"], "values": daily["close"]}, {"name": mean, "values": daily["mean"]}],
        "low": daily["low"],
        "high": daily["high"],
        "from": max(len(daily["days"]) - _LIVE_DAYS, 0),
    }
    if document["figure"]:
        found["figure"] = _live_figure(document, language, words)
    return found


_CANDLE = ("period", "open", "high", "low", "close")


def _live_figure(document: dict[str, Any], language: Language, words: dict[str, str]) -> dict[str, Any]:
    figure, vintage = document["figure"], document["vintage"]
    lines = [{"name": figure["name"][language], "values": figure["values"]}]
    if vintage:
        name = LABELS["as_known"].fill(day=vintage["as_of"][:10]).say(language)
        lines += [{"name": name, "values": values} for values in _then(figure, vintage)]
    shaded = [phase for phase in document["phases"] if phase["kind"] == "contraction"]
    return {
        "kind": "lines",
        "words": words,
        "periods": figure["months"],
        "lines": lines,
        "phases": [{"first": phase["after"], "last": phase["to"], "word": phase["word"][language]} for phase in shaded],
    }


def _then(figure: dict[str, Any], vintage: dict[str, Any] | None) -> list[list[str | None]]:
    """Return the earlier run's figure over the months of the newest's; nothing where there is none."""
    if not vintage or not vintage["figure"]:
        return []
    known = dict(zip(vintage["figure"]["months"], vintage["figure"]["values"], strict=True))
    return [[known.get(month) for month in figure["months"]]]


def _days(daily: dict[str, Any]) -> dict[str, Any]:
    """Return the days with the bounds of their band; null before it begins."""
    low: list[str | None] = [None] * len(daily["days"])
    high = list(low)
    band = daily["band"]
    if band:
        first = daily["days"].index(band["first_day"])
        for at, half in enumerate(band["plus_minus"], first):
            close = daily["close"][at]
            if close is not None and half is not None:
                low[at] = f"{float(close) - float(half):.2f}"
                high[at] = f"{float(close) + float(half):.2f}"
    return {**daily, "low": low, "high": high}


def daily_rows(document: dict[str, Any]) -> list[dict[str, str | None]]:
    """Return a row a day: level, mean, and the bounds of the band where it is known."""
    daily = _days(document["daily"])
    names = ("close", "mean", "low", "high")
    columns = zip(daily["days"], *(daily[name] for name in names), strict=True)
    return [{"day": day, **dict(zip(names, values, strict=True))} for day, *values in columns]


def _daily(daily: dict[str, Any], days: int, size: dict[str, Any]) -> Any:
    cut = {name: daily[name][-days:] for name in ("days", "close", "mean", "low", "high")}
    shown = [day[2:] for day in cut["days"]]
    return line_drawing(shown, [cut["close"], cut["mean"]], low=cut["low"], high=cut["high"], **size)


def told(name: Text, first: str, last: str, values: list[str | None], language: Language) -> str:
    """Return a chart in words: from when to when, from what to what."""
    known = [value for value in values if value is not None]
    sentence = LABELS["told"].fill(
        name=name.say(language),
        first=first,
        last=last,
        opening=known[0] if known else "–",
        closing=known[-1] if known else "–",
    )
    return sentence.say(language)
