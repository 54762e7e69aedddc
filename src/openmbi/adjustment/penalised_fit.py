"""Penalised least squares for many series that share one design: one factorisation, then two matrix products for all of them.

Symbols: X (T, p) design, P (p, p) penalty, Y (n, T) series, λ (n,) smoothing; XᵀX = RᵀR, R⁻ᵀPR⁻¹ = UΛUᵀ, Q = XR⁻¹U, a = Qᵀy, d = 1/(1 + λΛ).
Then the fit is Q(d∘a), RSS = ‖y‖² − Σ a²(2d − d²) and edf = Σ d (Demmler & Reinsch 1975; Wood 2017, Generalized Additive Models, §6.2).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cholesky, eigh, solve_triangular

from openmbi.core.tables import Floats

SMOOTHING = np.logspace(-5, 6, 34)
"""The values of λ that are tried; the penalty is scaled so that its mean penalised eigenvalue is 1."""
NEGLIGIBLE = 1e-10
"""Share of the largest eigenvalue below which a direction counts as not penalised."""


@dataclass(frozen=True)
class Factor:
    """The factorisation of one penalty and design X (T, p): R⁻¹U (p, p), Λ (p,). Q = X(R⁻¹U) is not formed: series are fewer than days."""

    design: Floats
    back: Floats
    eigenvalue: Floats


@dataclass(frozen=True)
class Fit:
    """The fit of n series: coefficients (n, p), fitted (n, T), smoothing λ (n,), effective degrees of freedom (n,)."""

    coefficients: Floats
    fitted: Floats
    smoothing: Floats
    freedom: Floats


def factorise(design: Floats, penalty: Floats) -> Factor:
    """Factorise a penalty and a design of full column rank (T > p)."""
    upper = cholesky(design.T @ design)
    half = solve_triangular(upper, penalty, trans=1)
    eigenvalue, vectors = eigh(solve_triangular(upper, half.T, trans=1))
    penalised = eigenvalue > NEGLIGIBLE * max(eigenvalue[-1], np.finfo(float).tiny)
    scaled = np.where(penalised, eigenvalue, 0.0) / (eigenvalue[penalised].mean() if penalised.any() else 1.0)
    back = solve_triangular(upper, vectors)
    return Factor(design, back, scaled)


def fit_all(factor: Factor, series: Floats, known_days: Floats, smoothing: Floats | None = None) -> Fit:
    """Fit every series (n, T), each at its λ (n,), or at the λ of least generalised cross-validation score where none is given.

    `known_days` (n,): days that carry information; the others were filled with a fit, and do not count as observations.
    """
    rotated = series @ factor.design @ factor.back
    chosen = _least_gcv(factor, series, rotated, known_days) if smoothing is None else smoothing
    shrink = 1 / (1 + chosen[:, None] * factor.eigenvalue)
    coefficients = (rotated * shrink) @ factor.back.T
    return Fit(coefficients, coefficients @ factor.design.T, chosen, shrink.sum(axis=1))


def _least_gcv(factor: Factor, series: Floats, rotated: Floats, known_days: Floats) -> Floats:
    """Return the λ (n,) of SMOOTHING with the least GCV = RSS / (N − edf)² (Craven & Wahba 1979); RSS = ‖y‖² − Σa² + Σa²(1 − d)²."""
    shrink = 1 / (1 + SMOOTHING[:, None] * factor.eigenvalue)
    squares = rotated**2
    outside = np.maximum(np.einsum("ij,ij->i", series, series) - squares.sum(axis=1), 0.0)
    residual_squares = outside[:, None] + squares @ ((1 - shrink) ** 2).T
    left_over = known_days[:, None] - shrink.sum(axis=1)
    score = np.where(left_over > 0, residual_squares / left_over**2, np.inf)
    return SMOOTHING[score.argmin(axis=1)]
