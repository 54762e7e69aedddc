"""The change of one index arranged by groups, such as city → industry → enterprise; who moved counts each day in the group of that day."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from openmbi.core.periods import Period
from openmbi.core.tables import ContributionNode, IndexSeries, IndexTerms, Stints
from openmbi.drilldown.leaves import leaves
from openmbi.drilldown.span import published_change, span_of
from openmbi.drilldown.tree import tree


def by_group(
    terms: IndexTerms,
    series: IndexSeries,
    period: Period,
    levels: Sequence[Stints],
    *,
    level_digits: int = 2,
    digits: int = 4,
) -> ContributionNode:
    """Return the change of the published level over a period, level by level down to the enterprise; enterprises of no group of a level stand under "".

    The change is that of `contributions`; only who was a member on one of the days is a part. `levels` run from the top down.

    Raises
    ------
    Problem
        `drilldown.no-days` and `drilldown.unknown-level`, as `contributions`.
    ValueError
        Where somebody belongs to two groups of one level on one day, as `leaves`.
    """
    span = span_of(terms.days, period)
    change = published_change(series, span, level_digits)
    steps = np.zeros(len(terms.days))
    steps[span.opening + 1 : span.closing + 1] = 1.0
    found = leaves(terms, steps, levels)
    return tree(found.points, found.path, change, digits=digits, code=series.subject)
