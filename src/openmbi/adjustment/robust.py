"""Robust scale and bounded residuals, so that an odd day does not bend a fit."""

from __future__ import annotations

import numpy as np

from openmbi.core.tables import Flags, Floats, Numbers

MAD_TO_SIGMA = 1.4826
"""1 / Φ⁻¹(¾): makes the median absolute deviation estimate σ of a normal law."""


def logs_of_active(values: Floats, active: Flags) -> Floats:
    """Return the logs (n, T) of the values on active days, 0 on the others."""
    return np.log(values, out=np.zeros(values.shape), where=active)


def median_of_active(values: Floats, active: Flags) -> Floats:
    """Return the median (n,) over the active days (n, T), of which every series has one at least."""
    return middle(np.where(active, values, outer(active)), active.sum(axis=1))


def outer(active: Flags) -> Floats:
    """Return what is to stand on days (n, T) that are not active, so that the median of the others lies in the middle; 0 on active days; (1, 1) if all are.

    Half of those days are −∞, half +∞; where they do not halve, the odd one is −∞ for an even T and +∞ for an odd one.
    """
    if active.all():
        return np.zeros((1, 1))
    passed = np.cumsum(~active, axis=1, dtype=np.int32)
    low = passed <= (passed[:, -1:] + 1 - active.shape[1] % 2) // 2
    return np.where(active, 0.0, np.where(low, -np.inf, np.inf))


def middle(values: Floats, count: Numbers) -> Floats:
    """Return the median (n,) of the `count` (n,) active days among values (n, T) that have `outer` on the others; the values are reordered in place."""
    half = values.shape[1] // 2
    values.partition(half, axis=1)
    below = values[:, :half].max(axis=1, initial=-np.inf)
    upper = values[:, half]
    return (np.where(count % 2, upper, below) + upper) / 2


def robust_scale(residual: Floats, active: Flags) -> Floats:
    """Return MAD_TO_SIGMA · median |residual| (n,) over the active days (n, T)."""
    return MAD_TO_SIGMA * median_of_active(np.abs(residual), active)


def smearing(residual: Floats, active: Flags, bound: Floats) -> Floats:
    """Return the factor (n,) that corrects the bias of transforming back: the mean of exp(residual) over active days (Duan 1983, JASA 78:605).

    Residuals are limited to ± bound (n,), so that one wild day does not lift the level of a whole series.
    """
    return np.mean(np.exp(np.clip(residual, -bound[:, None], bound[:, None])), axis=1, where=active)
