"""Skewness and kurtosis of indicators, and the rule that says where they stem from outliers."""

from __future__ import annotations

import numpy as np

from openmbi.core.tables import Flags, Floats

SKEWNESS = 2.0
KURTOSIS = 3.5


def skewness(values: Floats) -> Floats:
    """Return G₁ (n,) = m₃/m₂^1.5 · √(k(k − 1))/(k − 2) of the k values known of each indicator (n, T); 0 where they do not differ, NaN below three.

    Source: Joanes, Gill (1998), Comparing measures of sample skewness and kurtosis, The Statistician 47.
    """
    count, second, third, _ = _central(values)
    k = np.where(count > 2, count, np.nan)
    return np.divide(third, second**1.5, out=np.zeros_like(second), where=second > 0) * np.sqrt(k * (k - 1)) / (k - 2)


def kurtosis(values: Floats) -> Floats:
    """Return the excess G₂ (n,) = ((k + 1)(m₄/m₂² − 3) + 6)(k − 1)/((k − 2)(k − 3)); 0 where values do not differ, NaN below four.

    Source: Joanes, Gill (1998).
    """
    count, second, _, fourth = _central(values)
    k = np.where(count > 3, count, np.nan)
    excess = np.divide(fourth, second**2, out=np.full_like(second, 3.0), where=second > 0) - 3
    adjusted = ((k + 1) * excess + 6) * (k - 1) / ((k - 2) * (k - 3))
    return np.where(second > 0, adjusted, 0 * k)


def has_outliers(values: Floats, least_skewness: float = SKEWNESS, least_kurtosis: float = KURTOSIS) -> Flags:
    """Return which indicators (n,) have both |skewness| and kurtosis above the bounds; not known below four values, then False."""
    return (np.abs(skewness(values)) > least_skewness) & (kurtosis(values) > least_kurtosis)


def _central(values: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Return how many values are known, and their central moments 2 to 4 (n,) in units of the greatest deviation: skewness and kurtosis know no unit."""
    count = (~np.isnan(values)).sum(axis=1).astype(np.float64)
    shift = values - np.nanmean(values, axis=1, keepdims=True)
    widest = np.nanmax(np.abs(shift), axis=1, keepdims=True)
    moves = (widest > 0) & (np.nanmax(values, axis=1, keepdims=True) > np.nanmin(values, axis=1, keepdims=True))
    shift = np.where(moves, shift / np.where(moves, widest, 1.0), 0.0 * values)
    second, third, fourth = (np.nanmean(shift**power, axis=1) for power in (2, 3, 4))
    return count, second, third, fourth
