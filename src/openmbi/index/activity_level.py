"""The activity level: each enterprise's calendar-adjusted use against its own base mean, weighted by its share of base use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np

from openmbi.catalog.indexes import ActivityLevelSpec
from openmbi.core.tables import AdjustedPanel, DayStatus, Flags, Floats, IndexSeries, IndexTerms
from openmbi.index.coverage import share_of_base
from openmbi.index.divisor import chained_divisor
from openmbi.index.membership import Membership, membership
from openmbi.index.resolved_use import ResolvedUse, resolve_use


def activity_level(
    adjusted: AdjustedPanel, spec: ActivityLevelSpec, *, exits: Mapping[str, date] = {}, subject: str = "zone"
) -> tuple[IndexTerms, IndexSeries]:
    """Return the level of the subjects together, and its terms.

    vᵢₜ = resolved use ÷ own base mean, wᵢ = base mean use a day, Iₜ = Σ wᵢvᵢₜ / Dₜ over members, D₀ = Σwᵢ/100, so that the mean of I over the base is 100.
    Where a member exits inside the base, D is scaled as a whole so that the mean stays 100. The chained divisor is that of share price indices.

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

    Raises
    ------
    Problem
        `index.no-base-days`, `index.no-members` (see `membership`), `index.zero-level` (see `chained_divisor`).
    """
    resolved = resolve_use(adjusted, spec)
    members = membership(adjusted, resolved.use, spec, exits)
    terms = _terms(adjusted, resolved, members, spec.code)
    reported = adjusted.status != DayStatus.ABSENT
    unfinished = adjusted.days[-1] < np.datetime64(spec.base_last)
    series = IndexSeries(
        index=spec.code,
        subject=subject,
        days=adjusted.days,
        close=_close(terms.weight[:, None] * terms.relative, terms.member, terms.divisor),
        coverage=share_of_base(reported, terms),
        provisional=adjusted.provisional | unfinished,
    )
    return terms, series


def _terms(adjusted: AdjustedPanel, resolved: ResolvedUse, members: Membership, index: str) -> IndexTerms:
    member = members.on_days()
    known = member.copy()
    known[:, :-1] |= member[:, 1:]
    weight = np.nan_to_num(members.base_mean)
    relative = np.where(known, resolved.use, np.nan) / np.where(weight > 0, weight, np.nan)[:, None]
    load = weight[:, None] * relative
    divisor = chained_divisor(load, member, weight[member[:, 0]].sum() / 100, adjusted.days)
    divisor *= _close(load, member, divisor)[members.base_day].mean() / 100
    return IndexTerms(
        index=index,
        subjects=adjusted.subjects,
        days=adjusted.days,
        weight=weight,
        relative=relative,
        member=member,
        divisor=divisor,
        filled=resolved.filled & member,
        capped=resolved.capped & member,
    )


def _close(load: Floats, member: Flags, divisor: Floats) -> Floats:
    return np.where(member, load, 0.0).sum(axis=0) / divisor
