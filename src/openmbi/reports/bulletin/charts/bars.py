"""Bars from left to right of a line at zero, each with its name, its light and its figure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openmbi.reports.bulletin.charts.axis import Axis
from openmbi.reports.bulletin.charts.canvas import QUIET, SIZE, STRONG, Canvas, Style, shortened, text_width

ROW, TOP, SIDE = 12.8, 4, 52
FALL = "#a9c1d6"
_WIDEST = 210
_LIGHT = 16


def draw(drawing: Mapping[str, Any], style: Style) -> Canvas:
    """Draw `rows` (name, value, colour); a fall is paler. `plain`: counts, without signs."""
    rows = drawing["rows"]
    canvas = Canvas(style, TOP * 2 + ROW * len(rows))
    names = [style.say(one["name"]) for one in rows]
    left = min(max(map(text_width, names)), _WIDEST) + _LIGHT + 8
    axis = Axis.over([*(float(one["value"]) for one in rows), 0.0], left + SIDE, canvas.width - SIDE, least=0.1)
    low = min(0.0, *(float(one["value"]) for one in rows))
    high = max(0.0, *(float(one["value"]) for one in rows))
    axis = Axis(low, high if high > low else low + 1, axis.step, left + (SIDE if low < 0 else 4), canvas.width - SIDE)
    for place, one in enumerate(rows):
        down = TOP + ROW * place
        canvas.text(left - _LIGHT - 4, down + 9.8, shortened(names[place], _WIDEST), anchor="end", size=10)
        if one["colour"]:
            canvas.light(left - 8, down + ROW / 2, one["colour"], 9)
        _bar(canvas, axis, down, one["value"], plain=bool(drawing.get("plain")))
    canvas.line(axis.at(0), TOP, axis.at(0), canvas.height - TOP, QUIET)
    return canvas


def _bar(canvas: Canvas, axis: Axis, down: float, value: str, *, plain: bool) -> None:
    amount = float(value)
    zero, end = axis.at(0), axis.at(amount)
    paint = STRONG if amount >= 0 else FALL
    canvas.box(min(zero, end), down + 2.4, abs(end - zero), ROW - 4.8, paint, ink=STRONG if amount else "none")
    words = value if plain else f"{'+' if amount > 0 else ''}{value}".replace("-", "−")
    beyond = end + 4 if amount >= 0 else end - 4
    canvas.text(beyond, down + 9.8, words, anchor="start" if amount >= 0 else "end", size=SIZE - 1)
