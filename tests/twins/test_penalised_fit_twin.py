"""The shared factorisation against its slow plain twin: one penalised least-squares problem a series, solved by numpy.linalg."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.linalg import eigh

from openmbi.adjustment.penalised_fit import SMOOTHING, Fit, factorise, fit_all
from openmbi.adjustment.splines import cubic_basis, roughness

T, N = 210, 7


def problem() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return design, penalty on its spline part, and series."""
    random = np.random.default_rng(20150219)
    days, knots = np.arange(float(T)), np.linspace(0, T - 1, 12)
    dummies = random.normal(size=(T, 4))
    design = np.hstack([dummies, cubic_basis(days, knots)])
    penalty = np.zeros((design.shape[1],) * 2)
    penalty[4:, 4:] = roughness(knots)
    waves = np.sin(days / random.uniform(8, 60, size=(N, 1)))
    return design, penalty, 9 + waves + random.normal(scale=0.4, size=(N, T)) + random.normal(size=(N, 4)) @ dummies.T


def scaled(design: np.ndarray, penalty: np.ndarray) -> np.ndarray:
    """Scale a penalty so that its mean non-zero eigenvalue against XᵀX is 1."""
    eigenvalues = eigh(penalty, design.T @ design, eigvals_only=True)
    return penalty / eigenvalues[eigenvalues > 1e-10 * eigenvalues.max()].mean()


def plain_fit(
    design: np.ndarray, penalty: np.ndarray, series: np.ndarray, smoothing: float
) -> tuple[np.ndarray, float]:
    """Return coefficients and effective degrees of freedom of one series."""
    information = design.T @ design + smoothing * penalty
    return np.linalg.solve(information, design.T @ series), np.trace(np.linalg.solve(information, design.T @ design))


@pytest.mark.parametrize("smoothing", [0.0, 1e-3, 1.0, 1e4])
def test_coefficients_fit_and_freedom(smoothing: float) -> None:
    design, penalty, series = problem()
    fit = fit_all(factorise(design, penalty), series, np.full(N, float(T)), np.full(N, smoothing))
    for row in range(N):
        coefficients, freedom = plain_fit(design, scaled(design, penalty), series[row], smoothing)
        np.testing.assert_allclose(fit.coefficients[row], coefficients, atol=1e-8)
        np.testing.assert_allclose(fit.fitted[row], design @ coefficients, atol=1e-8)
        assert fit.freedom[row] == pytest.approx(freedom, abs=1e-8)


def test_the_smoothing_is_the_one_of_least_gcv() -> None:
    design, penalty, series = problem()
    fit: Fit = fit_all(factorise(design, penalty), series, np.full(N, float(T)))
    for row in range(N):
        scores = []
        for smoothing in SMOOTHING:
            coefficients, freedom = plain_fit(design, scaled(design, penalty), series[row], smoothing)
            scores.append(((series[row] - design @ coefficients) ** 2).sum() / (T - freedom) ** 2)
        assert fit.smoothing[row] == SMOOTHING[int(np.argmin(scores))]
    assert len(set(fit.smoothing)) > 1
