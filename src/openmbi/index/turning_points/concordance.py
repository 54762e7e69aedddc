"""How far two series are in the same phase: the concordance index of Harding and Pagan (2002, 2006)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.index.turning_points.turns import Kinds


@dataclass(frozen=True)
class Concordance:
    """`index`: share of `periods` in which both are in the same phase. `by_chance`: what it would be were they independent. `correlation` of the two phases.

    The index alone misleads where both mostly expand: two unrelated series then agree mostly (Harding and Pagan 2006, J. Econometrics 132:59).
    """

    periods: int
    index: float
    by_chance: float
    correlation: float


def concordance(one: Kinds, other: Kinds) -> Concordance:
    """Return the concordance of two series of phases (T,) as `states` tells them, over the periods in which both have one; NaN where there is none."""
    known = (one != 0) & (other != 0)
    x, y = (each[known] > 0 for each in (one, other))
    if not len(x):
        return Concordance(0, np.nan, np.nan, np.nan)
    p, q = x.mean(), y.mean()
    spread = np.sqrt(p * (1 - p) * q * (1 - q))
    together = float((x & y).mean() - p * q)
    return Concordance(
        periods=len(x),
        index=float((x == y).mean()),
        by_chance=float(p * q + (1 - p) * (1 - q)),
        correlation=float(together / spread) if spread > 0 else np.nan,
    )
