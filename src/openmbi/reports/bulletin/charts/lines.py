"""Lines over days or months, with a band, marks, and a strip of lights below."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from openmbi.reports.bulletin.charts.axis import Axis, tick_text
from openmbi.reports.bulletin.charts.canvas import (
    BAND,
    FAINT,
    INK,
    QUIET,
    SECOND,
    SIZE,
    STRONG,
    Canvas,
    Style,
    text_width,
)

HEIGHT, STRIP = 200, 16
LEFT, RIGHT, TOP, FOOT = 40, 46, 24, 20
LOOKS = {
    "main": (STRONG, 2.2, ""),
    "thin": (QUIET, 0.8, ""),
    "second": (SECOND, 1.8, "6 3"),
    "dots": (INK, 1.4, "1.5 3"),
    "many": ("#8fa3b5", 1.0, ""),
}
"""Ink, width and dashes of each look: told apart without colour."""
_DAY = 10

Place = Callable[[float], float]


def draw(drawing: Mapping[str, Any], style: Style) -> Canvas:
    """Draw `series` (name, values, look) over `x` (days or months); `band` is a half width around the first series, or `between` two lists of edges."""
    strip = drawing.get("strip") or []
    height = drawing.get("height", HEIGHT) + (STRIP + 6 if strip else 0)
    canvas = Canvas(style, height)
    bottom = height - FOOT - (STRIP + 6 if strip else 0)
    axis = Axis.over(_all_values(drawing), bottom, TOP, least=drawing.get("least", 1.0))
    count = len(drawing["x"])

    def across(place: float) -> float:
        return LEFT + (place + 0.5) / max(count, 1) * (canvas.width - LEFT - RIGHT)

    grid(canvas, axis)
    name_dates(canvas, drawing["x"], across, bottom)
    mark(canvas, axis, drawing.get("marks") or ())
    _edges(canvas, axis, across, drawing)
    for series in drawing["series"]:
        _outline(canvas, axis, across, series)
    _legend(canvas, drawing["series"])
    _last(canvas, axis, across, drawing["series"])
    _strip(canvas, across, strip, bottom + FOOT + 4)
    return canvas


def _all_values(drawing: Mapping[str, Any]) -> Iterator[float]:
    for series in drawing["series"]:
        yield from (float(value) for value in series["values"] if value is not None)
    yield from map(float, drawing.get("marks") or ())
    for edge in drawing.get("between") or ():
        yield from (float(value) for value in edge if value is not None)
    yield from (value for pair in _around(drawing) if pair for value in pair)


def _around(drawing: Mapping[str, Any]) -> list[tuple[float, float] | None]:
    """Return the lower and upper edge around the first series by place."""
    if not drawing.get("band"):
        return []
    pairs = zip(drawing["series"][0]["values"], drawing["band"], strict=True)
    return [
        None if value is None or half is None else (float(value) - float(half), float(value) + float(half))
        for value, half in pairs
    ]


def grid(canvas: Canvas, axis: Axis) -> None:
    """Draw the steps of an upright axis with their figures."""
    for tick in axis.ticks():
        down = axis.at(tick)
        canvas.line(LEFT, down, canvas.width - RIGHT, down)
        canvas.text(LEFT - 5, down + 4, tick_text(tick), anchor="end", ink=QUIET, size=10)


def name_dates(canvas: Canvas, names: Sequence[str], across: Place, bottom: float) -> None:
    """Name months below: every first of a month for days, every month for months, as many as fit."""
    firsts = [(place, name[:7]) for place, name in enumerate(names) if len(name) < _DAY or name.endswith("-01")]
    every = max(1, -(-len(firsts) // 11))
    for place, name in firsts[(len(firsts) - 1) % every :: every]:
        canvas.line(across(place), bottom, across(place), bottom + 3, QUIET)
        canvas.text(across(place), bottom + 14, name, anchor="middle", ink=QUIET, size=10)


def mark(canvas: Canvas, axis: Axis, marks: Sequence[str]) -> None:
    """Draw a dashed line at each value."""
    for value in marks:
        down = axis.at(float(value))
        canvas.line(LEFT, down, canvas.width - RIGHT, down, QUIET, 1, "4 3")


def _edges(canvas: Canvas, axis: Axis, across: Place, drawing: Mapping[str, Any]) -> None:
    pairs = _around(drawing)
    if drawing.get("between"):
        edges = zip(*drawing["between"], strict=True)
        pairs = [None if low is None or high is None else (float(low), float(high)) for low, high in edges]
    for run in _runs(pairs):
        upper = [f"{across(place):.1f} {axis.at(pair[1]):.1f}" for place, pair in run]
        lower = [f"{across(place):.1f} {axis.at(pair[0]):.1f}" for place, pair in reversed(run)]
        canvas.path(f"M{'L'.join([*upper, *lower])}Z", paint=BAND)


def _outline(canvas: Canvas, axis: Axis, across: Place, series: Mapping[str, Any]) -> None:
    """Draw a series; what is not known breaks it, and one alone is a dot."""
    ink, wide, dash = LOOKS[series["look"]]
    known = [None if value is None else float(value) for value in series["values"]]
    for run in _runs(known):
        points = [f"{across(place):.1f} {axis.at(value):.1f}" for place, value in run]
        if len(points) == 1:
            canvas.box(across(run[0][0]) - 1.5, axis.at(run[0][1]) - 1.5, 3, 3, ink)
        canvas.path(f"M{'L'.join(points)}", ink=ink, wide=wide, dash=dash)


def _runs(values: Sequence[Any]) -> Iterator[list[tuple[int, Any]]]:
    run: list[tuple[int, Any]] = []
    for place, value in enumerate(values):
        if value is None:
            if run:
                yield run
            run = []
        else:
            run.append((place, value))
    if run:
        yield run


def _legend(canvas: Canvas, series: Sequence[Mapping[str, Any]]) -> None:
    """Name the series above; those that share a look and a name have one entry."""
    across, named = float(LEFT), set()
    for one in series:
        name = canvas.style.say(one["name"])
        if name in named:
            continue
        named.add(name)
        ink, wide, dash = LOOKS[one["look"]]
        canvas.line(across, 9, across + 22, 9, ink, wide, dash)
        canvas.text(across + 27, 13, name, ink=INK)
        across += 27 + text_width(name, SIZE) + 18


def _last(canvas: Canvas, axis: Axis, across: Place, series: Sequence[Mapping[str, Any]]) -> None:
    """Write the latest figure of those that say so, apart from each other."""
    taken: list[float] = []
    for one in series:
        known = [(place, value) for place, value in enumerate(one["values"]) if value is not None]
        if not one.get("told") or not known:
            continue
        place, value = known[-1]
        down = axis.at(float(value)) + 4
        while any(abs(down - other) < SIZE for other in taken):
            down += SIZE
        taken.append(down)
        ink = LOOKS[one["look"]][0]
        canvas.text(across(place) + 5, down, value.replace("-", "−"), ink=ink, bold=True)


def _strip(canvas: Canvas, across: Place, runs: Sequence[Mapping[str, Any]], top: float) -> None:
    for run in runs:
        look = canvas.style.looks[run["colour"]]
        left, right = across(run["first"] - 0.5), across(run["after"] - 0.5)
        canvas.box(left, top, right - left, STRIP, look["paint"], ink=FAINT)
        if right - left > SIZE * 1.6:
            canvas.text(
                (left + right) / 2,
                top + 12,
                canvas.style.say(look["letter"]),
                anchor="middle",
                ink=look["ink"],
                bold=True,
            )
