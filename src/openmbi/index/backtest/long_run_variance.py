"""The long-run variance of a mean: autocovariances weighted by a kernel, as forecasts of several steps overlap.

Rectangular weights: Hansen and Hodrick (1980, JPE 88:829); Bartlett's: Newey and West (1987, Econometrica 55:703), which are never negative.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from openmbi.core.tables import Floats

Kernel = Literal["rectangular", "bartlett"]


def long_run_variance(x: Floats, lags: int, kernel: Kernel, *, centred: bool = True) -> Floats:
    """Return Σⱼ w(j) Γⱼ (q, q) of x (n, q) over j = −lags…lags, Γⱼ = n⁻¹ Σₜ xₜxₜ₋ⱼ′; `centred`: of x less its mean.

    w(j) = 1 (rectangular) or 1 − |j| / (lags + 1) (Bartlett).
    """
    n = len(x)
    z = x - x.mean(axis=0) if centred else x
    total = z.T @ z / n
    for lag in range(1, min(lags, n - 1) + 1):
        covariance = z[lag:].T @ z[:-lag] / n
        weight = 1.0 if kernel == "rectangular" else 1 - lag / (lags + 1)
        total = total + weight * (covariance + covariance.T)
    return total


def least_variance(x: Floats) -> float:
    """Return below which a variance of x (n,) is rounding and nothing else."""
    return float((1e-12 * np.abs(x).max()) ** 2) if len(x) else 0.0
