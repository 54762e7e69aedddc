"""A weighted mean of components, with the terms that drill-down decomposes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.core.tables import Floats, IndexSeries, IndexTerms
from openmbi.index.indicator_panel import IndicatorPanel


@dataclass(frozen=True)
class WeightedIndex:
    """An index and its terms: close_t = Σ weight_i · relative_it in every period in which no component is missing.

    In the others it is NaN, and a change from, over or to them is not known. `terms.subjects` are the components and `days` the first days of the periods;
    the divisor is 1, because the set does not change; `filled` marks values that are held from an earlier period.
    """

    terms: IndexTerms
    series: IndexSeries


def weighted_mean(components: IndicatorPanel, weight: Floats, *, index: str, subject: str) -> WeightedIndex:
    """Return the index Σ wᵢ vᵢₜ of a subject (a place, an industry) and its terms.

    Parameters
    ----------
    components
        vᵢₜ (n, T) on one scale, NaN where missing.
    weight
        wᵢ (n,), summing to 1.
    """
    relative, periods = components.value, components.periods
    there = ~np.isnan(relative)
    whole = there.all(axis=0)
    terms = IndexTerms(
        index=index,
        subjects=components.indicators,
        days=periods,
        weight=weight,
        relative=relative,
        member=np.tile(whole, (len(weight), 1)),
        divisor=np.ones(len(periods)),
        filled=components.held,
        capped=np.zeros(relative.shape, bool),
    )
    series = IndexSeries(
        index=index,
        subject=subject,
        days=periods,
        close=(weight[:, None] * relative).sum(axis=0),
        coverage=(weight[:, None] * there).sum(axis=0) / weight.sum(),
        provisional=np.zeros(len(periods), bool),
    )
    return WeightedIndex(terms, series)
