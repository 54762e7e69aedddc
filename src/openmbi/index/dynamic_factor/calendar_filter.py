"""Filter and smoother for sums and means over calendar periods: the state holds the factors, their lags, and one cumulator a frequency.

State (m,) of period t: f_t, …, f_{t−p}, and for each span the sum C of f since its period began: C_t = κ_t C_{t−1} + f_t, κ_t = 0 where one begins
(Harvey 1989, Forecasting, Structural Time Series Models, sec. 6.3). A day, a week, a month and a quarter need three cumulators, not lags of a quarter of days.
All series of one span collapse into r numbers (Jungbacker and Koopman 2015, Econometrics J. 18:C1): J = Σ λλ'/σ², b = Σ λy/σ² about block Z of the state.
With W = PZ', M = ZPZ', V = (M⁻¹ + J)⁻¹, u = b − JZa: a ← a + W w, w = M⁻¹V u, and P ← P − W G W', G = M⁻¹ − M⁻¹VM⁻¹. The smoother is the disturbance
form of de Jong (1989, J. American Statistical Association 84:1085).
"""

from __future__ import annotations

import numpy as np

from openmbi.index.dynamic_factor.dense import inverted
from openmbi.index.dynamic_factor.precision import information, inverses, stationary
from openmbi.index.dynamic_factor.skyline import FAST
from openmbi.index.dynamic_factor.steps import entry, part


@entry()
def forward(lay, theta, work):
    """Filter; return −2 times the log-likelihood without its 2π, NaN where the parameters are not admissible."""
    T, r, m, S = len(lay.pattern), lay.factors, lay.state, len(lay.starts)
    reach = r * (lay.lags + 1)
    a, P, U, old = np.zeros(m), np.zeros((m, m)), np.zeros((r, m)), np.zeros(m)
    J, b = np.empty((r, r)), np.empty(r)
    deviance = _begin(lay, theta, P)
    ordinary = information(lay.patterns, theta.loadings, inverses(theta.variance))
    direction, constant = _direction(lay, theta)
    deviance += constant
    at = 0
    for t in range(T):
        if t > 0:
            _predict(lay, theta, t, a, P, U, old)
        g = lay.pattern[t]
        for k in range(r):
            b[k] = direction[t, k] + work.extra[t * m + k]
            for n in range(r):
                J[k, n] = ordinary[g, k * r + n]
        told = lay.counted[g] > 0 or _any(work.extra, t * m, r)
        work.same[t * (S + 1)] = told
        if told:
            deviance += _update(work, t * (S + 1), 0, a, P, J, b)
        for s in range(S):
            found = at < len(lay.special) and lay.special[at, 0] == t and lay.special[at, 2] == s
            offset = reach + s * r
            found = found or _any(work.extra, t * m + offset, r)
            work.same[t * (S + 1) + s + 1] = found
            if found:
                begin = at
                while at < len(lay.special) and lay.special[at, 0] == t and lay.special[at, 2] == s:
                    at += 1
                deviance += _collapse(lay, theta, begin, at, J, b)
                for k in range(r):
                    b[k] += work.extra[t * m + offset + k]
                deviance += _update(work, t * (S + 1) + s + 1, offset, a, P, J, b)
        _store(work, t, a, P)
        if np.isnan(deviance):
            return deviance
    return deviance


@part()
def _any(extra, begin, r):
    for k in range(begin, begin + r):
        if extra[k] != 0:
            return True
    return False


@part()
def _store(work, t, a, P):
    m = len(a)
    for i in range(m):
        work.h[t * m + i] = a[i]
        for j in range(m):
            work.entry[(t * m + i) * m + j] = P[i, j]


@part()
def _begin(lay, theta, P):
    """Put the stationary law of factors and lags into place; a cumulator begins as the factor."""
    r = lay.factors
    reach = r * (lay.lags + 1)
    first = _stationary_lags(theta.transition, theta.innovation)
    for i in range(len(P)):
        for j in range(len(P)):
            P[i, j] = first[i if i < reach else (i - reach) % r, j if j < reach else (j - reach) % r]
    return 0.0 * first[0, 0]


