"""Lines with a band and shaded phases, as an own drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 10, 10, 24
_STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
_MOST_TICKS = 5

Values = Sequence[str | None]


@dataclass(frozen=True)
class LineDrawing:
    """`paths` of the lines, in their order; `band` a closed path; `areas` (x, width, word) of phases; all in units of the drawing."""

    width: int
    height: int
    left: int
    bottom: int
    paths: tuple[str, ...]
    band: str | None
    areas: tuple[tuple[float, float, Mapping[str, str]], ...]
    ticks: tuple[tuple[float, str], ...]
    dates: tuple[tuple[float, str], ...]
    reference: float | None


def line_drawing(
    periods: Sequence[str],
    lines: Sequence[Values],
    *,
    width: int,
    height: int,
    dates: int,
    low: Values = (),
    high: Values = (),
    phases: Sequence[Mapping[str, Any]] = (),
) -> LineDrawing | None:
    """Return lines over the same periods drawn; None where fewer than two values are known.

    `low` and `high` bound the band; phases run from `after` to `to`.
    """
    known = [float(value) for line in (*lines, low, high) for value in line if value is not None]
    if len(known) < 2:
        return None
    step = next((each for each in _STEPS if (max(known) - min(known)) / each <= _MOST_TICKS), _STEPS[-1])
    bottom, top = floor(min(known) / step) * step, ceil(max(known) / step) * step
    slot = (width - _LEFT - _RIGHT) / max(len(periods) - 1, 1)

    def x(at: int) -> float:
        return round(_LEFT + slot * at, 1)

    def y(value: float) -> float:
        return round(_TOP + (height - _TOP - _BOTTOM) * (top - value) / (top - bottom or 1), 1)

    every = ceil(len(periods) / dates)
    named = range(len(periods) - 1 - (every // 3), -1, -every)
    return LineDrawing(
        width=width,
        height=height,
        left=_LEFT,
        bottom=height - _BOTTOM,
        paths=tuple(_path(line, x, y) for line in lines),
        band=_band(low, high, x, y),
        areas=tuple(_areas(phases, periods, x)),
        ticks=tuple(
            (y(bottom + step * at), f"{bottom + step * at:g}") for at in range(round((top - bottom) / step) + 1)
        ),
        dates=tuple((x(at), periods[at]) for at in named),
        reference=y(100.0) if bottom <= 100 <= top else None,
    )


def _path(line: Values, x: Any, y: Any) -> str:
    """Return the path of a line, broken where a value is not known."""
    parts, broken = [], True
    for at, value in enumerate(line):
        if value is not None:
            parts.append(f"{'M' if broken else 'L'}{x(at)} {y(float(value))}")
        broken = value is None
    return "".join(parts)


def _band(low: Values, high: Values, x: Any, y: Any) -> str | None:
    known = [at for at, value in enumerate(low) if value is not None]
    if len(known) < 2:
        return None
    there = "L".join(f"{x(at)} {y(float(str(high[at])))}" for at in known)
    back = "L".join(f"{x(at)} {y(float(str(low[at])))}" for at in reversed(known))
    return f"M{there}L{back}Z"


def _areas(phases: Sequence[Mapping[str, Any]], periods: Sequence[str], x: Any) -> Any:
    """Yield the phases of contraction: where each begins, how wide, its word."""
    for phase in phases:
        inside = [at for at, period in enumerate(periods) if phase["after"] <= period <= phase["to"]]
        if phase["kind"] == "contraction" and len(inside) > 1:
            yield x(inside[0]), round(x(inside[-1]) - x(inside[0]), 1), phase["word"]
