"""The months of the timeline as bars: how many cells had the two most urgent lights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

HEIGHT = 44
STEP = 20
_SHOWN = 2


@dataclass(frozen=True)
class MonthBar:
    """One month: its left edge, the heights of its bars from the bottom up, the most urgent first, and the counts."""

    month: str
    left: int
    heights: tuple[float, ...]
    counts: tuple[int, ...]
    label: str | None


def month_bars(timeline: Mapping[str, Any] | None) -> tuple[MonthBar, ...]:
    """Return a bar a month; none without a timeline. January, and the first month, are labelled."""
    if timeline is None:
        return ()
    most = max((sum(counts[:_SHOWN]) for counts in timeline["counts"]), default=0) or 1
    return tuple(
        MonthBar(
            month=month,
            left=at * STEP,
            heights=tuple(round(HEIGHT * count / most, 1) for count in counts[:_SHOWN]),
            counts=tuple(counts[:_SHOWN]),
            label=month if at == 0 or month.endswith("-01") else None,
        )
        for at, (month, counts) in enumerate(zip(timeline["months"], timeline["counts"], strict=True))
    )
