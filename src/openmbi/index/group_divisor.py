"""The divisors of many groups at once: each chained over its own changes of set, and begun anew where there is nothing to chain to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openmbi.core.tables import Flags, Floats
from openmbi.index.group_sums import GroupSums


@dataclass(frozen=True)
class GroupDivisors:
    """`divisor` (G, T): NaN while a group has no member; `restarted` (G, T): days on which its chain began anew."""

    divisor: Floats
    restarted: Flags


def group_divisors(sums: GroupSums, in_base: Flags) -> GroupDivisors:
    """Return D′ = D · Σ_new wᵢvᵢ,ₜ₋₁ / Σ_old wᵢvᵢ,ₜ₋₁ from each day t on which the set of a group changes.

    D = Σwᵢ/100 of the set on a group's first day, and again on a day before which either sum was 0: nobody was left, or those who were, or who are now, stood
    still. Where the set stays, D stays, whatever the sums. A group with members on every base day, its chain unbroken over them, is then scaled as a whole,
    up to its next restart, so that its mean over the base (T,) is 100.
    """
    load, carried, weight = (part.T for part in (sums.load, sums.carried, sums.weight))
    changed = sums.changed.T
    divisor, starts = np.full(load.shape, np.nan), np.zeros(load.shape, bool)
    held = np.full(load.shape[1], np.nan)
    for day in range(len(load)):
        before, new = load[day - 1], carried[day]
        chained = ~np.isnan(held) & (~changed[day] | ((before > 0) & (new > 0)))
        ratio = np.divide(new, before, out=np.ones(len(held)), where=chained & changed[day])
        there = weight[day] > 0
        starts[day] = there & ~chained
        held = np.where(there, np.where(chained, held * ratio, weight[day] / 100), np.nan)
        divisor[day] = held
    begun = np.cumsum(starts, axis=0)
    return GroupDivisors(_scaled_to_base(divisor.T, load.T, begun.T, in_base), (starts & (begun > 1)).T)


def _scaled_to_base(divisor: Floats, load: Floats, begun: NDArray[np.intp], in_base: Flags) -> Floats:
    """Scale the chains (numbered by `begun`) that hold over the whole base."""
    inside = begun[:, in_base]
    with np.errstate(invalid="ignore"):
        mean = (load[:, in_base] / divisor[:, in_base]).mean(axis=1) / 100
    stood = (inside[:, :1] == inside).all(axis=1) & (mean > 0)  # NaN where a base day has no member
    return np.where(stood[:, None] & (begun == inside[:, :1]), divisor * mean[:, None], divisor)
