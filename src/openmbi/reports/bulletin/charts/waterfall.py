"""Parts of a change one below the other: each begins where the one above it ended, and the last is their sum."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openmbi.reports.bulletin.charts.axis import Axis
from openmbi.reports.bulletin.charts.bars import FALL
from openmbi.reports.bulletin.charts.canvas import FAINT, INK, QUIET, STRONG, Canvas, Style, shortened, text_width

ROW, TOP, SIDE = 13.6, 4, 48
_WIDEST = 230


def draw(drawing: Mapping[str, Any], style: Style) -> Canvas:
    """Draw `steps` (name, points) and their `total`; a fall is paler."""
    steps = [(style.say(one["name"]), float(one["points"])) for one in drawing["steps"]]
    canvas = Canvas(style, TOP * 2 + ROW * (len(steps) + 1))
    left = min(max(text_width(name, 10) for name, _ in steps), _WIDEST) + 8
    ends = [0.0]
    for _, points in steps:
        ends.append(ends[-1] + points)
    total = float(drawing["total"])
    axis = Axis(min(*ends, total), max(*ends, total, min(ends) + 0.01), 1, left + SIDE, canvas.width - SIDE)
    canvas.line(axis.at(0), TOP, axis.at(0), canvas.height - TOP, QUIET)
    for place, (name, points) in enumerate(steps):
        _step(canvas, axis, place, shortened(name, _WIDEST, 10), (ends[place], points), left)
        if place:
            canvas.line(
                axis.at(ends[place]), TOP + ROW * place - 2, axis.at(ends[place]), TOP + ROW * place + 3, FAINT, 1.5
            )
    _step(canvas, axis, len(steps), style.say(drawing["total_name"]), (0.0, total), left, is_total=True)
    return canvas


def _step(  # noqa: PLR0917
    canvas: Canvas, axis: Axis, place: int, name: str, span: tuple[float, float], left: float, *, is_total: bool = False
) -> None:
    start, points = span
    begin, end = axis.at(start), axis.at(start + points)
    down = TOP + ROW * place
    paint = INK if is_total else STRONG if points >= 0 else FALL
    canvas.text(left, down + 10.5, name, anchor="end", size=10, bold=is_total)
    canvas.box(min(begin, end), down + 2.2, max(abs(end - begin), 0.8), ROW - 4.4, paint, ink=STRONG)
    words = f"{points:+.2f}".replace("-", "−")
    beyond, anchor = (max(begin, end) + 4, "start") if points >= 0 else (min(begin, end) - 4, "end")
    canvas.text(beyond, down + 10.5, words, anchor=anchor, size=10, bold=is_total, halo=True)
