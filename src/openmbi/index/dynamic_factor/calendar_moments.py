"""Second moments of factors and cumulators after the calendar smoother, as `moments.py` gives those of the banded precision."""

from __future__ import annotations

import numpy as np

from openmbi.index.dynamic_factor.skyline import FAST
from openmbi.index.dynamic_factor.steps import part


@part(fastmath=FAST)
def calendar_lags(lay, x, Z):
    """Return Σ over t ≥ p of E[gg'], g = (f_t, f_{t−1}, …, f_{t−p})."""
    T, m = len(lay.pattern), lay.state
    reach = lay.factors * (lay.lags + 1)
    S = np.zeros((reach, reach))
    for t in range(lay.lags, T):
        for i in range(reach):
            for j in range(i + 1):
                S[i, j] += lay.pace[t] * (x[t * m + i] * x[t * m + j] + Z[(t * m + i) * m + j])
    for i in range(reach):
        for j in range(i):
            S[j, i] = S[i, j]
    return S


@part(fastmath=FAST)
def calendar_patterns(lay, x, Z):
    """Return Σ E[f_t f_t'] (P, r²) over the periods of each pattern."""
    T, r, m = len(lay.pattern), lay.factors, lay.state
    total = np.zeros((len(lay.patterns), r * r))
    for t in range(T):
        g = lay.pattern[t]
        for k in range(r):
            for n in range(r):
                total[g, k * r + n] += x[t * m + k] * x[t * m + n] + Z[(t * m + k) * m + n]
    return total


@part()
def cumulator_moments(lay, x, Z, row, mean, second):
    """Put E[a] and E[aa'] of a, the sum or mean of the factors over a value's own period, into place."""
    t, span, share = lay.special[row, 0], lay.special[row, 2], lay.share[row]
    r, m = lay.factors, lay.state
    begin = t * m + r * (lay.lags + 1 + span)
    for k in range(r):
        mean[k] = share * x[begin + k]
        for n in range(r):
            square = x[begin + k] * x[begin + n] + Z[(begin + k) * m + begin - t * m + n]
            second[k, n] = share * share * square
