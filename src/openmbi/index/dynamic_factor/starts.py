"""Where a fit starts: principal components of the gaps-filled panel, and of the panel with its series weighted anew.

The likelihood of a factor model has several maxima. Components of a panel in which some series count more than others lie near different ones, so each
further start draws weights exp(N(0, ½²)) for the series. The first start is unweighted.
"""

from __future__ import annotations

import numpy as np

from openmbi.core.tables import Flags, Floats
from openmbi.index.dynamic_factor.layout import GROWTH_WEIGHT
from openmbi.index.dynamic_factor.model import FactorModel, Idiosyncratic
from openmbi.index.dynamic_factor.panel import Aggregation, MixedPanel
from openmbi.index.dynamic_factor.precision import Theta
from openmbi.index.dynamic_factor.regression import SMALLEST_VARIANCE

SPREAD = 0.5
ROUNDS = 3
LEAST_VARIANCE = 0.05
STABLE = 0.98


def start(panel: MixedPanel, model: FactorModel, standardised: Floats, number: int, seed: int) -> Theta:
    """Return the parameters of start `number` (0, 1, …) for a standardised panel (n, T)."""
    n, T = standardised.shape
    weight = np.ones(n) if number == 0 else np.exp(SPREAD * np.random.default_rng((seed, number)).standard_normal(n))
    filled = _filled(panel, standardised)
    left, F = filled.copy(), np.zeros((T, model.size))
    for block in range(len(model.factors)):
        own = np.flatnonzero(model.block_of == block)
        rows = np.flatnonzero(model.loads(n)[:, own[0]])
        F[:, own] = _components(left[rows] * weight[rows, None], len(own))
        left = left - (left @ F[:, own]) @ np.linalg.pinv(F[:, own])
    return _parameters(panel, model, standardised, F)


def _filled(panel: MixedPanel, y: Floats) -> Floats:
    """Return the panel with gaps drawn straight; before the first and after the last observation it is 0, the mean."""
    T = y.shape[1]
    filled = np.zeros_like(y)
    for row, value in enumerate(y):
        at = np.flatnonzero(~np.isnan(value))
        filled[row] = np.interp(np.arange(T), at, value[at], left=0.0, right=0.0)
    low = np.array([how not in {Aggregation.NONE, Aggregation.LAST} for how in panel.aggregation])
    if low.any() and not low.all():
        filled[low] *= 0.5  # drawn between few values, they are smoother than the others
    return filled


def _components(y: Floats, r: int) -> Floats:
    """Return the first r principal components (T, r), of unit variance."""
    _, vectors = np.linalg.eigh(y @ y.T)
    F = y.T @ vectors[:, ::-1][:, :r]
    return F / np.maximum(np.sqrt((F**2).mean(axis=0)), 1e-12)


def _parameters(panel: MixedPanel, model: FactorModel, y: Floats, F: Floats) -> Theta:
    transition, innovation = _autoregression(F, model)
    n = len(y)
    loadings, variance = np.zeros((n, model.size)), np.ones(n)
    for row in range(n):
        X = _seen(panel, row, F)
        there = ~np.isnan(y[row]) & ~np.isnan(X[:, 0])
        own = model.loads(n)[row]
        if there.sum() > own.sum():
            loadings[row, own] = np.linalg.lstsq(X[there][:, own], y[row, there], rcond=None)[0]
        left = y[row, there] - X[there] @ loadings[row]
        variance[row] = max(left.var(), LEAST_VARIANCE) if there.any() else 1.0
        if panel.aggregation[row] is Aggregation.GROWTH:
            variance[row] /= (GROWTH_WEIGHT**2).sum()
    persistence = np.full(n, 0.1 if model.idiosyncratic is Idiosyncratic.AR1 else 0.0)
    return Theta(loadings, transition, innovation, np.maximum(variance, SMALLEST_VARIANCE), persistence)


def _seen(panel: MixedPanel, row: int, F: Floats) -> Floats:
    """Return the factors (T, r) as a series sees them, summed over its own periods; NaN where that is not known."""
    how = panel.aggregation[row]
    if how is Aggregation.GROWTH:
        seen = np.full_like(F, np.nan)
        seen[4:] = sum(w * F[4 - k : len(F) - k] for k, w in enumerate(GROWTH_WEIGHT))
        return seen
    if how in {Aggregation.SUM, Aggregation.MEAN}:
        return summed(F, panel.starts[panel.span[row]], mean=how is Aggregation.MEAN)
    return F


def summed(F: Floats, starts: Flags, *, mean: bool) -> Floats:
    """Return the sum or mean (T, r) from the start of each period on; NaN before the first start."""
    begun = np.maximum.accumulate(np.where(starts, np.arange(len(F)), -1))
    total = np.vstack([np.zeros((1, F.shape[1])), np.cumsum(F, axis=0)])
    result = total[1:] - total[np.maximum(begun, 0)]
    if mean:
        result = result / (np.arange(len(F)) - begun + 1)[:, None]
    return np.where(begun[:, None] >= 0, result, np.nan)


def _autoregression(F: Floats, model: FactorModel) -> tuple[Floats, Floats]:
    """Return A (p, r, r) and Q (r, r) by least squares, block by block, drawn back to a stationary law where it is not."""
    p, r = model.lags, model.size
    transition, innovation = np.zeros((p, r, r)), np.zeros((r, r))
    for block in range(len(model.factors)):
        own = np.flatnonzero(model.block_of == block)
        G = F[:, own]
        X = np.hstack([G[p - lag : len(G) - lag] for lag in range(1, p + 1)])
        A = np.linalg.lstsq(X, G[p:], rcond=None)[0].T
        left = G[p:] - X @ A.T
        for lag in range(p):
            transition[lag][np.ix_(own, own)] = A[:, lag * len(own) : (lag + 1) * len(own)]
        innovation[np.ix_(own, own)] = left.T @ left / len(left) + 1e-4 * np.eye(len(own))
    return _stable(transition), innovation


def _stable(transition: Floats) -> Floats:
    p, r, _ = transition.shape
    companion = np.eye(p * r, k=-r)
    companion[:r] = np.hstack(list(transition))
    largest = np.abs(np.linalg.eigvals(companion)).max()
    if largest <= STABLE:
        return transition
    shrink = STABLE / largest
    return transition * shrink ** np.arange(1, p + 1)[:, None, None]
