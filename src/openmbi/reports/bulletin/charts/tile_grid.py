"""The tile grid 方格示意图: a square a city, in about its place, with its light and a figure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openmbi.reports.bulletin.charts.canvas import FAINT, INK, Canvas, Style, shortened, text_width

GAP = 5
_HEIGHT, _MOST, _NAME = 43.0, 90.0, 10.5
_LEAST, _BOLD = 8.0, 1.1
"""The smallest letters of a name, and how much wider than plain ones bold letters are."""


def draw(drawing: Mapping[str, Any], style: Style) -> Canvas:
    """Draw `tiles` (name, column, row, colour, letter, value)."""
    tiles = drawing["tiles"]
    first = min(one["column"] for one in tiles), min(one["row"] for one in tiles)
    columns = max(one["column"] for one in tiles) - first[0] + 1
    rows = max(one["row"] for one in tiles) - first[1] + 1
    canvas = Canvas(style, rows * (_HEIGHT + GAP))
    wide = min((canvas.width + GAP) / columns - GAP, _MOST)
    margin = (canvas.width - columns * (wide + GAP) + GAP) / 2
    for one in tiles:
        across = margin + (one["column"] - first[0]) * (wide + GAP)
        _tile(canvas, across, (one["row"] - first[1]) * (_HEIGHT + GAP), wide, one)
    return canvas


def _tile(canvas: Canvas, left: float, top: float, wide: float, one: Mapping[str, Any]) -> None:
    look = canvas.style.looks[one["colour"]]
    canvas.box(left, top, wide, _HEIGHT, "#ffffff", ink=FAINT)
    canvas.box(left, top, 5, _HEIGHT, look["paint"], ink=FAINT)
    name, room = canvas.style.say(one["name"]), wide - 14
    size = min(_NAME, max(_NAME * room / (text_width(name, _NAME) * _BOLD), _LEAST))
    canvas.text(left + 11, top + 16, shortened(name, room, size), size=round(size, 1), bold=True)
    canvas.light(left + 15, top + 32, one["colour"], 10)
    canvas.text(left + 22, top + 35.5, canvas.style.say(one["letter"]), size=9.5, ink=INK)
    value = one["value"]
    if value is not None:
        sign = "+" if float(value) > 0 else ""
        canvas.text(left + wide - 4, top + 35.5, f"{sign}{value}".replace("-", "−"), anchor="end", size=9.5)
