"""Columns by month, stacked by light; each colour has its own shape in the legend and its letter where it fits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openmbi.reports.bulletin.charts.axis import Axis
from openmbi.reports.bulletin.charts.canvas import QUIET, SIZE, Canvas, Style, text_width
from openmbi.reports.bulletin.charts.lines import FOOT, LEFT, RIGHT, grid, name_dates

HEIGHT, TOP = 130, 26
_WIDEST = 44


def draw(drawing: Mapping[str, Any], style: Style) -> Canvas:
    """Draw `series` (name, colour, values) over the months `x`, one upon the other."""
    months, series = drawing["x"], drawing["series"]
    canvas = Canvas(style, HEIGHT)
    totals = [sum(values) for values in zip(*(one["values"] for one in series), strict=True)]
    axis = Axis.over([0.0, *map(float, totals)], HEIGHT - FOOT, TOP, least=4.0)
    step = (canvas.width - LEFT - RIGHT) / len(months)

    def across(place: float) -> float:
        return LEFT + (place + 0.5) * step

    grid(canvas, axis)
    name_dates(canvas, months, across, HEIGHT - FOOT)
    for place, total in enumerate(totals):
        _column(
            canvas,
            axis,
            across(place),
            min(step * 0.6, _WIDEST),
            [(one["colour"], one["values"][place]) for one in series],
        )
        canvas.text(across(place), axis.at(total) - 4, str(total), anchor="middle", bold=True)
    _legend(canvas, series)
    return canvas


def _column(canvas: Canvas, axis: Axis, middle: float, wide: float, parts: list[tuple[str, int]]) -> None:
    below = 0
    for colour, count in parts:
        look = canvas.style.looks[colour]
        top, bottom = axis.at(below + count), axis.at(below)
        canvas.box(middle - wide / 2, top, wide, bottom - top, look["paint"], ink=QUIET if count else "none")
        if bottom - top > SIZE + 2:
            words = f"{canvas.style.say(look['letter'])} {count}"
            canvas.text(middle, (top + bottom) / 2 + 4, words, anchor="middle", ink=look["ink"])
        below += count


def _legend(canvas: Canvas, series: list[Mapping[str, Any]]) -> None:
    across = float(LEFT)
    for one in series:
        canvas.light(across + 6, 10, one["colour"], 11)
        words = canvas.style.say(one["name"])
        canvas.text(across + 16, 14, words)
        across += 16 + text_width(words) + 20
