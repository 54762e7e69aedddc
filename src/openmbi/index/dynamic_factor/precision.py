"""The posterior precision of the unknowns, term by term: the law of the factors, the observations, the law of latent idiosyncratic terms.

Every term is a normal law of a linear form, (a'x − c)² / s; it adds aa'/s to the precision, ca/s to the information vector, c²/s to the constant and log s to
the normaliser. Notation as in `model.py`; κ_g = (1 − ρ²) / (1 − ρ^{2g}) turns the variance of one period's innovation into that over a gap of g: s = σ²/κ_g,
and the first observation has κ = 1 − ρ².
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from openmbi.core.tables import Floats
from openmbi.index.dynamic_factor.dense import inverted, product, product_transposed, times
from openmbi.index.dynamic_factor.layout import ELIMINATED, GROWTH_WEIGHT, MIDDLE, REACH
from openmbi.index.dynamic_factor.skyline import FAST
from openmbi.index.dynamic_factor.steps import entry, part

WEIGHT = GROWTH_WEIGHT.copy()
UNBOUNDED = 1e12
NEGLIGIBLE = 1e-17
LONGEST_TERM = 2 * (REACH + 1)  # times factors and months: room for the difference of two terms


class Theta(NamedTuple):
    """Parameters for the compiled steps: loadings (n, r), transition (p, r, r), innovation (r, r), variance and persistence (n,)."""

    loadings: Floats
    transition: Floats
    innovation: Floats
    variance: Floats
    persistence: Floats


@entry()
def assemble(lay, theta, entry, h):
    """Fill the precision (skyline) and the information vector h (N,); return constant and normaliser, NaN where the factors have no stationary law."""
    for i in range(len(entry)):
        entry[i] = 0.0
    for i in range(len(h)):
        h[i] = 0.0
    normaliser = _law_of_factors(lay, theta, entry)
    if np.isnan(normaliser):
        return 0.0, normaliser
    if lay.autoregressive:
        constant, more = _differenced(lay, theta, entry, h)
        special, extra = _gapped(lay, theta, entry, h)
    else:
        constant, more = _ordinary(lay, theta, entry, h)
        special, extra = _growth(lay, theta, entry, h)
    latent, last = _latent(lay, theta, entry, h)
    return constant + special + latent, normaliser + more + extra + last


@part()
def stationary(transition, innovation):
    """Return the covariance (pr, pr) of f_t, …, f_{t−p+1} under the stationary law by doubling; NaN in [0, 0] where there is none.

    S = Σ_k Aᵏ Q A'ᵏ with the companion A: each round doubles the number of summands (Anderson and Moore 1979, Optimal Filtering, p. 67).
    """
    p, r, _ = transition.shape
    size = p * r
    A, S = np.zeros((size, size)), np.zeros((size, size))
    for k in range(r):
        for m in range(r):
            S[k, m] = innovation[k, m]
            for lag in range(p):
                A[k, lag * r + m] = transition[lag, k, m]
    for k in range(r * (p - 1)):
        A[r + k, k] = 1.0
    for _ in range(60):
        step = product(A, product_transposed(S, A))
        A = product(A, A)
        most, moved = 0.0, 0.0
        for k in range(size):
            for m in range(size):
                S[k, m] += step[k, m]
                most, moved = max(most, np.abs(S[k, m])), max(moved, np.abs(step[k, m]))
        if not most < UNBOUNDED:
            break
        if moved <= NEGLIGIBLE * most:
            return S
    S[0, 0] = np.nan
    return S


@part()
def _law_of_factors(lay, theta, entry):
    r, p, T = lay.factors, lay.lags, len(lay.block) - 1
    first = stationary(theta.transition, theta.innovation)
    if np.isnan(first[0, 0]):
        return np.nan
    begin, first_log = inverted(first)
    precision, log = inverted(theta.innovation)
    if np.isnan(first_log) or np.isnan(log):
        return np.nan
    form = np.zeros(((p + 1) * r, r))
    for k in range(r):
        form[k, k] = 1.0
        for lag in range(p):
            for m in range(r):
                form[(lag + 1) * r + m, k] = -theta.transition[lag, k, m]
    _add_block(lay, entry, p - 1, begin, p)
    term = product_transposed(product(form, precision), form)
    paced = np.empty_like(term)
    for t in range(p, T):
        log_pace = np.log(lay.pace[t])
        if log_pace == 0:
            _add_block(lay, entry, t, term, p + 1)
        else:
            for i in range(len(term)):
                for j in range(len(term)):
                    paced[i, j] = term[i, j] * lay.pace[t]
            _add_block(lay, entry, t, paced, p + 1)
            first_log -= r * log_pace
    return (T - p) * log + first_log


@part(fastmath=FAST)
def _add_block(lay, entry, t, term, periods):
    """Add a symmetric term (periods · r)² over the factors of periods t, t − 1, …"""
    r = lay.factors
    for a in range(periods):
        for k in range(r):
            i = lay.block[t - a] + k
            row = lay.start[i] - lay.first[i]
            for b in range(a, periods):
                j = row + lay.block[t - b]
                for m in range(k + 1 if b == a else r):
                    entry[j + m] += term[a * r + k, b * r + m]


@part(fastmath=FAST)
def information(patterns, loadings, precision):
    """Return Σ_i w_pi λ_i λ_i' · precision_i (P, r²) of each pattern."""
    n, r = loadings.shape
    square = np.empty((n, r * r))
    for i in range(n):
        for k in range(r):
            for m in range(r):
                square[i, k * r + m] = loadings[i, k] * loadings[i, m] * precision[i]
    return times(patterns, square)