@part()
def _stationary_lags(transition, innovation):
    """Return the covariance of f_t, …, f_{t−p}, one lag more than the law of the factors needs."""
    p, r, _ = transition.shape
    S = stationary(transition, innovation)
    more = np.zeros(((p + 1) * r, (p + 1) * r))
    for i in range((p + 1) * r):
        for j in range((p + 1) * r):
            if i < p * r and j < p * r:
                more[i, j] = S[i, j]
            elif i >= p * r and j >= p * r:
                more[i, j] = S[i - p * r, j - p * r]
    for lag in range(p - 1):  # Cov(f_{t−1−lag}, f_{t−p}) is that of one period before
        for k in range(r):
            for m in range(r):
                more[(lag + 1) * r + k, p * r + m] = more[p * r + m, (lag + 1) * r + k] = S[
                    lag * r + k, (p - 1) * r + m
                ]
    for k in range(r):
        for m in range(r):
            total = 0.0
            for lag in range(p):
                for n in range(r):
                    total += transition[lag, k, n] * (S[n, m] if p == 1 else more[(lag + 1) * r + n, p * r + m])
            more[k, p * r + m] = more[p * r + m, k] = total
    return more


@part(fastmath=FAST, error_model="numpy")
def _direction(lay, theta):
    """Return Σ λ y/σ² (T, r) of the ordinary observations, and their part of the deviance."""
    T, n = lay.y.shape
    r = lay.factors
    direction, constant = np.zeros((T, r)), 0.0
    for t in range(T):
        g = lay.pattern[t]
        for i in range(n):
            w = lay.patterns[g, i]
            if w > 0:
                v = w * lay.y[t, i] / theta.variance[i]
                constant += v * lay.y[t, i] + np.log(theta.variance[i] / w)
                for k in range(r):
                    direction[t, k] += theta.loadings[i, k] * v
    return direction, constant


@part(error_model="numpy")
def _collapse(lay, theta, begin, end, J, b):
    """Put the information of one span's observations in one period into place; return their part of the deviance."""
    r, constant = lay.factors, 0.0
    for k in range(r):
        b[k] = 0.0
        for n in range(r):
            J[k, n] = 0.0
    for row in range(begin, end):
        t, i, share = lay.special[row, 0], lay.special[row, 1], lay.share[row]
        w, y = lay.there[t, i] / theta.variance[i], lay.y[t, i]
        constant += w * y * y - np.log(w)
        for k in range(r):
            b[k] += share * theta.loadings[i, k] * w * y
            for n in range(r):
                J[k, n] += share * share * theta.loadings[i, k] * theta.loadings[i, n] * w
    return constant


