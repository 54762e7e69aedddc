"""What the series of a stratum share: the mean and the spread of each coefficient, towards which a series' own is drawn.

Empirical Bayes by expectation and maximisation (Dempster, Laird & Rubin 1977, JRSS B 39:1; Searle, Casella & McCulloch 1992, Variance Components, ch. 8):
θᵢ ~ N(μ, τ²) with one τ² for the columns of a block, so that a short or noisy history borrows strength.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.adjustment.design import Block
from openmbi.core.tables import Codes, Floats

FIRST_SPREAD = {
    Block.WEEKDAY: 0.15,
    Block.HOLIDAY: 0.3,
    Block.HOLIDAY_KIND: 0.15,
    Block.TEMPERATURE: 0.15,
    Block.DAYS_OFF: 0.2,
    Block.FESTIVAL: 1.0,
    Block.OWN_SHAPE: 0.2,
    Block.ANNUAL: 0.1,
}
"""Spread in log points expected before any data: it counts as `FIRST_WEIGHT` coefficients."""
FIRST_WEIGHT = 2.0
STEPS = 40
"""Steps of expectation and maximisation in a round."""
FARTHEST = 4.0
"""Robust standard deviations from the mean at which a coefficient counts no more."""
UNPOOLED = (Block.OWN_SHAPE, Block.TREND)
"""Blocks whose mean is 0: what series have in common there is in the profile, or is their own."""


@dataclass(frozen=True)
class Shared:
    """`mean` μ (p,) and `spread` τ (p,) of the coefficients; a spread of infinity is no shrinkage."""

    mean: Floats
    spread: Floats


def first_shared(block: Codes) -> Shared:
    """Return what is expected before any data; the mean scale of the festival is 1."""
    spread = np.array([FIRST_SPREAD.get(Block(each), np.inf) for each in block])
    return Shared(np.where(block == Block.FESTIVAL, 1.0, 0.0), spread)


def learnt_shared(block: Codes, coefficients: Floats, variance: Floats, trusted: Floats, before: Shared) -> Shared:
    """Return μ and τ from coefficients (n, p) with their variances (n, p); series weigh by `trusted` (n,)."""
    mean, spread = before.mean.copy(), before.spread.copy()
    for each, first in FIRST_SPREAD.items():
        columns = np.flatnonzero(block == each)
        if len(columns):
            found = coefficients[:, columns]
            middle = np.zeros(len(columns)) if each in UNPOOLED else _mean(found, trusted)
            mean[columns] = middle
            spread[columns] = _spread(found - middle, variance[:, columns], float(before.spread[columns[0]]), first)
    return Shared(mean, spread)


def _mean(found: Floats, trusted: Floats) -> Floats:
    inside = np.clip(found, *_fences(found))
    return trusted @ inside / trusted.sum()


def _spread(away: Floats, variance: Floats, before: float, first: float) -> float:
    """Return τ of coefficients away (n, c) from their mean, shrunk at a spread `before` to variances (n, c) given the data.

    What the data alone say is taken back out of them, and the steps of expectation and maximisation run on that: one step a round would creep to a small τ.
    """
    prior = before**2
    noise = variance * prior / np.maximum(prior - variance, 1e-6 * prior)
    alone = np.clip(away, *_fences(away)) * (prior + noise) / prior
    spread = prior
    for _ in range(STEPS):
        kept = spread / (spread + noise)
        expected = (kept * alone) ** 2 + kept * noise
        spread = (expected.sum() + FIRST_WEIGHT * first**2) / (away.size + FIRST_WEIGHT)
    return float(np.sqrt(spread))


def _fences(found: Floats) -> tuple[Floats, Floats]:
    middle = np.median(found, axis=0)
    reach = FARTHEST * 1.4826 * np.median(np.abs(found - middle), axis=0) + 1e-12
    return middle - reach, middle + reach


def ridge(block: Codes, shared: Shared, variance: float, inflation: float) -> Floats:
    """Return the ridge (p,) of series with a residual variance; `inflation`: how much less persistent residuals tell about all but weekdays."""
    each = np.where(block == Block.WEEKDAY, variance, variance * inflation)
    return each / shared.spread**2
