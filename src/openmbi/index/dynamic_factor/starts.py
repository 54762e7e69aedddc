"""Where a fit starts: principal components of the gaps-filled panel, and of random periods of it.

The likelihood of a factor model has several maxima, and components of other periods lie near others. So each further start takes its components from a random
30 % of the periods, and projects all periods on them. The first start takes them all.
"""

from __future__ import annotations

import numpy as np
from scipy.linalg import eigh

from openmbi.core.tables import Flags, Floats
from openmbi.index.dynamic_factor.layout import GROWTH_WEIGHT
from openmbi.index.dynamic_factor.model import FactorModel, Idiosyncratic
from openmbi.index.dynamic_factor.panel import Aggregation, MixedPanel
from openmbi.index.dynamic_factor.precision import Theta

SHARE = 0.3
LEAST_VARIANCE = 0.05
RIDGE = 1e-6
STABLE = 0.98


def start(panel: MixedPanel, model: FactorModel, standardised: Floats, number: int, seed: int) -> Theta:
    """Return the parameters of start `number` (0, 1, …) for a standardised panel (n, T)."""
    n, T = standardised.shape
    chosen = np.ones(T, bool) if number == 0 else np.random.default_rng((seed, number)).random(T) < SHARE
    left, F = _filled(panel, standardised), np.zeros((T, model.size))
    for block in range(len(model.factors)):
        own = np.flatnonzero(model.block_of == block)
        rows = model.loads(n)[:, own[0]]
        F[:, own] = _components(left if rows.all() else left[rows], len(own), chosen)
        if len(model.factors) > 1:
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


def _components(y: Floats, r: int, chosen: Flags) -> Floats:
    """Return the first r principal components (T, r) of the chosen periods, over all periods, of unit variance."""
    part = y[:, chosen]
    n, T = part.shape
    if n <= T:
        vectors = _largest(part @ part.T, r)
    else:
        vectors = part @ _largest(part.T @ part, r)
        vectors /= np.maximum(np.linalg.norm(vectors, axis=0), 1e-12)
    F = y.T @ vectors
    return F / np.maximum(np.sqrt((F**2).mean(axis=0)), 1e-12)


def _largest(S: Floats, r: int) -> Floats:
    """Return the r first eigenvectors of a symmetric matrix, the largest first, each with its largest entry positive."""
    vectors = eigh(S, subset_by_index=[len(S) - r, len(S) - 1])[1][:, ::-1]
    return vectors * np.sign(vectors[np.abs(vectors).argmax(axis=0), np.arange(r)])


def _parameters(panel: MixedPanel, model: FactorModel, y: Floats, F: Floats) -> Theta:
    transition, innovation = _autoregression(F, model)
    n, r = len(y), model.size
    loadings, left = np.zeros((n, r)), np.ones(n)
    plain = np.array([how in {Aggregation.NONE, Aggregation.LAST} for how in panel.aggregation])
    loads = model.loads(n)
    loadings[plain], left[plain] = _regressions(y[plain], F, loads[plain])
    for row in np.flatnonzero(~plain):
        X = _seen(panel, int(row), F)
        known = ~np.isnan(X[:, 0])
        one, rest = _regressions(np.where(known, y[row], np.nan)[None], np.nan_to_num(X), loads[row][None])
        loadings[row], left[row] = one[0], rest[0]
        if panel.aggregation[row] is Aggregation.GROWTH:
            left[row] /= (GROWTH_WEIGHT**2).sum()
    persistence = np.full(n, 0.1 if model.idiosyncratic is Idiosyncratic.AR1 else 0.0)
    return Theta(loadings, transition, innovation, np.maximum(left, LEAST_VARIANCE / 20), persistence)


def _regressions(y: Floats, X: Floats, loads: Flags) -> tuple[Floats, Floats]:
    """Return coefficients (n, r) of every series on X (T, r) over what is observed, and the variance left (n,)."""
    there = (~np.isnan(y)).astype(float)
    filled = np.nan_to_num(y)
    r = X.shape[1]
    S = (there @ (X[:, :, None] * X[:, None, :]).reshape(len(X), r * r)).reshape(-1, r, r)
    b = filled @ X
    outside = ~loads
    S[outside[:, :, None] | outside[:, None, :]] = 0.0
    diagonal = np.arange(r)
    S[:, diagonal, diagonal] += np.where(outside, 1.0, RIDGE * (1 + there.sum(axis=1))[:, None])
    b[outside] = 0.0
    loadings = np.linalg.solve(S, b[:, :, None])[:, :, 0]
    left = ((filled - there * (loadings @ X.T)) ** 2).sum(axis=1) / np.maximum(there.sum(axis=1), 1)
    return np.asarray(loadings, np.float64), np.asarray(np.maximum(left, LEAST_VARIANCE), np.float64)


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
