"""The charts of the overview. They hold digits only, so that they serve every language and need no Chinese font; words stand in the page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from openmbi.reports.overview.candles import draw_candles
from openmbi.reports.overview.frames import (
    INK,
    QUIET,
    Canvas,
    frame_with_strip,
    mark_level,
    name_months,
    plain_frame,
)
from openmbi.reports.overview.svg import inline_svg

WIDE = Canvas(1088, 380, periods=104, dates=12)
NARROW = Canvas(350, 300, periods=52, dates=5)
HALF = Canvas(460, 270, periods=60, dates=7)

_STRIP_TEXT_FROM = 14
"""Days that a run of one light must last for its letter to fit."""
_BAND = "#b9c9d8"
_NO_FILL = "#e9ecee"
_DASHES = ((None, None), (5, 2), (1.5, 1.5))


def draw(document: dict[str, Any]) -> dict[str, str]:
    """Return every chart that a document has figures for as inline SVG, by name."""
    months, festivals = document["level"]["monthly"], document["resumption"]
    drawn = {
        "level_wide": _level(document, WIDE, "level-wide"),
        "level_narrow": _level(document, NARROW, "level-narrow"),
    }
    if months:
        drawn["monthly"] = _monthly(months, HALF)
    for rate in ("resumption_rate", "recovery_rate") if festivals else ():
        drawn[rate] = _festivals(festivals, rate, HALF)
    return drawn


def _level(document: dict[str, Any], canvas: Canvas, name: str) -> str:
    """Draw the daily level (thin) and its trailing mean (bold) over weekly candles, and the zone's lights in a strip below."""
    section = document["level"]
    figure, axes, strip = frame_with_strip(canvas)
    weeks = section["weekly"][-canvas.periods :]
    from_day = _ordinal(max(weeks[0]["first"], section["days"][0]) if weeks else section["days"][0])
    first = from_day - _ordinal(section["days"][0])
    axes.set_xlim(from_day - 3, _ordinal(section["days"][-1]) + 4)
    mark_level(axes, 100)
    draw_candles(axes, weeks, 7, QUIET)
    days, close = section["days"][first:], section["close"][first:]
    ordinals = [_ordinal(day) for day in days]
    _band(axes, section)
    axes.plot(ordinals, _floats(close), color=INK, linewidth=0.8, solid_joinstyle="round")
    axes.plot(ordinals, _floats(section["mean"][first:]), color=INK, linewidth=2.4, solid_joinstyle="round")
    _mark_last(axes, days, close)
    _light_strip(strip, document, from_day)
    name_months(strip, canvas.dates)
    return inline_svg(figure, name)


def _monthly(months: Sequence[dict[str, Any]], canvas: Canvas) -> str:
    figure, axes = plain_frame(canvas)
    mark_level(axes, 100)
    draw_candles(axes, months[-canvas.periods :], 30, INK)
    name_months(axes, canvas.dates)
    return inline_svg(figure, "monthly")


def _festivals(festivals: Sequence[dict[str, Any]], rate: str, canvas: Canvas) -> str:
    """Draw one rate by day from New Year: the latest year solid, the two before it dashed and dotted."""
    figure, axes = plain_frame(canvas)
    mark_level(axes, 0, upright=True)
    for festival, dashes in zip(reversed(festivals), _DASHES, strict=False):
        axes.plot(festival["days_from_new_year"], _floats(festival[rate]), dashes=dashes, color=INK, linewidth=1.6)
    axes.set_ylim(bottom=0)
    axes.margins(x=0.04)
    return inline_svg(figure, rate)


def _band(axes: Axes, section: dict[str, Any]) -> None:
    """Shade how far the latest closes may be off."""
    if not section.get("band"):
        return
    half = _floats(section["band"]["plus_minus"])
    close = _floats(section["close"][-len(half) :])
    first = _ordinal(section["band"]["first_day"])
    axes.fill_between(range(first, first + len(half)), close - half, close + half, color=_BAND, linewidth=0)


def _mark_last(axes: Axes, days: Sequence[str], close: Sequence[str | None]) -> None:
    known = [row for row, text in enumerate(close) if text is not None]
    if known:
        text = str(close[known[-1]])
        end = (_ordinal(days[known[-1]]), float(text))
        axes.plot(*end, marker="o", color=INK, markersize=5)
        axes.annotate(text, end, (7, 0), textcoords="offset points", va="center", color=INK, fontsize=12, weight="bold")


def _light_strip(axes: Axes, document: dict[str, Any], from_day: int) -> None:
    """Draw runs of one colour, each with its letter where it fits."""
    palette = {entry["colour"]: entry for entry in document["legend"]}
    for run in document["lights"]["zone_history"]:
        first, after = max(_ordinal(run["first"]), from_day), _ordinal(run["last"]) + 1
        if after <= from_day:
            continue
        look = palette[run["colour"]]
        axes.axvspan(first, after, color=look["fill"] or _NO_FILL, linewidth=0)
        if after - first >= _STRIP_TEXT_FROM:
            middle = ((first + after) / 2, 0.47)
            placed = {"xycoords": axes.get_xaxis_transform(), "ha": "center", "va": "center"}
            axes.annotate(look["letter"]["en"], middle, color=look["ink"], fontsize=11, weight="bold", **placed)


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _floats(texts: Sequence[str | None]) -> np.ndarray:
    return np.array([np.nan if text is None else float(text) for text in texts])
