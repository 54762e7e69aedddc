"""Are two methods equally accurate? Diebold–Mariano with the small-sample correction, and Clark–West where one method holds the other.

Diebold and Mariano (1995, JBES 13:253); Harvey, Leybourne and Newbold (1997, Int. J. Forecasting 13:281); Clark and West (2007, J. Econometrics 138:291).
n: forecasts, h: horizon in steps, d (n,): loss of the first less that of the second.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, stdtr

from openmbi.core.tables import Floats
from openmbi.index.backtest.long_run_variance import Kernel, least_variance, long_run_variance

FEWEST = 8
"""Forecasts below which no test is made: a variance from fewer is a guess."""


@dataclass(frozen=True)
class Accuracy:
    """A test over `number` forecasts. `mean`: of the differences; `p_value`: two-sided, `p_better`: of "the second is no better than the first", one-sided.

    `kernel`: whose weights the variance has. NaN where nothing could be tested.
    """

    number: int
    mean: float
    statistic: float
    p_value: float
    p_better: float
    kernel: Kernel


def diebold_mariano(difference: Floats, horizon: int = 1, *, kernel: Kernel = "rectangular") -> Accuracy:
    """Return the test that losses differ by nothing on average; a positive mean says that the first loses more.

    DM = d̄ / √(V/n), V with h − 1 autocovariances; corrected to √((n + 1 − 2h + h(h − 1)/n) / n) · DM and held against Student's t with n − 1 degrees of
    freedom. Rectangular weights as the authors have them; where these make no positive variance, Bartlett's stand in, and `kernel` says so.
    """
    d = difference[np.isfinite(difference)]
    n, mean = len(d), float(d.mean()) if len(d) else np.nan
    if n < max(FEWEST, horizon + 1):
        return Accuracy(n, mean, np.nan, np.nan, np.nan, kernel)
    variance, used = _variance(d, horizon - 1, kernel)
    if variance <= least_variance(d):
        return Accuracy(n, mean, np.nan, np.nan, np.nan, used)
    correction = (n + 1 - 2 * horizon + horizon * (horizon - 1) / n) / n
    statistic = float(np.sqrt(correction) * mean / np.sqrt(variance / n))
    return Accuracy(n, mean, statistic, float(2 * stdtr(n - 1, -abs(statistic))), float(stdtr(n - 1, -statistic)), used)


def clark_west(
    outcome: Floats, small: Floats, large: Floats, horizon: int = 1, *, kernel: Kernel = "bartlett"
) -> Accuracy:
    """Return the test of equal accuracy of a small method and a large one that holds it, from outcomes and forecasts (n,).

    f = e₁² − (e₂² − (ŷ₁ − ŷ₂)²): the larger method's noise from fitting what is nil is taken out, because under the null it must err more. Read
    one-sided, `p_better`, against the normal distribution.
    """
    there = np.isfinite(outcome) & np.isfinite(small) & np.isfinite(large)
    y, one, two = outcome[there], small[there], large[there]
    adjusted = (y - one) ** 2 - ((y - two) ** 2 - (one - two) ** 2)
    n, mean = len(y), float(adjusted.mean()) if len(y) else np.nan
    if n < max(FEWEST, horizon + 1):
        return Accuracy(n, mean, np.nan, np.nan, np.nan, kernel)
    variance, used = _variance(adjusted, horizon - 1, kernel)
    if variance <= least_variance(adjusted):
        return Accuracy(n, mean, np.nan, np.nan, np.nan, used)
    statistic = float(mean / np.sqrt(variance / n))
    return Accuracy(n, mean, statistic, float(2 * ndtr(-abs(statistic))), float(ndtr(-statistic)), used)


def _variance(d: Floats, lags: int, kernel: Kernel) -> tuple[float, Kernel]:
    variance = float(long_run_variance(d[:, None], lags, kernel)[0, 0])
    if variance > 0 or kernel == "bartlett":
        return variance, kernel
    return float(long_run_variance(d[:, None], lags, "bartlett")[0, 0]), "bartlett"
