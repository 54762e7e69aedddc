"""What each enterprise added to a change of an index, so that the published lines sum to the published change exactly."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

import numpy as np

from openmbi.core.language import Text
from openmbi.core.periods import Period
from openmbi.core.problems import Problem
from openmbi.core.tables import (
    ContributionLine,
    Contributions,
    Days,
    Flags,
    Floats,
    IndexSeries,
    IndexTerms,
    LineKind,
    Names,
)
from openmbi.drilldown.largest_remainder import largest_remainder


@dataclass(frozen=True)
class Span:
    """Day numbers of the closes that a change runs between."""

    opening: int
    closing: int


def contributions(
    terms: IndexTerms, series: IndexSeries, period: Period, *, level_digits: int = 2, points_digits: int = 4
) -> Contributions:
    """Return the change of the published level over a period and the lines that make it up.

    The change runs from the last close before the period (the first close of all where there is none) to its last close. A subject's points are
    Σ_t wᵢ(vᵢₜ − vᵢ,ₜ₋₁)/D_t over its days as a member. Lines: every subject that was a member, the largest first, rounded by largest remainder;
    entry and exit, 0 because the divisor takes them up; and rounding, the difference that rounding both levels to `level_digits` makes.

    Raises
    ------
    Problem
        `drilldown.no-days` where the index has no close in the period; `drilldown.unknown-level` where one of the closes between is not known.
    """
    span = _span(terms.days, period)
    _refuse_unknown(series, span)
    change = _published(series.close[span.closing], level_digits) - _published(series.close[span.opening], level_digits)
    counted = terms.member[:, span.opening + 1 : span.closing + 1].any(axis=1)
    points = exact_points(terms, span)[counted]
    exact = _published(points.sum(), points_digits)
    scaled = largest_remainder(points * 10**points_digits, int(exact.scaleb(points_digits)))
    nothing = Decimal(0).scaleb(-points_digits)
    return Contributions(
        index=series.index,
        subject=series.subject,
        period=period,
        opening_day=terms.days[span.opening].item(),
        closing_day=terms.days[span.closing].item(),
        change=change,
        lines=(
            *_subject_lines(terms.subjects[counted], scaled, points_digits),
            ContributionLine(LineKind.ENTRY_AND_EXIT, "", nothing),
            ContributionLine(LineKind.ROUNDING, "", change - exact),
        ),
    )


def exact_points(terms: IndexTerms, span: Span) -> Floats:
    """Return Σ_t wᵢ(vᵢₜ − vᵢ,ₜ₋₁)/D_t (n,) over the days t of a span on which i is a member; they sum to the change of the index over it."""
    days = slice(span.opening + 1, span.closing + 1)
    change = np.diff(terms.relative[:, span.opening : span.closing + 1], axis=1)
    return terms.weight * (np.where(terms.member[:, days], change, 0.0) / terms.divisor[days]).sum(axis=1)


def _span(days: Days, period: Period) -> Span:
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


def _refuse_unknown(series: IndexSeries, span: Span) -> None:
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


def _published(value: float, digits: int) -> Decimal:
    return Decimal(float(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_EVEN)


def _subject_lines(subjects: Names, scaled: np.ndarray, digits: int) -> list[ContributionLine]:
    order = np.lexsort((subjects, -np.abs(scaled)))
    return [
        ContributionLine(LineKind.SUBJECT, str(subjects[row]), Decimal(int(scaled[row])).scaleb(-digits))
        for row in order
    ]
