"""A sum as bars that hang together: each begins where the one before ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any


def waterfall_of(parts: Sequence[tuple[Mapping[str, str], str | None, str]], *, rest: str) -> list[dict[str, Any]]:
    """Return the parts (name, path, points) in the given order, then the rest without a name; a rest of nothing is left out.

    Each has its bar from `left`, `width` long, in per cent of the chart, which holds 0 and every end.
    """
    lines = [*parts, *([(None, None, rest)] if Decimal(rest) else [])]
    moved = [Decimal(points) for _name, _path, points in lines]
    ends = [sum(moved[: count + 1], Decimal(0)) for count in range(len(moved))]
    low, high = min(Decimal(0), *ends), max(Decimal(0), *ends)
    return [
        {
            "name": name,
            "path": path,
            "points": points,
            "left": _share(min(end, end - by) - low, high - low),
            "width": _share(abs(by), high - low),
        }
        for (name, path, points), by, end in zip(lines, moved, ends, strict=True)
    ]


def _share(part: Decimal, whole: Decimal) -> str:
    return f"{100 * part / whole:.2f}" if whole else "0.00"