@part()
def inverses(variance):
    """Return 1/σ² (n,)."""
    precision = np.empty(len(variance))
    for i in range(len(variance)):
        precision[i] = 1 / variance[i]
    return precision


@part(fastmath=FAST)
def _scaled(loadings, factor):
    """Return λ_i · factor_i (n, r)."""
    n, r = loadings.shape
    scaled = np.empty((n, r))
    for i in range(n):
        for k in range(r):
            scaled[i, k] = loadings[i, k] * factor[i]
    return scaled


@part(fastmath=FAST)
def _add_square(lay, entry, t, flat):
    """Add a symmetric term, given flat (r²,), over the factors of one period."""
    r = lay.factors
    for k in range(r):
        i = lay.block[t] + k
        row = lay.start[i] - lay.first[i] + lay.block[t]
        for m in range(k + 1):
            entry[row + m] += flat[k * r + m]


@part(fastmath=FAST, error_model="numpy")
def _ordinary(lay, theta, entry, h):
    """Add observations of white noise about the factors: constant and normaliser."""
    T, r, n = len(lay.pattern), lay.factors, len(theta.variance)
    precision, log = inverses(theta.variance), np.empty(n)
    for i in range(n):
        log[i] = np.log(theta.variance[i])
    told = information(lay.patterns, theta.loadings, precision)
    scaled = _scaled(theta.loadings, precision)
    constant, normaliser = 0.0, 0.0
    weighted = np.empty((T, n))
    for t in range(T):
        g = lay.pattern[t]
        for i in range(n):
            w = lay.patterns[g, i]
            weighted[t, i] = w * lay.y[t, i]
            constant += weighted[t, i] * lay.y[t, i] * precision[i]
            if w > 0:
                normaliser += log[i] if w == 1 else log[i] - np.log(w)
    direction = times(weighted, scaled)
    for t in range(T):
        _add_square(lay, entry, t, told[lay.pattern[t]])
        for k in range(r):
            h[lay.block[t] + k] += direction[t, k]
    return constant, normaliser


@part(fastmath=FAST, error_model="numpy")
def _differenced(lay, theta, entry, h):
    """Add observations with one in the period before, quasi-differenced: (y_t − ρ y_{t−1}) about λ'(f_t − ρ f_{t−1}) with variance σ²."""
    n, r = theta.loadings.shape
    rho = theta.persistence
    precision, log, once, twice = np.empty(n), np.empty(n), np.empty(n), np.empty(n)
    for i in range(n):
        precision[i], log[i] = 1 / theta.variance[i], np.log(theta.variance[i])
        once[i], twice[i] = precision[i] * rho[i], precision[i] * rho[i] * rho[i]
    now = information(lay.patterns, theta.loadings, precision)
    across = information(lay.patterns, theta.loadings, once)
    before = information(lay.patterns, theta.loadings, twice)
    T = len(lay.pattern)
    V = np.zeros((T, n))
    constant, normaliser = 0.0, 0.0
    for t in range(1, T):
        g = lay.pattern[t]
        for i in range(n):
            w = lay.patterns[g, i]
            if w > 0:
                v = lay.y[t, i] - rho[i] * lay.y[t - 1, i]
                V[t, i] = w * v * precision[i]
                constant += V[t, i] * v
                normaliser += log[i] if w == 1 else log[i] - np.log(w)
    ahead, behind = times(V, theta.loadings), times(V, _scaled(theta.loadings, rho))
    for t in range(1, T):
        g = lay.pattern[t]
        _add_square(lay, entry, t, now[g])
        _add_square(lay, entry, t - 1, before[g])
        for k in range(r):
            i = lay.block[t] + k
            row = lay.start[i] - lay.first[i] + lay.block[t - 1]
            if lay.back[t] > 0:
                for m in range(r):
                    entry[row + m] -= across[g, k * r + m]
            h[i] += ahead[t, k]
            h[lay.block[t - 1] + k] -= behind[t, k]
    return constant, normaliser


