"""The parameters that raise the expected log-likelihood of factors and data together: closed forms, series by series.

White noise: λ = S⁻¹b, σ² = mean of E[(y − λ'f)²] (Bańbura and Modugno 2014, J. Applied Econometrics 29:133). AR(1): see `persistent.py`.
Factors: A = S01 S11⁻¹ and Q = (S00 − A S01') / T, block by block.
"""

from __future__ import annotations

import numpy as np

from openmbi.core.tables import Floats
from openmbi.index.dynamic_factor.calendar_moments import calendar_lags, calendar_patterns, cumulator_moments
from openmbi.index.dynamic_factor.dense import cholesky, substitute, times
from openmbi.index.dynamic_factor.layout import Layout
from openmbi.index.dynamic_factor.moments import by_pattern, growth_moments, means
from openmbi.index.dynamic_factor.persistent import quasi_differenced
from openmbi.index.dynamic_factor.precision import Theta
from openmbi.index.dynamic_factor.regression import SMALLEST_VARIANCE, solved
from openmbi.index.dynamic_factor.skyline import FAST
from openmbi.index.dynamic_factor.steps import entry, part


def maximise(lay: Layout, theta: Theta, x: Floats, Z: Floats) -> Theta:
    """Return the next parameters from the posterior x (N,) and Z (its selected inverse) at the present ones."""
    transition, innovation = _law_of_factors(lay, x, Z)
    loadings, variance, persistence = theta.loadings.copy(), theta.variance.copy(), theta.persistence.copy()
    if lay.autoregressive:
        quasi_differenced(lay, theta, x, Z, loadings, variance, persistence)
    else:
        _white(lay, x, Z, loadings, variance)
    return Theta(loadings, transition, innovation, variance, persistence)


@entry()
def _law_of_factors(lay, x, Z):
    T, r, p = len(lay.block) - 1, lay.factors, lay.lags
    S = calendar_lags(lay, x, Z) if lay.calendar else _lag_moments(lay, x, Z)
    transition, innovation = np.zeros((p, r, r)), np.zeros((r, r))
    begin = 0
    while begin < r:
        end = begin
        while end < r and lay.block_of[end] == lay.block_of[begin]:
            end += 1
        own = end - begin
        L, column = np.empty((p * own, p * own)), np.empty(p * own)
        for a in range(p * own):
            for b in range(p * own):
                L[a, b] = S[(a // own + 1) * r + begin + a % own, (b // own + 1) * r + begin + b % own]
        cholesky(L)
        for k in range(own):
            for a in range(p * own):
                column[a] = S[begin + k, (a // own + 1) * r + begin + a % own]
            substitute(L, column)
            for m in range(own):
                left = S[begin + k, begin + m]
                for a in range(p * own):
                    left -= column[a] * S[(a // own + 1) * r + begin + a % own, begin + m]
                innovation[begin + k, begin + m] = left / (T - p)
            for a in range(p * own):
                transition[a // own, begin + k, begin + a % own] = column[a]
        begin = end
    for k in range(r):
        for m in range(k):
            innovation[k, m] = innovation[m, k] = (innovation[k, m] + innovation[m, k]) / 2
    return transition, innovation


@part(fastmath=FAST)
def _lag_moments(lay, x, Z):
    """Return Σ over t ≥ p of E[gg'], g = (f_t, f_{t−1}, …, f_{t−p})."""
    T, r, p = len(lay.block) - 1, lay.factors, lay.lags
    S = np.zeros(((p + 1) * r, (p + 1) * r))
    for t in range(p, T):
        for a in range(p + 1):
            for k in range(r):
                i = lay.block[t - a] + k
                row = lay.start[i] - lay.first[i]
                for b in range(a, p + 1):
                    column = lay.block[t - b]
                    for m in range(k + 1 if a == b else r):
                        S[a * r + k, b * r + m] += lay.pace[t] * (x[i] * x[column + m] + Z[row + column + m])
    for a in range((p + 1) * r):
        for b in range((p + 1) * r):
            if a // r > b // r or (a // r == b // r and a < b):
                S[a, b] = S[b, a]
    return S


@entry(error_model="numpy", fastmath=FAST)
def _white(lay, x, Z, loadings, variance):
    """Put the next loadings and variances of series with white noise into place.

    Size: sums, solutions and variances of one loop each, over the same arrays.
    """
    (n, r), F = loadings.shape, means(lay, x)
    T = len(F)
    patterned = calendar_patterns(lay, x, Z) if lay.calendar else by_pattern(lay, x, Z, 0, 0)
    S = times(lay.patterns.T.copy(), patterned)
    weighted, square, count = np.empty((T, n)), np.zeros(n), np.zeros(n)
    for t in range(T):
        g = lay.pattern[t]
        for i in range(n):
            w = lay.patterns[g, i]
            weighted[t, i] = w * lay.y[t, i]
            square[i] += weighted[t, i] * lay.y[t, i]
            if w > 0:
                count[i] += 1
    b = times(F.T.copy(), weighted)
    mean, second = np.empty(r), np.empty((r, r))
    for row in range(len(lay.special)):
        t, i = lay.special[row, 0], lay.special[row, 1]
        if lay.calendar:
            cumulator_moments(lay, x, Z, row, mean, second)
        else:
            growth_moments(lay, x, Z, row, mean, second)
        w, y = lay.there[t, i], lay.y[t, i]
        for k in range(r):
            b[k, i] += w * y * mean[k]
            for m in range(r):
                S[i, k * r + m] += w * second[k, m]
        square[i] += w * y * y
        count[i] += 1
    matrix, vector = np.empty((r, r)), np.empty(r)
    for i in range(n):
        if count[i] == 0:
            continue
        for k in range(r):
            vector[k] = b[k, i]
            for m in range(r):
                matrix[k, m] = S[i, k * r + m]
        loading = solved(matrix, vector, lay.loads[i])
        left = square[i]
        for k in range(r):
            left -= 2 * loading[k] * vector[k]
            for m in range(r):
                left += loading[k] * matrix[k, m] * loading[m]
            loadings[i, k] = loading[k]
        variance[i] = max(left / count[i], SMALLEST_VARIANCE)
