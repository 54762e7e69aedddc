"""Empty chart frames: sizes in CSS pixels, quiet axes, dates as 2016-01."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from matplotlib.axes import Axes
from matplotlib.figure import Figure

INK, QUIET, GRID, TICK = "#16324f", "#7d93a8", "#dfe5ea", "#4a5a68"
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 50, 8, 26
_STRIP = 22
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 1200)


@dataclass(frozen=True)
class Canvas:
    """Size of a chart in CSS pixels, how many periods it shows, and how many dates its axis has room for."""

    width: int
    height: int
    periods: int
    dates: int


def plain_frame(canvas: Canvas) -> tuple[Figure, Axes]:
    """Return one chart that fills its canvas."""
    figure = _figure(canvas)
    return figure, _axes(figure, canvas, _TOP, _BOTTOM)


def frame_with_strip(canvas: Canvas) -> tuple[Figure, Axes, Axes]:
    """Return a chart with a strip below it, on the same days."""
    figure = _figure(canvas)
    axes = _axes(figure, canvas, _TOP, _BOTTOM + _STRIP + 14)
    axes.tick_params(labelbottom=False)
    strip = _axes(figure, canvas, canvas.height - _BOTTOM - _STRIP, _BOTTOM)
    strip.set_yticks([])
    strip.sharex(axes)
    return figure, axes, strip


def mark_level(axes: Axes, level: float, upright: bool = False) -> None:
    """Draw a dashed line at a value of reference."""
    (axes.axvline if upright else axes.axhline)(level, color=QUIET, linewidth=0.9, dashes=(4, 3))


def name_months(axes: Axes, most: int) -> None:
    """Name first days of months on the time axis (ordinals of days): as many, evenly, as there is room for."""
    first, last = (date.fromordinal(round(day)) for day in axes.get_xlim())
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    step = next(step for step in _MONTH_STEPS if len(months) / step <= most)
    named = [date(month // 12, month % 12 + 1, 1) for month in months if month % step == 0]
    inside = [day for day in named if first <= day <= last]
    axes.set_xticks([day.toordinal() for day in inside], [f"{day:%Y-%m}" for day in inside])


def _figure(canvas: Canvas) -> Figure:
    figure = Figure(figsize=(canvas.width / 72, canvas.height / 72), dpi=72)
    figure.patch.set_visible(False)
    return figure


def _axes(figure: Figure, canvas: Canvas, top: int, bottom: int) -> Axes:
    width, height = canvas.width, canvas.height
    axes = figure.add_axes((_LEFT / width, bottom / height, 1 - (_LEFT + _RIGHT) / width, 1 - (top + bottom) / height))
    axes.patch.set_visible(False)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.grid(axis="y", color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, labelsize=12, labelcolor=TICK, pad=5)
    axes.locator_params(axis="y", nbins=6)
    axes.margins(x=0.01)
    return axes
