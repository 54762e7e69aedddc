"""Penalised least squares for many series that share one design: one factorisation, then products with small matrices for all of them.

Symbols: X (T, p) design, y a series, G = XᵀX, R (p, p) diagonal ridge, K (p, p) roughness, λ smoothing; G + R + λ₀K = LLᵀ, L⁻¹KL⁻ᵀ = UΛUᵀ, W = L⁻ᵀU,
d = 1 / (1 + (λ − λ₀)Λ). Then (G + R + λK)⁻¹ = W diag(d) Wᵀ for every λ, and the penalised residual sum of squares is ‖y‖² − Σ a²d with a = WᵀXᵀy
(Demmler & Reinsch 1975; Wood 2017, Generalized Additive Models, §6.2).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cholesky, eigh, solve_triangular

from openmbi.core.tables import Floats

SMOOTHING = np.logspace(-4, 7, 23)
"""The values of λ that are tried; the first is λ₀. K is scaled to the trace of the part of G that it penalises."""
NEGLIGIBLE = 1e-10
"""Share of the largest eigenvalue below which a direction counts as not penalised."""

Choices = NDArray[np.intp]


@dataclass(frozen=True)
class Factor:
    """The factorisation of one (G, R, K): `rotation` W (p, p), `eigenvalue` Λ (p,)."""

    rotation: Floats
    eigenvalue: Floats

    def shrinkage(self) -> Floats:
        """Return d (S, p) for each smoothing."""
        return 1 / (1 + (SMOOTHING - SMOOTHING[0])[:, None] * self.eigenvalue)

    def inverse(self, choice: int) -> Floats:
        """Return (G + R + λK)⁻¹ (p, p)."""
        return (self.rotation * self.shrinkage()[choice]) @ self.rotation.T


def scaled_roughness(gram: Floats, roughness: Floats) -> Floats:
    """Return K scaled so that its trace is that of G over the columns that it penalises."""
    penalised = np.diag(roughness) > 0
    if not penalised.any():
        return roughness
    return roughness * (np.diag(gram)[penalised].sum() / np.diag(roughness).sum())


def factorise(gram: Floats, ridge: Floats, roughness: Floats) -> Factor:
    """Factorise G (p, p) with a ridge (p,) and a scaled roughness K (p, p); together they must be positive definite."""
    lower = cholesky(gram + np.diag(ridge) + SMOOTHING[0] * roughness, lower=True)
    half = solve_triangular(lower, roughness, lower=True)
    eigenvalue, vectors = eigh(solve_triangular(lower, half.T, lower=True))
    penalised = eigenvalue > NEGLIGIBLE * max(eigenvalue[-1], np.finfo(float).tiny)
    return Factor(solve_triangular(lower, vectors, lower=True, trans=1), np.where(penalised, eigenvalue, 0.0))


def rotated(factor: Factor, moments: Floats) -> Floats:
    """Return a (n, p) of the moments Xᵀy (n, p)."""
    return moments @ factor.rotation


def likeliest(factor: Factor, turned: Floats, squares: Floats, known: Floats) -> Choices:
    """Return the number (n,) of the smoothing with the greatest restricted likelihood (Wood 2011, JRSS B 73:3).

    `turned` a (n, p); `squares` ‖y‖² (n,); `known` (n,): observations that carry information.
    """
    shrink = factor.shrinkage()
    left = np.maximum(squares[:, None] - turned**2 @ shrink.T, np.finfo(float).tiny)
    free = (factor.eigenvalue == 0).sum()
    rank = len(factor.eigenvalue) - free
    curvature = -np.log(shrink).sum(axis=1) - rank * np.log(SMOOTHING)
    return ((known[:, None] - free) * np.log(left) + curvature).argmin(axis=1)


def solved(factor: Factor, turned: Floats, choice: Choices) -> Floats:
    """Return the coefficients (n, p) at each series' smoothing."""
    return (turned * factor.shrinkage()[choice]) @ factor.rotation.T
