"""The tile grid 方格示意图: a square a city, in about its place, with its light and a figure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openmbi.reports.bulletin.charts.canvas import FAINT, INK, Canvas, Style, shortened

GAP = 6
_HEIGHT, _MOST = 54.0, 90.0


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
    canvas.box(left, top, wide, _HEIGHT, "#ffffff", FAINT)
    canvas.box(left, top, 5, _HEIGHT, look["paint"], FAINT)
    canvas.text(left + 11, top + 18, shortened(canvas.style.say(one["name"]), wide - 14, 13), size=13, bold=True)
    canvas.light(left + 17, top + 39, one["colour"], 13)
    canvas.text(left + 27, top + 43, canvas.style.say(one["letter"]), size=11, ink=INK)
    value = one["value"]
    if value is not None:
        sign = "+" if float(value) > 0 else ""
        canvas.text(left + wide - 5, top + 43, f"{sign}{value}".replace("-", "−"), anchor="end", size=11)
