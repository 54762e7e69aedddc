"""From the level at the start to the level at the end, line by line, as bars that hang together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

_LINES = ("up_total", "down_total", "entry_and_exit", "winsorising", "rounding")


@dataclass(frozen=True)
class Step:
    """One line of the sum: its points, and its bar from `left`, `width` long, in percent of the chart."""

    name: str
    enterprises: int | None
    points: str
    rising: bool
    left: str
    width: str


def waterfall(movement: Mapping[str, Any]) -> list[Step]:
    """Return the lines of a decomposition, each beginning where the one before ended; a kind of line that there is none of is left out."""
    names = [name for name in _LINES if movement[name] is not None]
    figures = [movement[name] for name in names]
    points = [Decimal(each["points"] if isinstance(each, dict) else each) for each in figures]
    ends = [sum(points[: count + 1], Decimal(0)) for count in range(len(points))]
    low, high = min(Decimal(0), *ends), max(Decimal(0), *ends)
    return [
        Step(
            name=name,
            enterprises=each["enterprises"] if isinstance(each, dict) else None,
            points=str(moved),
            rising=moved >= 0,
            left=_percent(min(end, end - moved) - low, high - low),
            width=_percent(abs(moved), high - low),
        )
        for name, each, moved, end in zip(names, figures, points, ends, strict=True)
    ]


def _percent(part: Decimal, whole: Decimal) -> str:
    return f"{100 * part / whole:.2f}" if whole else "0.00"
