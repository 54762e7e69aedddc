"""Candles by month: hollow where the level rose, filled where it fell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openmbi.reports.bulletin.charts.axis import Axis
from openmbi.reports.bulletin.charts.canvas import PAPER, STRONG, Canvas, Style
from openmbi.reports.bulletin.charts.lines import FOOT, LEFT, RIGHT, grid, mark, name_dates

HEIGHT, TOP = 170, 8


def draw(drawing: Mapping[str, Any], style: Style) -> Canvas:
    """Draw `candles` (period, open, high, low, close) one beside the other."""
    candles = drawing["candles"]
    canvas = Canvas(style, HEIGHT)
    values = [float(one[name]) for one in candles for name in ("low", "high") if one[name] is not None]
    axis = Axis.over([*values, *map(float, drawing["marks"])], HEIGHT - FOOT, TOP)
    step = (canvas.width - LEFT - RIGHT) / len(candles)

    def across(place: float) -> float:
        return LEFT + (place + 0.5) * step

    grid(canvas, axis)
    name_dates(canvas, [one["period"] for one in candles], across, HEIGHT - FOOT)
    mark(canvas, axis, drawing["marks"])
    for place, one in enumerate(candles):
        if one["open"] is not None and one["close"] is not None:
            _candle(canvas, axis, across(place), min(step * 0.6, 16), one)
    return canvas


def _candle(canvas: Canvas, axis: Axis, middle: float, wide: float, one: Mapping[str, str]) -> None:
    opened, high, low, close = (axis.at(float(one[name])) for name in ("open", "high", "low", "close"))
    canvas.line(middle, high, middle, low, STRONG, 1.2)
    top, height = min(opened, close), max(abs(opened - close), 1.2)
    canvas.box(middle - wide / 2, top, wide, height, PAPER if close < opened else STRONG, ink=STRONG)
