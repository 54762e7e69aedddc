"""Candles as an own drawing: hollow where the period rose, filled where it fell; no colour says up or down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 8, 8, 22
_MOST_TICKS = 5
_STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_SHARE = 0.62


@dataclass(frozen=True)
class Body:
    """One candle: its body from `top`, `height` high, its wick from `high` to `low`, at `middle`; all in units of the drawing."""

    middle: float
    left: float
    width: float
    top: float
    height: float
    high: float
    low: float
    rising: bool
    provisional: bool
    words: str


@dataclass(frozen=True)
class CandleDrawing:
    """Candles on a canvas of `width` × `height`; `ticks` (y, text), `dates` (x, text), `reference` the y of 100, `areas` (x, width, text) of phases."""

    width: int
    height: int
    left: int
    bottom: float
    bodies: tuple[Body, ...]
    ticks: tuple[tuple[float, str], ...]
    dates: tuple[tuple[float, str], ...]
    reference: float | None
    areas: tuple[tuple[float, float, Mapping[str, str]], ...] = ()


def candle_drawing(
    candles: Sequence[Mapping[str, Any]],
    *,
    width: int,
    height: int,
    dates: int,
    reference: float = 100.0,
    phases: Sequence[Mapping[str, Any]] = (),
) -> CandleDrawing | None:
    """Return candles drawn; None where fewer than two are known.

    `candles` have period, open, high, low, close (texts) and provisional; `dates`: how many have room below; `phases` have first and last (periods) and word.
    """
    known = [each for each in candles if each["close"] is not None and each["open"] is not None]
    if len(known) < 2:
        return None
    lowest, highest = min(float(each["low"]) for each in known), max(float(each["high"]) for each in known)
    step = next((each for each in _STEPS if (highest - lowest) / each <= _MOST_TICKS), _STEPS[-1])
    bottom, top = floor(lowest / step) * step, ceil(highest / step) * step
    slot = (width - _LEFT - _RIGHT) / len(known)

    def down(value: float) -> float:
        return round(_TOP + (height - _TOP - _BOTTOM) * (top - value) / (top - bottom or 1), 1)

    bodies = tuple(_body(each, at, slot, down) for at, each in enumerate(known))
    ticks = tuple(
        (down(bottom + step * at), f"{bottom + step * at:g}") for at in range(round((top - bottom) / step) + 1)
    )
    every = ceil(len(known) / dates)
    named = tuple((bodies[at].middle, known[at]["label"]) for at in range(len(known) - 1, -1, -every))
    return CandleDrawing(
        width=width,
        height=height,
        left=_LEFT,
        bottom=height - _BOTTOM,
        bodies=bodies,
        ticks=ticks,
        dates=named,
        reference=down(reference) if bottom <= reference <= top else None,
        areas=tuple(_areas(phases, [each["period"] for each in known], slot)),
    )


def _body(each: Mapping[str, Any], at: int, slot: float, down: Any) -> Body:
    opening, close = float(each["open"]), float(each["close"])
    top = down(max(opening, close))
    left = _LEFT + slot * at
    return Body(
        middle=round(left + slot / 2, 1),
        left=round(left + slot * (1 - _SHARE) / 2, 1),
        width=round(slot * _SHARE, 1),
        top=top,
        height=round(max(down(min(opening, close)) - top, 1.0), 1),
        high=down(float(each["high"])),
        low=down(float(each["low"])),
        rising=close >= opening,
        provisional=bool(each.get("provisional")),
        words=f"{each['period']}: {each['open']} → {each['close']} ({each['low']}–{each['high']})",
    )


def _areas(phases: Sequence[Mapping[str, Any]], periods: Sequence[str], slot: float) -> Any:
    """Yield each phase that reaches into the drawing: where it begins, how wide, its word."""
    for phase in phases:
        inside = [at for at, period in enumerate(periods) if phase["first"] <= period <= phase["last"]]
        if inside:
            yield round(_LEFT + slot * inside[0], 1), round(slot * len(inside), 1), phase["word"]
