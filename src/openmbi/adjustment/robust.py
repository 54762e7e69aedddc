"""Robust scale and bounded residuals, so that an odd day does not bend a fit."""

from __future__ import annotations

import numpy as np

from openmbi.core.tables import Flags, Floats

MAD_TO_SIGMA = 1.4826
"""1 / Φ⁻¹(¾): makes the median absolute deviation estimate σ of a normal law."""


def median_of_active(values: Floats, active: Flags) -> Floats:
    """Return the median (n,) over the active days (n, T), of which every series has one at least."""
    ordered = np.sort(np.where(active, values, np.inf), axis=1)
    count = active.sum(axis=1)
    row = np.arange(len(ordered))
    return (ordered[row, (count - 1) // 2] + ordered[row, count // 2]) / 2


def robust_scale(residual: Floats, active: Flags) -> Floats:
    """Return MAD_TO_SIGMA · median |residual| (n,) over the active days (n, T)."""
    return MAD_TO_SIGMA * median_of_active(np.abs(residual), active)


def bounded(residual: Floats, bound: Floats) -> Floats:
    """Return Huber's ψ: residuals (n, T) limited to ± bound (n,)."""
    return np.clip(residual, -bound[:, None], bound[:, None])


def smearing(residual: Floats, active: Flags, bound: Floats) -> Floats:
    """Return the factor (n,) that corrects the bias of transforming back: the mean of exp(residual) over active days (Duan 1983, JASA 78:605).

    Residuals are limited to ± bound (n,), so that one wild day does not lift the level of a whole series.
    """
    return np.mean(np.exp(bounded(residual, bound)), axis=1, where=active)
