"""How far leaves lie from what was expected of them on an ordinary day, told from the side that nothing fell to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from openmbi.core.tables import Floats
from openmbi.drilldown.root_cause.leaves import Leaves
from openmbi.drilldown.root_cause.parameters import RootCauseParameters

_FREEDOMS = (3.0, 4.0, 6.0, 10.0, 20.0, 50.0, np.inf)
_ROUNDS = 50
ENOUGH = 30
"""Leaves on the side that nothing fell to, for it to tell anything."""
_ENOUGH_FOR_SLOPE = 200


@dataclass(frozen=True)
class Spread:
    """Student's t of a leaf's deviation: `scale` (n,) and degrees of freedom, infinite for a normal law."""

    scale: Floats
    freedom: float


def deviation(leaves: Leaves) -> Floats:
    """Return 2 (low − high)/(low + high) (n,), in −2…2: as large when the two change places (Li et al. 2019, Squeeze)."""
    return 2 * (leaves.low - leaves.high) / (leaves.low + leaves.high)


def ordinary_spread(leaves: Leaves, parameters: RootCauseParameters) -> Spread:
    """Return the spread of leaves that no cause moved, as a power of their size.

    Causes move leaves one way, that of the total; so what lies on the other side is ordinary, however many leaves were moved. With the deviation as likely to
    be up as down, its absolute value there has the law of all ordinary leaves. The power is by least squares of logs, scale and degrees of freedom of
    largest likelihood. Fewer than 30 leaves there tell nothing: then all leaves are taken, and causes must stand out of what they add themselves.
    """
    found = deviation(leaves)
    size = np.log(
        np.where(leaves.expected > 0, leaves.expected, leaves.observed)
    )  # of both, it would grow with the deviation itself
    middle = float(np.median(size))
    there = found > 0 if (found > 0).sum() >= ENOUGH else np.ones(len(found), bool)
    away = np.abs(found[there])
    slope = _slope(away, size[there])
    scale, freedom = _largest_likelihood(away * np.exp(-slope * (size[there] - middle)), parameters.least_spread)
    return Spread(np.maximum(scale * np.exp(slope * (size - middle)), parameters.least_spread), freedom)


def log_student(scaled: Floats, freedom: float) -> Floats:
    """Return the log density of Student's t, standard normal where `freedom` is infinite."""
    if np.isinf(freedom):
        return -0.5 * scaled**2 - 0.5 * np.log(2 * np.pi)
    head = gammaln((freedom + 1) / 2) - gammaln(freedom / 2) - 0.5 * np.log(freedom * np.pi)
    return head - (freedom + 1) / 2 * np.log1p(scaled**2 / freedom)


def _slope(away: Floats, size: Floats) -> float:
    """Return by what power of the size deviations grow; 0 where few leaves, or one size, tell nothing."""
    off = size - size.mean()
    if len(away) < _ENOUGH_FOR_SLOPE or not off.any():
        return 0.0
    log = np.log(np.maximum(away, 1e-6))
    return float((off * (log - log.mean())).sum() / (off**2).sum())


def _largest_likelihood(away: Floats, least: float) -> tuple[float, float]:
    fits = [(_scale(away, freedom, least), freedom) for freedom in _FREEDOMS]
    return max(fits, key=lambda fit: (log_student(away / fit[0], fit[1]) - np.log(fit[0])).sum())


def _scale(away: Floats, freedom: float, least: float) -> float:
    """Return the scale of largest likelihood at some degrees of freedom, by EM (Lange, Little & Taylor 1989)."""
    scale = max(float(np.sqrt((np.minimum(away, np.quantile(away, 0.99)) ** 2).mean())), least)
    if np.isinf(freedom):
        return max(float(np.sqrt((away**2).mean())), least)
    for _ in range(_ROUNDS):
        weight = (freedom + 1) / (freedom + (away / scale) ** 2)
        scale = max(float(np.sqrt((weight * away**2).mean())), least)
    return scale
