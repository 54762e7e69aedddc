"""Candles in one ink: hollow for a rise, filled for a fall. No red and green: in China and elsewhere they mean opposite things."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

_BODY = 0.66
_BREAK = (float("nan"), float("nan"))


def draw_candles(axes: Axes, candles: Sequence[dict[str, Any]], days_wide: int, ink: str) -> None:
    """Draw a document's candles on a time axis of day ordinals: one path each for wicks, hollow and filled bodies; none where a figure is not known."""
    wicks: list[tuple[float, float]] = []
    bodies: dict[bool, list[Path]] = {True: [], False: []}
    for candle in candles:
        if None in (candle["open"], candle["close"]):
            continue
        opened, high, low, close = (float(candle[part]) for part in ("open", "high", "low", "close"))
        middle = (_ordinal(candle["first"]) + _ordinal(candle["last"])) / 2
        bottom, top = sorted((opened, close))
        wicks += [(middle, low), (middle, bottom), _BREAK, (middle, top), (middle, high), _BREAK]
        bodies[close >= opened].append(_rectangle(middle - _BODY / 2 * days_wide, bottom, _BODY * days_wide, top))
    if wicks:
        axes.plot(*zip(*wicks, strict=True), color=ink, linewidth=1.1)
    for rising, paths in bodies.items():
        if paths:
            fill = "#ffffff" if rising else ink
            axes.add_patch(PathPatch(Path.make_compound_path(*paths), facecolor=fill, edgecolor=ink, linewidth=1.1))


def _rectangle(left: float, bottom: float, width: float, top: float) -> Path:
    right = left + width
    corners = [(left, bottom), (left, top), (right, top), (right, bottom), (left, bottom)]
    return Path(corners, [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY])


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()
