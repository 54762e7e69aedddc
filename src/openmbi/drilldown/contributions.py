"""What each enterprise added to a change of an index, so that the published lines sum to the published change exactly."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from openmbi.core.periods import Period
from openmbi.core.tables import (
    ContributionLine,
    Contributions,
    Floats,
    IndexSeries,
    IndexTerms,
    LineKind,
    Names,
)
from openmbi.drilldown.largest_remainder import largest_remainder
from openmbi.drilldown.span import Span, published, published_change, span_of

__all__ = ["Span", "contributions", "exact_points"]


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
    span = span_of(terms.days, period)
    change = published_change(series, span, level_digits)
    counted = terms.member[:, span.opening + 1 : span.closing + 1].any(axis=1)
    points = exact_points(terms, span)[counted]
    exact = published(points.sum(), points_digits)
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


def _subject_lines(subjects: Names, scaled: np.ndarray, digits: int) -> list[ContributionLine]:
    order = np.lexsort((subjects, -np.abs(scaled)))
    size, place = np.unique(scaled[order], return_inverse=True)  # most lines have one of few sizes
    points = [Decimal(number).scaleb(-digits) for number in size.tolist()]
    by_line = zip(subjects[order].tolist(), place.tolist(), strict=True)
    return [ContributionLine(LineKind.SUBJECT, subject, points[number]) for subject, number in by_line]
