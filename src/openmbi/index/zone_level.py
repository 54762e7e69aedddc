"""The level of all subjects together, from their terms: the divisor that chains it, and its closes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from openmbi.catalog.indexes import LevelSpec
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Days, Flags, IndexSeries, IndexTerms
from openmbi.index.coverage import share_of_base
from openmbi.index.divisor import chained_divisor
from openmbi.index.membership import base_days
from openmbi.index.row_blocks import weighted_sum


def zone_level(
    terms: IndexTerms, spec: LevelSpec, *, reported: Flags, provisional: Flags, subject: str = "zone"
) -> tuple[IndexTerms, IndexSeries]:
    """Return the terms with their divisor, and the level Iₜ = Σ wᵢvᵢₜ / Dₜ over members.

    D₀ = Σwᵢ/100, chained by `chained_divisor` and scaled as a whole so that the mean of I over the base is 100.

    Parameters
    ----------
    terms
        Of all strata, see `concatenated`.
    spec
        Base period. While it is not over, the days so far stand for it and every close is provisional.
    reported
        Which subject has a reading on which day (n, T), for the coverage.
    provisional
        Days (T,) whose calendar is provisional.
    subject
        What the series is of.

    Raises
    ------
    Problem
        `index.no-base-days`, `index.zero-level`; `index.no-members` where nobody, in any stratum, was a member in the base.
    """
    in_base = base_days(terms.days, spec)
    if not len(terms.subjects) or not terms.member[:, 0].any():
        raise _no_members(spec, int(in_base.sum()))
    load = weighted_sum(terms.weight, terms.relative, terms.member)
    divisor = chained_divisor(terms, terms.weight[terms.member[:, 0]].sum() / 100)
    divisor *= (load / divisor)[in_base].mean() / 100
    whole = replace(terms, divisor=divisor)
    return whole, IndexSeries(
        index=spec.code,
        subject=subject,
        days=terms.days,
        close=load / divisor,
        coverage=share_of_base(reported, whole),
        provisional=provisional | base_runs(terms.days, spec),
    )


def base_runs(days: Days, spec: LevelSpec) -> np.bool_:
    """Return whether the base period is still running on the last day: every close may then move with its mean."""
    return np.bool_(days[-1] < np.datetime64(spec.base_last))


def _no_members(spec: LevelSpec, days: int) -> Problem:
    return Problem(
        "index.no-members",
        Text(
            "已有的 {days} 个基期日中，没有企业达到 {needed} 个活跃日",
            "no enterprise is active on {needed} of the {days} base days known so far",
        ).fill(days=days, needed=spec.minimum_base_days),
        Text("请选更晚的截至日，或补入更多数据", "choose a later as-of day, or ingest more data"),
    )
