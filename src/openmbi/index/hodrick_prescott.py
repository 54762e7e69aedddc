"""The Hodrick–Prescott filter, solved on its five bands."""

from __future__ import annotations

import numpy as np
from scipy.linalg import solveh_banded

from openmbi.core.tables import Floats


def trend(values: Floats, smoothness: float) -> Floats:
    """Return τ (n, T), T ≥ 3, of series without gaps: the least of Σ (y − τ)² + λ Σ (Δ²τ)², which solves (I + λ D′D) τ = y.

    Its ends rest on one side only, and are revised as values are added.

    Source: Hodrick, Prescott (1997), Postwar U.S. Business Cycles, Journal of Money, Credit and Banking 29.
    """
    return np.asarray(solveh_banded(_bands(values.shape[1], smoothness), values.T, lower=False).T, np.float64)


def smoothness_of(periods: float) -> float:
    """Return λ = (2 sin(π/p))⁻⁴, at which half of a cycle of p periods passes into the trend.

    Source: Gómez (2001), The Use of Butterworth Filters for Trend and Cycle Estimation in Economic Time Series, Journal of Business & Economic Statistics 19.
    """
    return float((2 * np.sin(np.pi / periods)) ** -4)


def _bands(length: int, smoothness: float) -> Floats:
    """Return I + λ D′D in the upper form of `solveh_banded` (3, T)."""
    second = np.array([1.0, -2.0, 1.0])
    bands = np.zeros((3, length))
    for away in range(3):
        products = second[: 3 - away] * second[away:]
        for start, product in enumerate(products):
            bands[2 - away, start + away : length - 2 + start + away] += smoothness * product
    bands[2] += 1.0
    return bands
