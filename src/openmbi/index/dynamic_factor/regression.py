"""One series on the factors, from expected moments: loadings, variance, and the persistence of an AR(1) term over gaps."""

from __future__ import annotations

import numpy as np

from openmbi.index.dynamic_factor.dense import cholesky, quadratic, substitute
from openmbi.index.dynamic_factor.precision import gap_factor
from openmbi.index.dynamic_factor.steps import part

SMALLEST_VARIANCE = 1e-6
LARGEST_PERSISTENCE = 0.999
GOLDEN = 0.6180339887498949


@part()
def solved(S, b, loads):
    """Return S⁻¹b (r,) over the factors that a series loads on, 0 for the others."""
    r = len(b)
    own = np.empty(r, np.int64)
    count = 0
    for k in range(r):
        if loads[k]:
            own[count] = k
            count += 1
    L, part, result = np.empty((count, count)), np.empty(count), np.zeros(r)
    for a in range(count):
        part[a] = b[own[a]]
        for c in range(count):
            L[a, c] = S[own[a], own[c]]
    if np.isnan(cholesky(L)):
        return result
    substitute(L, part)
    for a in range(count):
        result[own[a]] = part[a]
    return result


@part(error_model="numpy")
def regressed(S, B, Y, count, gaps, own, cross, square, loads, rho, persistent):
    """Return λ, σ² and ρ of y on f with AR(1) errors: λ given ρ, then ρ given λ, then σ².

    S (3, r, r): Σ E[ff'] of (now, now), (now, then), (then, then); B (4, r): Σ E[f] y of (now, now), (then, now), (now, then), (then, then) as (factor,
    series); Y (3,): Σ y², Σ y y₋, Σ y₋². The same of each of K observations over a gap: `own` (K, 3, r, r), `cross` (K, 4, r), `square` (K, 4), whose last is
    the weight.
    """
    r, K = len(loads), len(gaps)
    matrix, vector = np.empty((r, r)), np.empty(r)
    for k in range(r):
        vector[k] = B[0, k] - rho * (B[1, k] + B[2, k]) + rho * rho * B[3, k]
        for m in range(r):
            matrix[k, m] = S[0, k, m] - rho * (S[1, k, m] + S[1, m, k]) + rho * rho * S[2, k, m]
    for g in range(K):
        slope, times = rho ** gaps[g] if gaps[g] > 0 else 0.0, gap_factor(rho, gaps[g]) * square[g, 3]
        for k in range(r):
            vector[k] += times * (
                cross[g, 0, k] - slope * (cross[g, 1, k] + cross[g, 2, k]) + slope**2 * cross[g, 3, k]
            )
            for m in range(r):
                both = own[g, 1, k, m] + own[g, 1, m, k]
                matrix[k, m] += times * (own[g, 0, k, m] - slope * both + slope**2 * own[g, 2, k, m])
    loading = solved(matrix, vector, loads)
    left, apart = np.empty(3), np.empty((K, 4))
    _left(S, B, Y, loading, left)
    for g in range(K):
        _left(own[g], cross[g], square[g], loading, apart[g])
        apart[g, 3] = square[g, 3]
    n = count + K
    best = _best_persistence(left, apart, gaps, n, rho) if persistent else 0.0
    total, _ = _deviance(best, left, apart, gaps, n)
    return loading, max(total / n, SMALLEST_VARIANCE), best


@part()
def _left(S, B, Y, loading, left):
    """Put Σ E[e²], E[e e₋], E[e₋²] of e = y − λ'f into place."""
    left[0] = Y[0] + quadratic(S[0], loading, loading)
    left[1] = Y[1] + quadratic(S[1], loading, loading)
    left[2] = Y[2] + quadratic(S[2], loading, loading)
    for k in range(len(loading)):
        left[0] -= 2 * loading[k] * B[0, k]
        left[1] -= loading[k] * (B[1, k] + B[2, k])
        left[2] -= 2 * loading[k] * B[3, k]


@part(error_model="numpy")
def _deviance(rho, left, apart, gaps, n):
    """Return Σ E[u²], and n log σ² − Σ log κ, of which less is more likely."""
    total = left[0] - 2 * rho * left[1] + rho * rho * left[2]
    logs = 0.0
    for g in range(len(gaps)):
        times, slope = gap_factor(rho, gaps[g]), rho ** gaps[g] if gaps[g] > 0 else 0.0
        total += apart[g, 3] * times * (apart[g, 0] - 2 * slope * apart[g, 1] + slope * slope * apart[g, 2])
        logs += np.log(times)
    return total, n * np.log(max(total / n, SMALLEST_VARIANCE)) - logs


@part(error_model="numpy")
def _best_persistence(left, apart, gaps, n, rho):
    """Return a ρ that is at least as likely as the present one."""
    present = _deviance(rho, left, apart, gaps, n)[1]
    if left[2] > 0:
        wanted = min(max(left[1] / left[2], -LARGEST_PERSISTENCE), LARGEST_PERSISTENCE)
        for _ in range(8):
            if _deviance(wanted, left, apart, gaps, n)[1] <= present:
                return wanted
            wanted = (wanted + rho) / 2
        return rho
    low, high = -LARGEST_PERSISTENCE, LARGEST_PERSISTENCE
    for _ in range(40):
        a, b = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        if _deviance(a, left, apart, gaps, n)[1] < _deviance(b, left, apart, gaps, n)[1]:
            high = b
        else:
            low = a
    found = (low + high) / 2
    return found if _deviance(found, left, apart, gaps, n)[1] <= present else rho
