"""Maximisation of series whose idiosyncratic terms are AR(1): by quasi-differences, over gaps and of latent months.

A latent series, a quarter's growth, is taken as the months z = λ'f + e that stand behind it: with e from the posterior, its regression on the factors moves
λ by that of e on the factors.
"""

from __future__ import annotations

import numpy as np

from openmbi.index.dynamic_factor.dense import times
from openmbi.index.dynamic_factor.moments import by_pattern, latent_moments, means, moment
from openmbi.index.dynamic_factor.regression import regressed
from openmbi.index.dynamic_factor.skyline import FAST
from openmbi.index.dynamic_factor.steps import entry, part


@entry(error_model="numpy")
def quasi_differenced(lay, theta, x, Z, loadings, variance, persistence):
    """Put the next loadings, variances and persistence into place."""
    (n, r), F = loadings.shape, means(lay, x)
    turned = lay.patterns.T.copy()
    now = times(turned, by_pattern(lay, x, Z, 0, 0))
    across = times(turned, by_pattern(lay, x, Z, 0, 1))
    then = times(turned, by_pattern(lay, x, Z, 1, 1))
    B, Y, count = _with_series(lay, F, n)
    S, mine, squares = np.empty((3, r, r)), np.empty((4, r)), np.empty(3)
    for i in range(n):
        rows = lay.special_order[lay.special_from[i] : lay.special_from[i + 1]]
        K = len(rows) if lay.latent_of[i] < 0 else 1
        gaps, own = np.zeros(K, np.int64), np.zeros((K, 3, r, r))
        cross, square = np.zeros((K, 4, r)), np.zeros((K, 4))
        number = count[i]
        if lay.latent_of[i] >= 0:
            _all_pairs(lay, x, Z, S)
            _clear(mine, squares)
            square[0, 0] = latent_moments(lay, theta, x, Z, lay.latent_of[i], mine, squares, cross[0, 0])
            square[0, 3] = 1.0
            number = len(F) - 1
            _squares(lay, x, Z, 0, 0, own[0, 0])
        else:
            if number + K == 0:
                continue
            for k in range(r):
                mine[0, k], mine[1, k], mine[2, k], mine[3, k] = B[0][k, i], B[1][k, i], B[2][k, i], B[3][k, i]
                for m in range(r):
                    S[0, k, m], S[1, k, m], S[2, k, m] = now[i, k * r + m], across[i, k * r + m], then[i, k * r + m]
            for which in range(3):
                squares[which] = Y[which, i]
            _over_gaps(lay, x, Z, F, i, rows, gaps, own, cross, square)
        change, variance[i], persistence[i] = regressed(
            S, mine, squares, number, gaps, own, cross, square, lay.loads[i], theta.persistence[i], lay.persistent
        )
        for k in range(r):
            loadings[i, k] = change[k] + (theta.loadings[i, k] if lay.latent_of[i] >= 0 else 0.0)


@part(fastmath=FAST)
def _with_series(lay, F, n):
    """Return Σ E[f] y, four of (r, n), Σ y² and its lags (3, n), and the number of pairs (n,), over observations with one in the period before."""
    T, r = F.shape
    now, then = np.zeros((T, n)), np.zeros((T, n))
    Y, count = np.zeros((3, n)), np.zeros(n)
    for t in range(1, T):
        g = lay.pattern[t]
        for i in range(n):
            w = lay.patterns[g, i]
            if w > 0:
                now[t, i], then[t, i] = w * lay.y[t, i], w * lay.y[t - 1, i]
                Y[0, i] += now[t, i] * lay.y[t, i]
                Y[1, i] += now[t, i] * lay.y[t - 1, i]
                Y[2, i] += then[t, i] * lay.y[t - 1, i]
                count[i] += 1
    ahead, behind = np.empty((r, T)), np.zeros((r, T))
    for t in range(T):
        for k in range(r):
            ahead[k, t] = F[t, k]
            if t > 0:
                behind[k, t] = F[t - 1, k]
    return (times(ahead, now), times(behind, now), times(ahead, then), times(behind, then)), Y, count


@part()
def _clear(mine, squares):
    for k in range(mine.shape[1]):
        mine[0, k] = mine[1, k] = mine[2, k] = mine[3, k] = 0.0
    squares[0] = squares[1] = squares[2] = 0.0


@part()
def _squares(lay, x, Z, t, s, place):
    for k in range(lay.factors):
        for m in range(lay.factors):
            place[k, m] = moment(lay, x, Z, t, s, k, m)


@part()
def _all_pairs(lay, x, Z, S):
    """Put Σ over t ≥ 1 of E[f_t f_t'], E[f_t f_{t−1}'], E[f_{t−1} f_{t−1}'] into place."""
    T, r = len(lay.block) - 1, lay.factors
    for k in range(r):
        for m in range(r):
            S[0, k, m] = S[1, k, m] = S[2, k, m] = 0.0
    for t in range(1, T):
        for k in range(r):
            for m in range(r):
                S[0, k, m] += moment(lay, x, Z, t, t, k, m)
                S[1, k, m] += moment(lay, x, Z, t, t - 1, k, m)
                S[2, k, m] += moment(lay, x, Z, t - 1, t - 1, k, m)


@part()
def _over_gaps(lay, x, Z, F, i, rows, gaps, own, cross, square):
    """Put the moments of a series' first observation and of those over a gap into place."""
    for g in range(len(rows)):
        t, gap = lay.special[rows[g], 0], lay.special[rows[g], 2]
        s, y = t - gap, lay.y[t, i]
        gaps[g] = gap
        _squares(lay, x, Z, t, t, own[g, 0])
        square[g, 0], square[g, 3] = y * y, lay.there[t, i]
        z = lay.y[s, i] if gap > 0 else 0.0
        if gap > 0:
            _squares(lay, x, Z, t, s, own[g, 1])
            _squares(lay, x, Z, s, s, own[g, 2])
            square[g, 1], square[g, 2] = y * z, z * z
        for k in range(F.shape[1]):
            cross[g, 0, k] = F[t, k] * y
            if gap > 0:
                cross[g, 1, k], cross[g, 2, k], cross[g, 3, k] = F[s, k] * y, F[t, k] * z, F[s, k] * z
