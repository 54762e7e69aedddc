"""From where to where each of several figures moved: a hollow point before, a full one now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openmbi.reports.bulletin.charts.axis import Axis, tick_text
from openmbi.reports.bulletin.charts.canvas import PAPER, QUIET, STRONG, Canvas, Style, text_width

ROW, TOP, FOOT, RIGHT = 14, 24, 18, 50


def draw(drawing: Mapping[str, Any], style: Style) -> Canvas:
    """Draw `rows` (name, before, now); `before` and `now` name the two points in time."""
    rows = drawing["rows"]
    canvas = Canvas(style, TOP + ROW * len(rows) + FOOT)
    left = max(text_width(style.say(one["name"])) for one in rows) + 14
    values = [float(one[name]) for one in rows for name in ("before", "now") if one[name] is not None]
    axis = Axis.over([*values, *map(float, drawing["marks"])], left, canvas.width - RIGHT)
    bottom = canvas.height - FOOT
    for tick in axis.ticks():
        canvas.line(axis.at(tick), TOP, axis.at(tick), bottom)
        canvas.text(axis.at(tick), bottom + 13, tick_text(tick), anchor="middle", ink=QUIET, size=10)
    for mark in drawing["marks"]:
        canvas.line(axis.at(float(mark)), TOP, axis.at(float(mark)), bottom, QUIET, dash="4 3")
    for place, one in enumerate(rows):
        _row(canvas, axis, TOP + ROW * (place + 0.5), one, left)
    _legend(canvas, drawing, left)
    return canvas


def _row(canvas: Canvas, axis: Axis, down: float, one: Mapping[str, Any], left: float) -> None:
    canvas.text(left - 8, down + 4, canvas.style.say(one["name"]), anchor="end")
    now = axis.at(float(one["now"]))
    if one["before"] is not None:
        before = axis.at(float(one["before"]))
        canvas.line(before, down, now, down, STRONG, 2)
        canvas.path(_circle(before, down), ink=STRONG, wide=1.4, paint=PAPER)
    canvas.path(_circle(now, down), ink=STRONG, wide=1.4, paint=STRONG)
    canvas.text(canvas.width - RIGHT + 8, down + 4, one["now"].replace("-", "−"), bold=True)


def _legend(canvas: Canvas, drawing: Mapping[str, Any], left: float) -> None:
    across = left
    for name, paint in (("before", PAPER), ("now", STRONG)):
        canvas.path(_circle(across + 5, 10), ink=STRONG, wide=1.4, paint=paint)
        words = canvas.style.say(drawing[name])
        canvas.text(across + 14, 14, words)
        across += 14 + text_width(words) + 20


def _circle(x: float, y: float, radius: float = 4.2) -> str:
    return f"M{x - radius:.1f} {y:.1f}a{radius} {radius} 0 1 0 {2 * radius} 0a{radius} {radius} 0 1 0 {-2 * radius} 0z"