@part(fastmath=FAST, error_model="numpy")
def _predict(lay, theta, t, a, P, U, old):
    """Move the state on by one period in place.

    Size: one pass over the blocks of one matrix, in an order that lets it be done in place.
    """
    r, p, S, m = lay.factors, lay.lags, len(lay.starts), len(a)
    reach = r * (p + 1)
    for j in range(m):
        old[j] = a[j]
        for k in range(r):
            total = 0.0
            for lag in range(p):
                for n in range(r):
                    total += theta.transition[lag, k, n] * P[lag * r + n, j]
            U[k, j] = total
    V = np.empty((r, r))
    for k in range(r):
        total = 0.0
        for lag in range(p):
            for n in range(r):
                total += theta.transition[lag, k, n] * old[lag * r + n]
        a[k] = total
        for n in range(r):
            V[k, n] = theta.innovation[k, n] / lay.pace[t]
            for lag in range(p):
                for q in range(r):
                    V[k, n] += U[k, lag * r + q] * theta.transition[lag, n, q]
    for i in range(reach - 1, r - 1, -1):
        a[i] = old[i - r]
        for j in range(i, r - 1, -1):
            if j < reach:
                P[i, j] = P[i - r, j - r]
    for s in range(S):
        keep = 0.0 if lay.starts[s, t] else 1.0
        for k in range(r):
            i = reach + s * r + k
            a[i] = keep * old[i] + a[k]
            for other in range(s + 1):
                kept = 0.0 if lay.starts[other, t] else 1.0
                for n in range(r):
                    j = reach + other * r + n
                    if j <= i:
                        P[i, j] = keep * kept * P[i, j] + keep * U[n, i] + kept * U[k, j] + V[k, n]
    for s in range(S):
        keep = 0.0 if lay.starts[s, t] else 1.0
        for k in range(r):
            i = reach + s * r + k
            for j in range(reach - 1, r - 1, -1):
                P[i, j] = keep * P[i, j - r] + U[k, j - r]
            for n in range(r):
                P[i, n] = keep * U[n, i] + V[n, k]
    for j in range(r, reach):
        for k in range(r):
            P[j, k] = U[k, j - r]
    for k in range(r):
        for n in range(k + 1):
            P[k, n] = V[k, n]
    for i in range(m):
        for j in range(i):
            P[j, i] = P[i, j]


@part(fastmath=FAST, error_model="numpy")
def _update(work, number, offset, a, P, J, b):
    """Take the information (J, b) about a block of the state in, in place; return its part of the deviance."""
    r, m = len(b), len(a)
    W = work.gain[number]
    M = np.empty((r, r))
    for k in range(r):
        for n in range(r):
            M[k, n] = P[offset + k, offset + n]
    back, log = inverted(M)
    both = back + J
    V, more = inverted(both)
    u, z = np.empty(r), np.empty(r)
    deviance = log + more
    for k in range(r):
        u[k] = b[k]
        for n in range(r):
            u[k] -= J[k, n] * a[offset + n]
            deviance += a[offset + k] * J[k, n] * a[offset + n]
        deviance -= 2 * a[offset + k] * b[k]
    for k in range(r):
        z[k] = 0.0
        for n in range(r):
            z[k] += V[k, n] * u[n]
        deviance -= u[k] * z[k]
    for i in range(m):
        for k in range(r):
            W[i, k] = P[i, offset + k]
    for k in range(r):
        w = 0.0
        for n in range(r):
            w += back[k, n] * z[n]
            total = back[k, n]
            for q in range(r):
                for c in range(r):
                    total -= back[k, q] * V[q, c] * back[c, n]
            W[m + k, n] = total
        W[m + r, k] = w
    _shrink(W, a, P, r)
    return deviance


@part(fastmath=FAST)
def _shrink(W, a, P, r):
    """Put a + W w and P − W G W' into place."""
    m = len(a)
    D = np.zeros((m, r))
    for i in range(m):
        for k in range(r):
            a[i] += W[i, k] * W[m + r, k]
            for n in range(r):
                D[i, n] += W[i, k] * W[m + k, n]
    for i in range(m):
        for j in range(i + 1):
            total = P[i, j]
            for k in range(r):
                total -= D[i, k] * W[j, k]
            P[i, j] = P[j, i] = total


@entry(fastmath=FAST)
def backward(lay, theta, work, x, spread):
    """Smooth: put the means (T·m,) into x and, where `spread`, covariances of the factors with their lags, and of cumulators at the end of a period."""
    T, r, m, S = len(lay.pattern), lay.factors, lay.state, len(lay.starts)
    reach = r * (lay.lags + 1)
    pull, N = np.zeros(m), np.zeros((m, m))
    half = np.zeros((m, m))
    for t in range(T - 1, -1, -1):
        for i in range(m):
            total = work.h[t * m + i]
            for j in range(m):
                total += work.entry[(t * m + i) * m + j] * pull[j]
            x[t * m + i] = total
        if spread:
            _cut(work, t, 0, reach, m, N, half)
            for s in range(S):
                if work.same[t * (S + 1) + s + 1]:
                    _cut(work, t, reach + s * r, reach + (s + 1) * r, m, N, half)
        for group in range(S, -1, -1):
            if work.same[t * (S + 1) + group]:
                offset = 0 if group == 0 else reach + (group - 1) * r
                _back_update(work.gain[t * (S + 1) + group], offset, r, pull, N, spread)
        if t > 0:
            _back_predict(lay, theta, t, pull, N, half, spread)


