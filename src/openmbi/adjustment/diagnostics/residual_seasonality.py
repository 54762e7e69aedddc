"""Is a cycle left after adjustment? QS looks for it in the autocorrelation, Kruskal–Wallis in the ranks, and the size says how much it matters."""

from __future__ import annotations

import numpy as np
from scipy.stats import chi2, kruskal

from openmbi.core.diagnosis import CycleTest
from openmbi.core.tables import Floats, Numbers

CYCLES = 3
"""Whole cycles that a series must have for QS to mean anything."""
LEAST_A_PLACE = 2
"""Values that every place of the cycle must have for Kruskal–Wallis to."""


UNTESTED = CycleTest(float("nan"), float("nan"))


def qs(logs: Floats, period: int, differences: int = 1) -> CycleTest:
    """Test a series of logs (T,) for positive autocorrelation at one and two cycles of `period`.

    QS = n (n + 2) Σₖ max(0, rₖ)² / (n − k) for k = period, 2 · period over the n differenced values, 0 where r of the first is not positive; about χ²(2) where
    there is no cycle (Gómez & Maravall 1996; Maravall 2012; as in X-13ARIMA-SEATS and JDemetra+). Each difference is an ordinary one. Gaps at the ends are
    left out, those inside lie on a straight line.
    """
    values = np.diff(_whole(logs), differences)
    count = len(values)
    if count < CYCLES * period:
        return UNTESTED
    values = values - values.mean()
    total = float(values @ values)
    at_cycles = [float(values[lag:] @ values[:-lag]) / total if total > 0 else 0.0 for lag in (period, 2 * period)]
    if at_cycles[0] <= 0:
        return CycleTest(0.0, 1.0)
    squares = [max(0.0, r) ** 2 / (count - lag) for r, lag in zip(at_cycles, (period, 2 * period), strict=True)]
    statistic = count * (count + 2) * sum(squares)
    return CycleTest(statistic, float(chi2.sf(statistic, 2)))


def kruskal_wallis(logs: Floats, place: Numbers, period: int) -> CycleTest:
    """Test whether a series of logs (T,) lies higher at some places (T,) of a cycle of `period` than at others, whatever the shape of its law.

    The series is taken relative to its centred moving mean over a cycle, so that a trend is no cycle; days that it does not reach, and gaps, are left out
    (Kruskal & Wallis 1952, JASA 47:583). `size`: of the medians by place.
    """
    away = logs - _moving_mean(logs, period)
    known = ~np.isnan(away)
    groups = [away[known & (place == each)] for each in np.unique(place)]
    if len(groups) < 2 or min(len(group) for group in groups) < LEAST_A_PLACE:
        return UNTESTED
    medians = [float(np.median(group)) for group in groups]
    size = max(medians) - min(medians)
    if np.ptp(away[known]) == 0:
        return CycleTest(0.0, 1.0, size)
    found = kruskal(*groups)
    return CycleTest(float(found.statistic), float(found.pvalue), size)


def _whole(logs: Floats) -> Floats:
    known = np.flatnonzero(~np.isnan(logs))
    if not len(known):
        return logs[:0]
    span = np.arange(known[0], known[-1] + 1)
    return np.interp(span, known, logs[known])


def _moving_mean(logs: Floats, period: int) -> Floats:
    """Return the centred mean over a cycle (T,); of an even one the two ends count half; NaN where a value of it is missing."""
    weights = np.ones(period) if period % 2 else np.concatenate([[0.5], np.ones(period - 1), [0.5]])
    found = np.full(len(logs), np.nan)
    if len(logs) >= len(weights):
        inside = np.convolve(logs, weights / weights.sum(), mode="valid")
        half = len(weights) // 2
        found[half : half + len(inside)] = inside
    return found
