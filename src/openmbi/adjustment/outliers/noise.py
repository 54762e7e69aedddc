"""What else makes the statistics of outliers vary: residuals that persist, and periods on which series differ more than on others."""

from __future__ import annotations

import numpy as np

from openmbi.adjustment.outliers.candidates import Candidates
from openmbi.adjustment.robust import MAD_TO_SIGMA, median_of_active, robust_scale
from openmbi.core.adjusted import OutlierKind
from openmbi.core.tables import Flags, Floats, Numbers

PERSISTENCES = np.linspace(0.0, 0.9, 10)
PLACES = (0.25, 0.5, 0.75)
"""Where in the data the candidates lie whose variance is worked out."""
BORROWED = 50
"""Pairs of neighbours that the stratum's persistence counts as beside a series' own."""
TOLD_BY = 50
"""Series from which the dispersion of a single period can be measured."""
SAMPLED = 120


def persistence(limited: Floats, active: Flags, usual: Floats, pooled: float | None = None) -> Floats:
    """Return the correlation ρ (n,) of neighbouring residuals, 0…0.9, drawn towards the `pooled` one of the stratum where it is given.

    `limited` (n, T): residuals ÷ scale, bounded so that outliers do not make it, 0 where not `active`; `usual` (n,): what the fit alone makes it.
    """
    both = active[:, 1:] & active[:, :-1]
    pairs = both.sum(axis=1)
    product = np.einsum("ij,ij->i", limited[:, 1:], limited[:, :-1]) / np.maximum(pairs, 1)
    variance = np.einsum("ij,ij->i", limited, limited) / np.maximum(active.sum(axis=1), 1)
    own = np.divide(product, variance, out=np.zeros(len(product)), where=variance > 0) - usual
    if pooled is not None:
        own = (pairs * own + BORROWED * pooled) / (pairs + BORROWED)
    return np.clip(own, PERSISTENCES[0], PERSISTENCES[-1])


def usual_correlation(candidates: Candidates, number: int) -> float:
    """Return the correlation of neighbouring residuals that a fit of independent ones leaves: −Σ H_{t,t+1} ÷ tr M, in the metric of the weights."""
    turned, shrink = candidates.turned[candidates.family[number]][0], candidates.shrinkage[number]
    root = np.sqrt(candidates.weight)
    across = np.einsum("ij,ij,j->i", turned[:-1], turned[1:], shrink) / (root[:-1] * root[1:])
    return float(-across.sum() / max(candidates.freedom(number) * len(root), 1.0))


def inflations(candidates: Candidates, number: int) -> Floats:
    """Return the factors (3, P) on the standard error of each kind at each of PERSISTENCES ρ.

    For residuals with the correlations ρ^|k| of an AR(1), uᵀr with u = √w·Mc has the variance Σ_k ρ^|k| a_k, a the autocovariance of u, and a₀ if ρ = 0.
    The middling of some candidates; an additive outlier is judged by a scale that contains persistence already.
    """
    factors = np.ones((3, len(PERSISTENCES)))
    periods = len(candidates.weight)
    for kind in (OutlierKind.LEVEL_SHIFT, OutlierKind.TEMPORARY_CHANGE):
        left = np.stack([candidates.left(number, kind, int(place * periods)) for place in PLACES])
        power = np.abs(np.fft.rfft(left * np.sqrt(candidates.weight), 2 * periods, axis=1)) ** 2
        covariance = np.fft.irfft(power, axis=1)[:, :periods]
        decay = PERSISTENCES[:, None] ** np.arange(periods)
        variance = 2 * covariance @ decay.T / np.maximum(covariance[:, :1], np.finfo(float).tiny) - 1
        factors[kind] = np.sqrt(np.maximum(np.median(variance, axis=0), 1.0))
    return factors


def dispersion(standard: Floats, active: Flags) -> Floats:
    """Return how much more series differ on a period than usual (T,), 1 or more: MAD about the median of `standard` (n, T), residuals ÷ scale.

    About the median: a move of all series together is an outlier of each. 1 where too few series tell.
    """
    if len(standard) < TOLD_BY:
        return np.ones(standard.shape[1])
    rows = np.linspace(0, len(standard) - 1, min(len(standard), SAMPLED)).astype(np.intp)
    there = np.ascontiguousarray(active[rows].T)
    enough = there.sum(axis=1) >= TOLD_BY
    spread = np.ones(standard.shape[1])
    some, there = np.ascontiguousarray(standard[rows].T)[enough], there[enough]
    middle = median_of_active(some, there)
    spread[enough] = np.maximum(robust_scale(some - middle[:, None], there), 1.0)
    return spread


def about(spread: Floats, decay: float) -> Floats:
    """Return the root mean square (T,) of a spread over the periods on both sides, with weights that decay."""
    square, one = spread**2, np.ones(len(spread))
    total, count = (_both_sides(each, decay) for each in (square, one))
    return np.sqrt(total / count)


def _both_sides(values: Floats, decay: float) -> Floats:
    powers = decay ** np.arange(len(values))
    kernel = np.concatenate([powers[:0:-1], powers])
    size = 2 * len(kernel)
    found = np.fft.irfft(np.fft.rfft(values, size) * np.fft.rfft(kernel, size), size)
    return found[len(values) - 1 : 2 * len(values) - 1]


def pooled_excess(statistics: Floats) -> float:
    """Return how much wider statistics (m, T') of clean periods are than a normal law, pooled over series: the median of their robust scales, at least 1."""
    return max(1.0, float(np.median(MAD_TO_SIGMA * np.median(np.abs(statistics), axis=1))))


def sampled(count: int) -> Numbers:
    """Return the rows, evenly taken, that pooled measures look at."""
    return np.linspace(0, count - 1, min(count, SAMPLED)).astype(np.intp)
