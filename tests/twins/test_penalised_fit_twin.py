"""The shared factorisation against its slow plain twin: one penalised least-squares problem a series, solved by numpy.linalg."""

from __future__ import annotations

import numpy as np
import pytest

from openmbi.adjustment.penalised_fit import SMOOTHING, factorise, likeliest, rotated, scaled_roughness, solved
from openmbi.adjustment.splines import cubic_basis, roughness

T, N, EFFECTS = 210, 7, 4


def problem() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return design, ridge on its effects, roughness of its spline part, and series."""
    random = np.random.default_rng(20150219)
    days, knots = np.arange(float(T)), np.linspace(0, T - 1, 12)
    dummies = random.normal(size=(T, EFFECTS))
    design = np.hstack([dummies, cubic_basis(days, knots)])
    rough = np.zeros((design.shape[1],) * 2)
    rough[EFFECTS:, EFFECTS:] = roughness(knots)
    ridge = np.concatenate([random.uniform(0, 20, EFFECTS), np.zeros(design.shape[1] - EFFECTS)])
    waves = np.sin(days / random.uniform(8, 60, size=(N, 1)))
    series = waves + random.normal(scale=0.4, size=(N, T)) + random.normal(size=(N, EFFECTS)) @ dummies.T
    return design, ridge, scaled_roughness(design.T @ design, rough), series


def least_squares(
    design: np.ndarray, ridge: np.ndarray, rough: np.ndarray, series: np.ndarray, smoothing: float
) -> np.ndarray:
    """Return the coefficients of one series: the data, and a row of zeros for every direction that is penalised."""
    value, vector = np.linalg.eigh(rough)
    rows = [design, np.diag(np.sqrt(ridge)), (vector * np.sqrt(np.maximum(smoothing * value, 0))).T]
    stacked = np.vstack(rows)
    aim = np.concatenate([series, np.zeros(len(stacked) - len(series))])
    return np.linalg.lstsq(stacked, aim, rcond=None)[0]


@pytest.mark.parametrize("choice", [0, 5, 12, 22])
def test_coefficients_and_inverse(choice: int) -> None:
    design, ridge, rough, series = problem()
    factor = factorise(design.T @ design, ridge, rough)
    found = solved(factor, rotated(factor, series @ design), np.full(N, choice))
    for row in range(N):
        np.testing.assert_allclose(
            found[row], least_squares(design, ridge, rough, series[row], SMOOTHING[choice]), atol=1e-8
        )
    whole = design.T @ design + np.diag(ridge) + SMOOTHING[choice] * rough
    np.testing.assert_allclose(factor.inverse(choice) @ whole, np.eye(len(whole)), atol=1e-7)


def test_the_smoothing_is_the_likeliest() -> None:
    """Against the restricted likelihood of Wood (2011), eq. 4, with the variance profiled out, from determinants."""
    design, ridge, rough, series = problem()
    factor = factorise(design.T @ design, ridge, rough)
    turned = rotated(factor, series @ design)
    found = likeliest(factor, turned, (series**2).sum(axis=1), np.full(N, float(T)))
    rank = np.linalg.matrix_rank(rough)
    free = T - (design.shape[1] - rank)
    for row in range(N):
        scores = []
        for smoothing in SMOOTHING:
            whole = design.T @ design + np.diag(ridge) + smoothing * rough
            left = series[row] @ series[row] - series[row] @ design @ np.linalg.solve(whole, design.T @ series[row])
            null = factor.eigenvalue == 0
            count = T - null.sum()
            scores.append(
                count * np.log(left) + np.linalg.slogdet(whole)[1] - (len(whole) - null.sum()) * np.log(smoothing)
            )
        assert found[row] == int(np.argmin(scores))
    assert free > 0
    assert len(set(found.tolist())) > 1