@part(inline="always")
def gap_factor(rho, gap):
    """Return κ_g; of gap 0, the first observation, 1 − ρ²."""
    return 1 - rho * rho if gap == 0 else (1 - rho * rho) / (1 - rho ** (2 * gap))


@part(error_model="numpy")
def _gapped(lay, theta, entry, h):
    """Add first observations, and those over a gap."""
    r = lay.factors
    index, coefficient = np.empty(2 * r, np.int64), np.empty(2 * r)
    constant, normaliser = 0.0, 0.0
    for row in range(len(lay.special)):
        t, i, gap = lay.special[row, 0], lay.special[row, 1], lay.special[row, 2]
        rho = theta.persistence[i]
        s = theta.variance[i] / gap_factor(rho, gap) / lay.there[t, i]
        slope = rho**gap if gap > 0 else 0.0
        for k in range(r):
            index[k], coefficient[k] = lay.block[t] + k, theta.loadings[i, k]
            index[r + k], coefficient[r + k] = lay.block[t - gap] + k, -slope * theta.loadings[i, k]
        value = lay.y[t, i] - slope * lay.y[t - gap, i]
        count = r if gap == 0 else 2 * r
        constant += _add_term(lay, entry, h, index, coefficient, count, value, s)
        normaliser += np.log(s)
    return constant, normaliser


@part(error_model="numpy")
def _growth(lay, theta, entry, h):
    """Add quarters' growth about the factors of its five months, with noise of its own."""
    r = lay.factors
    index, coefficient = np.empty((REACH + 1) * r, np.int64), np.empty((REACH + 1) * r)
    constant, normaliser = 0.0, 0.0
    for row in range(len(lay.special)):
        t, i = lay.special[row, 0], lay.special[row, 1]
        for step in range(REACH + 1):
            for k in range(r):
                index[step * r + k] = lay.block[t - step] + k
                coefficient[step * r + k] = WEIGHT[step] * theta.loadings[i, k]
        s = theta.variance[i] / lay.there[t, i]
        constant += _add_term(lay, entry, h, index, coefficient, len(index), lay.y[t, i], s)
        normaliser += np.log(s)
    return constant, normaliser


@part(fastmath=FAST, error_model="numpy")
def _add_term(lay, entry, h, index, coefficient, count, value, s):
    """Add (a'x − c)² / s of a sparse form a, in which an unknown may stand twice; return c²/s."""
    for a in range(count):
        i = index[a]
        scaled = coefficient[a] / s
        row = lay.start[i] - lay.first[i]
        h[i] += scaled * value
        for b in range(count):
            if index[b] <= i:
                entry[row + index[b]] += scaled * coefficient[b]
    return value * value / s


@part()
def latent_term(lay, theta, t, column, index, coefficient, begin, times):
    """Write `times` · e_t of a latent series as a form of unknowns from `begin` on; return where it ends and its constant."""
    place = lay.place[t, column]
    if place != ELIMINATED:
        index[begin], coefficient[begin] = place, times
        return begin + 1, 0.0
    i, end, at = lay.latent[column], t + MIDDLE, begin
    share = times / WEIGHT[MIDDLE]
    for step in range(REACH + 1):
        for k in range(lay.factors):
            if theta.loadings[i, k] != 0:
                index[at], coefficient[at] = lay.block[end - step] + k, -share * WEIGHT[step] * theta.loadings[i, k]
                at += 1
        if step != MIDDLE:
            index[at], coefficient[at] = lay.place[end - step, column], -share * WEIGHT[step]
            at += 1
    return at, share * lay.y[end, i]


@part(error_model="numpy")
def _latent(lay, theta, entry, h):
    """Add the law of latent terms: e_0 ~ N(0, σ²/(1 − ρ²)), e_t − ρ e_{t−1} ~ N(0, σ²); an eliminated one is as dense as its form says."""
    room = LONGEST_TERM * (lay.factors + 1)
    index, coefficient = np.empty(room, np.int64), np.empty(room)
    constant, normaliser = 0.0, 0.0
    T = len(lay.block) - 1
    for column in range(len(lay.latent)):
        i = lay.latent[column]
        rho, s = theta.persistence[i], theta.variance[i]
        for t in range(T):
            s_t = s if t > 0 else s / (1 - rho * rho)
            count, value = latent_term(lay, theta, t, column, index, coefficient, 0, 1.0)
            if t > 0:
                count, more = latent_term(lay, theta, t - 1, column, index, coefficient, count, -rho)
                value += more
            constant += _add_term(lay, entry, h, index, coefficient, count, -value, s_t)
            normaliser += np.log(s_t)
            if lay.place[t, column] == ELIMINATED:
                normaliser += 2 * np.log(WEIGHT[MIDDLE])
    return constant, normaliser