@part(fastmath=FAST)
def _cut(work, t, begin, end, m, N, half):
    """Put the covariance P − P N P of rows and columns begin…end into place."""
    base = t * m
    for i in range(begin, end):
        for j in range(m):
            total = 0.0
            for k in range(m):
                total += work.entry[(base + i) * m + k] * N[k, j]
            half[i, j] = total
        for j in range(begin, i + 1):
            total = work.entry[(base + i) * m + j]
            for k in range(m):
                total -= half[i, k] * work.entry[(base + j) * m + k]
            work.inverse[(base + i) * m + j] = work.inverse[(base + j) * m + i] = total


@part(fastmath=FAST)
def _back_update(W, offset, r, pull, N, spread):
    m = len(pull)
    seen, move = np.zeros(r), np.zeros(r)
    for k in range(r):
        for i in range(m):
            seen[k] += W[i, k] * pull[i]
    for k in range(r):
        move[k] = W[m + r, k]
        for n in range(r):
            move[k] -= W[m + k, n] * seen[n]
    for k in range(r):
        pull[offset + k] += move[k]
    if not spread:
        return
    Y, X = np.zeros((m, r)), np.zeros((r, r))
    for i in range(m):
        for j in range(m):
            for k in range(r):
                Y[i, k] += N[i, j] * W[j, k]
    for k in range(r):
        for n in range(r):
            for i in range(m):
                X[k, n] += W[i, k] * Y[i, n]
    for i in range(m):
        for k in range(r):
            total = 0.0
            for n in range(r):
                total += Y[i, n] * W[m + n, k]
            N[i, offset + k] -= total
            N[offset + k, i] -= total
    for k in range(r):
        for n in range(r):
            total = W[m + k, n]
            for q in range(r):
                for c in range(r):
                    total += W[m + k, q] * X[q, c] * W[m + c, n]
            N[offset + k, offset + n] += total


@part(fastmath=FAST)
def _back_predict(lay, theta, t, pull, N, half, spread):
    """Put T'r and T'NT into place."""
    m = len(pull)
    _transposed(lay, theta, t, pull, half[0])
    for i in range(m):
        pull[i] = half[0, i]
    if not spread:
        return
    for i in range(m):
        _transposed(lay, theta, t, N[i], half[i])
    for i in range(m):
        for j in range(m):
            N[i, j] = half[j, i]
    for i in range(m):
        _transposed(lay, theta, t, N[i], half[i])
    for i in range(m):
        for j in range(i + 1):
            N[i, j] = N[j, i] = (half[i, j] + half[j, i]) / 2


@part(fastmath=FAST)
def _transposed(lay, theta, t, row, place):
    """Put T'v (m,) of a row v into place."""
    r, p, S = lay.factors, lay.lags, len(lay.starts)
    reach = r * (p + 1)
    for i in range(r, reach):
        place[i - r] = row[i]
    for i in range(reach - r, reach):
        place[i] = 0.0
    for k in range(r):
        total = row[k]
        for s in range(S):
            total += row[reach + s * r + k]
        for lag in range(p):
            for n in range(r):
                place[lag * r + n] += theta.transition[lag, k, n] * total
    for s in range(S):
        keep = 0.0 if lay.starts[s, t] else 1.0
        for k in range(r):
            place[reach + s * r + k] = keep * row[reach + s * r + k]
