"""The closes that a change of an index runs between, and its published size."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

import numpy as np

from openmbi.core.language import Text
from openmbi.core.periods import Period
from openmbi.core.problems import Problem
from openmbi.core.tables import Days, Flags, IndexSeries


@dataclass(frozen=True)
class Span:
    """Day numbers of the closes that a change runs between."""

    opening: int
    closing: int


def span_of(days: Days, period: Period) -> Span:
    """Return the last close before a period (the first of all where there is none) and the last one in it.

    Raises
    ------
    Problem
        `drilldown.no-days` where none of the days lies in the period.
    """
    inside: Flags = (days >= np.datetime64(period.first)) & (days <= np.datetime64(period.last))
    if not inside.any():
        raise Problem(
            "drilldown.no-days",
            Text("{period} 内没有指数值", "the index has no value in {period}").fill(period=str(period)),
            Text("请改选有数据的时期", "choose a period that has data"),
            expected=Text("{first} 至 {last}", "{first} to {last}").fill(first=days[0], last=days[-1]),
        )
    first, last = np.flatnonzero(inside)[[0, -1]]
    return Span(max(int(first) - 1, 0), int(last))


def published_change(series: IndexSeries, span: Span, digits: int) -> Decimal:
    """Return the difference of the two closes, each rounded to `digits` as it is published.

    Raises
    ------
    Problem
        `drilldown.unknown-level` where a close of the span is not known.
    """
    unknown = np.flatnonzero(np.isnan(series.close[span.opening : span.closing + 1]))
    if len(unknown):
        day = series.days[span.opening + unknown[0]]
        raise Problem(
            "drilldown.unknown-level",
            Text(
                "{day} 的指数值未知，跨越它的变动不能分解",
                "the level of {day} is not known: a change across it cannot be taken apart",
            ).fill(day=day),
            Text("请改选其前或其后的时期", "choose a period before or after it"),
        )
    return published(series.close[span.closing], digits) - published(series.close[span.opening], digits)


def published(value: float, digits: int) -> Decimal:
    """Return a figure as it is published: half to even at the last of `digits`."""
    return Decimal(float(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_EVEN)
