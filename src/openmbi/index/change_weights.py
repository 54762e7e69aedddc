"""The change of a month's value as a weighted sum of the steps of the level that it is a mean of, so that it can be taken apart by enterprise."""

from __future__ import annotations

import numpy as np

from openmbi.core.periods import Period
from openmbi.core.tables import Floats, IndexTerms, Numbers
from openmbi.index.monthly_levels import MonthlyLevels


def change_weights(levels: MonthlyLevels, opening: Period, closing: Period, *, group: int = 0) -> Floats:
    """Return c (T,) over the series' own periods: the value of month `closing` less that of month `opening` is Σ_s c_s (L_s − L_{s−1}), of one group.

    With a month's value Σ_s a_s L_s (a_s: its share of the month, or 1 for the period that stands for it) and b_s the same of the opening month,
    c_s = Σ_{u ≥ s} (a_u − b_u), by partial summation; both sum to 1, so c is 0 at the first period.

    Raises
    ------
    ValueError
        Where a month is not in the panel, or the group has no value in it.
    """
    opened, closed = (_shares(levels, _place(levels, month, group), group) for month in (opening, closing))
    steps = np.cumsum((closed - opened)[::-1])[::-1]
    steps[0] = 0.0
    return np.where(np.abs(steps) < 1e-12, 0.0, steps)  # what rounding leaves outside both months


def enterprise_points(terms: IndexTerms, c: Floats) -> Floats:
    """Return Σ_s c_s wᵢ(vᵢₛ − vᵢ,ₛ₋₁)/D_s (n,) over the periods s in which i is a member; they sum to Σ_s c_s (I_s − I_{s−1}).

    Multiplied by the composite's `factor` of the indicator they are points of the composite.
    """
    counted: Numbers = np.flatnonzero(c)
    if not len(counted):
        return np.zeros(len(terms.subjects))
    first, stop = int(counted[0]), int(counted[-1]) + 1
    change = np.diff(terms.relative[:, first - 1 : stop], axis=1)
    member = terms.member[:, first:stop]
    return terms.weight * (np.where(member, change, 0.0) @ (c[first:stop] / terms.divisor[first:stop]))


def _place(levels: MonthlyLevels, month: Period, group: int) -> int:
    place = np.flatnonzero(levels.months == np.datetime64(month.first))
    if not len(place) or np.isnan(levels.value[group, place[0]]):
        raise ValueError(f"no value of {levels.indicator} in {month}")
    return int(place[0])


def _shares(levels: MonthlyLevels, month: int, group: int) -> Floats:
    if levels.place is None:
        return levels.share[:, month]
    shares = np.zeros(len(levels.series.days))
    shares[levels.place[group, month]] = 1.0
    return shares
