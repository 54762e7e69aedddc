"""The divisor that keeps a change of the set from moving an index."""

from __future__ import annotations

import numpy as np

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Floats, IndexTerms


def chained_divisor(terms: IndexTerms, first: float) -> Floats:
    """Return the divisor D (T,): `first`, and D′ = D · Σ_new wᵢvᵢ,ₜ₋₁ / Σ_old wᵢvᵢ,ₜ₋₁ from each day t on which the set changes.

    Parameters
    ----------
    terms
        vᵢₜ (n, T), known for members and on the day before an entry; wᵢ (n,); its own divisor is not looked at.
    first
        D on the first day.

    Raises
    ------
    Problem
        `index.zero-level` where either sum is 0: nobody is left, or all of them stood still on the day before.
    """
    member, ratio = terms.member, np.ones(len(terms.days))
    for day in 1 + np.flatnonzero((member[:, 1:] != member[:, :-1]).any(axis=0)):
        before = terms.weight * terms.relative[:, day - 1]
        old, new = before[member[:, day - 1]].sum(), before[member[:, day]].sum()
        if not (old > 0 and new > 0):
            raise _zero_level(terms.days[day])
        ratio[day] = new / old
    ratio[0] = first
    return np.asarray(np.cumprod(ratio), np.float64)


def _zero_level(day: np.datetime64) -> Problem:
    return Problem(
        "index.zero-level",
        Text(
            "{day} 成员变动，但前一日变动前或变动后成员的用电量合计为 0，指数无法衔接",
            "the set changes on {day}, but the use of the members before or after the change was 0 on the day before: the index cannot be chained",
        ).fill(day=day),
        Text("请核对注销日期与该日之前的数据", "check the dates of deregistration and the data before that day"),
    )
