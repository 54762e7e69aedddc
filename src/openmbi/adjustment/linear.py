"""The design of a stratum made linear at what its series share, with all that a fit of a series needs of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from openmbi.adjustment.design import Design
from openmbi.adjustment.festival import Profile
from openmbi.adjustment.penalised_fit import Factor, factorise, scaled_roughness
from openmbi.adjustment.shrinkage import Shared, ridge
from openmbi.core.tables import Floats, Numbers

SPREADS = 0.005 * 1.6 ** np.arange(14)
"""The residual spreads σ that ridges are made for: a series takes the nearest."""
GAP_DAYS = 28
"""Days of a block of the design that a series may lack as a whole."""


@dataclass(frozen=True)
class Learnt:
    """What a stratum has taught: `profile`, `shared`, `noise` (T,) of each period relative to an ordinary one, `inflation` by persistence, `smear` (T,) log
    ratio of mean to median of what is left on a period of its kind.
    """

    profile: Profile
    shared: Shared
    noise: Floats
    inflation: float
    smear: Floats


class Linear:
    """X (T, p) and offset (T,) with fit = Xθ + offset to first order about μ: E(e) ≈ E(μ) + X(θ − μ) (Gauss–Newton)."""

    def __init__(self, design: Design, learnt: Learnt) -> None:
        self.design, self.learnt = design, learnt
        self.daily = design.columns(learnt.profile)
        out = design.taken_out
        mean = learnt.shared.mean
        effect = self.daily[:, out] @ mean[out]
        self.matrix = design.periods.mean(self.daily, effect)
        whole = design.periods.effect(effect[None])[0]
        self.offset = np.zeros(len(whole)) if design.periods.daily else whole - self.matrix[:, out] @ mean[out]
        self.weight = 1 / learnt.noise**2
        self.weighted = self.matrix * self.weight[:, None]
        self.gram = self.matrix.T @ self.weighted
        self.roughness = scaled_roughness(self.gram, design.roughness)
        self._factors: dict[int, Factor] = {}

    def ridge(self, kind: int) -> Floats:
        """Return the ridge (p,) for series of one of the SPREADS."""
        return ridge(self.design.block, self.learnt.shared, float(SPREADS[kind] ** 2), self.learnt.inflation)

    def factor(self, kind: int) -> Factor:
        """Return the factorisation for series of one of the SPREADS; made once."""
        if kind not in self._factors:
            self._factors[kind] = factorise(self.gram, self.ridge(kind), self.roughness)
        return self._factors[kind]

    @cached_property
    def gap_blocks(self) -> Numbers:
        """The number (T,) of the block of the design that each period lies in."""
        return self.design.periods.first // GAP_DAYS

    @cached_property
    def gap_grams(self) -> Floats:
        """XᵀX (B, p, p) of each block of periods."""
        count = int(self.gap_blocks[-1]) + 1
        grams = np.empty((count, *self.gram.shape))
        for block in range(count):
            mine = self.gap_blocks == block
            grams[block] = self.matrix[mine].T @ self.weighted[mine]
        return grams


def nearest_spread(spread: Floats) -> Numbers:
    """Return the number (n,) of the nearest of SPREADS."""
    ratio = np.log(np.maximum(spread, SPREADS[0]) / SPREADS[0]) / np.log(SPREADS[1] / SPREADS[0])
    return np.minimum(np.rint(ratio).astype(np.intp), len(SPREADS) - 1)
