"""How many factors a panel has: the criteria of Bai and Ng (2002, Econometrica 70:191).

V(k): mean squared residual of k principal components of the standardised panel (gaps filled by expectation-maximisation, Stock and Watson 2002); criterion
IC_p(k) = log V(k) + k g, with g = (n + T)/(nT) · log(nT/(n + T)) (p1), (n + T)/(nT) · log min(n, T) (p2) or log(min(n, T)) / min(n, T) (p3). The penalty
counts nT values; of a panel with gaps it is divided by the share observed, because k components fit fewer values the better (a rule of our own, tried on
simulated panels).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Floats, Numbers
from openmbi.index.dynamic_factor.panel import Aggregation, MixedPanel
from openmbi.index.dynamic_factor.standardise import scales, standardised

ROUNDS = 50
CLOSE = 1e-6


@dataclass(frozen=True)
class FactorCount:
    """`criterion` (3, K + 1): IC_p1, IC_p2, IC_p3 of 0…K factors; `chosen` (3,): where each is least; `explained` (K + 1,): share of the variance."""

    criterion: Floats
    chosen: Numbers
    explained: Floats


def number_of_factors(panel: MixedPanel, most: int) -> FactorCount:
    """Return the criteria of 0…`most` factors over the series of the grid's own frequency.

    Raises
    ------
    Problem
        `index.too-many-factors` where the panel is too small for `most`; `index.flat-series`.
    """
    plain = [row for row, how in enumerate(panel.aggregation) if how in {Aggregation.NONE, Aggregation.LAST}]
    n, T = len(plain), panel.value.shape[1]
    if not 0 < most < min(n, T):
        raise Problem(
            "index.too-many-factors",
            Text("{n} 个序列、{T} 期，求 {most} 个因子", "{most} factors of {n} series in {T} periods").fill(
                n=str(n), T=str(T), most=str(most)
            ),
            Text("因子数须少于序列数与期数", "ask for fewer factors than there are series and periods"),
        )
    z = standardised(panel, *scales(panel))[plain]
    size = np.array([_residual(z, k) for k in range(most + 1)])
    together = (n + T) / (n * T)
    least = min(n, T)
    penalty = np.array([together * np.log(1 / together), together * np.log(least), np.log(least) / least])
    share = float((~np.isnan(z)).mean())
    criterion = np.log(size) + np.arange(most + 1) * penalty[:, None] / share
    return FactorCount(np.asarray(criterion, np.float64), criterion.argmin(axis=1), 1 - size / size[0])


def _residual(z: Floats, k: int) -> float:
    """Return V(k) over what is observed; what is missing is what the components say, until that settles."""
    there = ~np.isnan(z)
    filled = np.where(there, z, 0.0)
    common = np.zeros_like(z)
    for _ in range(ROUNDS if k else 1):
        left, size, right = np.linalg.svd(filled, full_matrices=False)
        before, common = common, (left[:, :k] * size[:k]) @ right[:k]
        filled = np.where(there, z, common)
        if there.all() or np.abs(common - before).max() < CLOSE:
            break
    return float(((z - common)[there] ** 2).mean())
