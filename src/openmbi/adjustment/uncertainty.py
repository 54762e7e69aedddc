"""The standard error of the calendar effects that were taken out."""

from __future__ import annotations

import numpy as np

from openmbi.core.adjusted import AdjustmentDetail
from openmbi.core.tables import Floats


def standard_error(detail: AdjustmentDetail, shape: tuple[int, int]) -> Floats:
    """Return the standard error (n, T), in log points, of each effect: √(own² + common²), by the laws of `StratumErrors`.

    own² = σᵢ² · dₜ Σ dₜᵀ with the design dₜ and the covariance Σ of the row's kind; common² = lᵢ² · cₜ Γ cₜᵀ with loading lᵢ, common design cₜ and
    common covariance Γ. NaN for a row that is in no stratum: nothing was taken out of it.

    Parameters
    ----------
    detail
        Of an adjusted panel.
    shape
        n, T of the panel.
    """
    found = np.full(shape, np.nan)
    for one in detail.errors:
        own = np.stack([_quadratic(one.design, covariance) for covariance in one.covariance])
        common = _quadratic(one.common_design, one.common_covariance)
        variance = one.sigma[:, None] ** 2 * own[one.kind]
        variance += one.loading[:, None] ** 2 * common
        found[one.rows] = np.sqrt(variance, out=variance)
    return found


def _quadratic(design: Floats, covariance: Floats) -> Floats:
    """Return x Σ xᵀ (T,) of each row x of a design (T, p); never below 0, as rounding could have it."""
    return np.maximum(np.einsum("tp,pq,tq->t", design, covariance, design, optimize=True), 0.0)
