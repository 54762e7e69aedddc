"""Second moments of the unknowns given the data, gathered as the maximisation needs them: by missing pattern, never by series and period.

F: posterior means of the factors (T, r). Of pairs of periods (t, t − g): E[f_t f_t'], E[f_t f_{t−g}'], E[f_{t−g} f_{t−g}'].
"""

from __future__ import annotations

import numpy as np

from openmbi.index.dynamic_factor.layout import REACH
from openmbi.index.dynamic_factor.precision import LONGEST_TERM, WEIGHT, latent_term
from openmbi.index.dynamic_factor.skyline import FAST, at
from openmbi.index.dynamic_factor.steps import entry, part


@entry()
def means(lay, x):
    """Return F (T, r)."""
    T = len(lay.block) - 1
    F = np.empty((T, lay.factors))
    for t in range(T):
        for k in range(lay.factors):
            F[t, k] = x[lay.block[t] + k]
    return F


@part()
def moment(lay, x, Z, t, s, k, m):
    """Return E[f_tk f_sm], for periods whose rows meet."""
    i, j = lay.block[t] + k, lay.block[s] + m
    return x[i] * x[j] + at(Z, lay.first, lay.start, i, j)


@part(fastmath=FAST)
def by_pattern(lay, x, Z, ahead, behind):
    """Return Σ E[f_{t−ahead} f_{t−behind}'] (P, r²) over the periods t of each pattern, 0 ≤ ahead ≤ behind."""
    T, r = len(lay.block) - 1, lay.factors
    total = np.zeros((len(lay.patterns), r * r))
    for t in range(behind, T):
        g = lay.pattern[t]
        column = lay.block[t - behind]
        for k in range(r):
            i = lay.block[t - ahead] + k
            row = lay.start[i] - lay.first[i] + column
            for m in range(k + 1 if ahead == behind else r):
                total[g, k * r + m] += x[i] * x[column + m] + Z[row + m]
    if ahead == behind:
        for g in range(len(total)):
            for k in range(r):
                for m in range(k):
                    total[g, m * r + k] = total[g, k * r + m]
    return total


@part()
def growth_moments(lay, x, Z, row, mean, second):
    """Put E[a] (r,) and E[aa'] (r, r) of a = Σ w_k f_{t−k}, the factors' part of a quarter's growth, into place; `row` is that of `special`."""
    t, r = lay.special[row, 0], lay.factors
    for k in range(r):
        mean[k] = 0.0
        for a in range(REACH + 1):
            mean[k] += WEIGHT[a] * x[lay.block[t - a] + k]
        for m in range(r):
            second[k, m] = 0.0
            for a in range(REACH + 1):
                for b in range(REACH + 1):
                    second[k, m] += WEIGHT[a] * WEIGHT[b] * moment(lay, x, Z, t - a, t - b, k, m)


@part()
def latent_moments(lay, theta, x, Z, column, cross, own, first):
    """Put moments of a latent term e into place; return E[e_0²].

    `cross` (4, r): Σ over t ≥ 1 of E[f_s e_u] for (s, u) = (t, t), (t−1, t), (t, t−1), (t−1, t−1); `own` (3,): Σ E[e_t²], E[e_t e_{t−1}], E[e²_{t−1}];
    `first` (r,): E[f_0 e_0].
    """
    T, r = len(lay.block) - 1, lay.factors
    room = LONGEST_TERM * (r + 1)
    index, coefficient = np.empty((2, room), np.int64), np.empty((2, room))
    count, mean = np.zeros(2, np.int64), np.zeros(2)
    first_own, before = 0.0, 0.0
    for t in range(T):
        now, then = t % 2, 1 - t % 2
        count[now], mean[now] = latent_term(lay, theta, t, column, index[now], coefficient[now], 0, 1.0)
        for a in range(count[now]):
            mean[now] += coefficient[now, a] * x[index[now, a]]
        square = mean[now] ** 2 + _form(lay, Z, index, coefficient, count, now, now)
        for k in range(r):
            if t == 0:
                first[k] = _with_factor(lay, Z, x, 0, k, index, coefficient, count, mean, now)
            else:
                for which in range(4):
                    u = now if which < 2 else then
                    cross[which, k] += _with_factor(lay, Z, x, t - which % 2, k, index, coefficient, count, mean, u)
        if t == 0:
            first_own = square
        else:
            own[0] += square
            own[1] += mean[now] * mean[then] + _form(lay, Z, index, coefficient, count, now, then)
            own[2] += before
        before = square
    return first_own


@part()
def _form(lay, Z, index, coefficient, count, one, other):
    """Return the covariance of two sparse forms."""
    total = 0.0
    for a in range(count[one]):
        for b in range(count[other]):
            total += (
                coefficient[one, a]
                * coefficient[other, b]
                * at(Z, lay.first, lay.start, index[one, a], index[other, b])
            )
    return total


@part()
def _with_factor(lay, Z, x, t, k, index, coefficient, count, mean, which):
    """Return E[f_tk e] of a sparse form e."""
    i = lay.block[t] + k
    result = x[i] * mean[which]
    for a in range(count[which]):
        result += coefficient[which, a] * at(Z, lay.first, lay.start, i, index[which, a])
    return result
