"""The activity level: each enterprise's calendar-adjusted use against its own base mean, weighted by its share of base use or value added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np

from openmbi.catalog.indexes import LevelSpec
from openmbi.core.adjusted import AdjustedPanel, DayStatus
from openmbi.core.tables import IndexSeries, IndexTerms
from openmbi.index.subject_terms import subject_terms
from openmbi.index.weights import value_added_weights
from openmbi.index.zone_level import zone_level


def activity_level(
    adjusted: AdjustedPanel,
    spec: LevelSpec,
    *,
    exits: Mapping[str, date] = {},
    subject: str = "zone",
    weights: Mapping[str, float] | None = None,
) -> tuple[IndexTerms, IndexSeries]:
    """Return the level of the subjects together, and its terms.

    vᵢₜ = resolved use ÷ own base mean, wᵢ = base mean use a day, Iₜ = Σ wᵢvᵢₜ / Dₜ over members, D₀ = Σwᵢ/100, so that the mean of I over the base is 100.
    Where a member exits inside the base, D is scaled as a whole so that the mean stays 100. The chained divisor is that of share price indices.

    `subject_terms`, `value_added_weights` and `zone_level` in turn, for subjects of one stratum; a province of many strata calls them itself.

    Parameters
    ----------
    adjusted
        Calendar-adjusted use of n enterprises on T days.
    spec
        Base period and rules of membership. While the base period is not over, the days so far stand for it and every close is provisional.
    exits
        The first day on which a deregistered enterprise is no longer counted; nothing else makes one leave.
    subject
        What the series is of: the zone, city or industry.
    weights
        Annual value added by enterprise, in yuan: the weight then, see `value_added_weights`. None: base-period use.

    Raises
    ------
    Problem
        `index.no-base-days` (see `base_days`), `index.no-members`, `index.zero-level` (see `zone_level`).
    """
    terms = subject_terms(adjusted, spec, exits=exits)
    if weights is not None:
        one = np.zeros(len(terms.subjects), np.intp)
        terms = replace(terms, weight=value_added_weights(terms.weight, terms.subjects, weights, one).weight)
    reported = adjusted.status != DayStatus.ABSENT
    return zone_level(terms, spec, reported=reported, provisional=adjusted.provisional, subject=subject)
