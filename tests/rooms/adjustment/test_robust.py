from __future__ import annotations

import numpy as np
import pytest

from openmbi.adjustment.robust import logs_of_active, median_of_active, robust_scale, smearing


def test_median_of_active_days_even_and_odd() -> None:
    values = np.array([[5.0, 1.0, 9.0, 3.0], [5.0, 1.0, 9.0, 3.0]])
    active = np.array([[True, True, True, True], [True, False, True, True]])
    assert median_of_active(values, active).tolist() == [4.0, 5.0]


def test_robust_scale_of_a_normal_law_and_its_indifference_to_outliers() -> None:
    residual = np.random.default_rng(1).normal(scale=0.3, size=(1, 20_000))
    residual[0, :2000] = 50
    active = np.ones(residual.shape, bool)
    active[0, :1000] = False
    assert robust_scale(residual, active)[0] == pytest.approx(0.3, rel=0.08)


def test_logs_are_taken_on_active_days_alone() -> None:
    found = logs_of_active(np.array([[1.0, 0.0, np.e]]), np.array([[True, False, True]]))
    np.testing.assert_allclose(found, [[0.0, 0.0, 1.0]])


def test_smearing_is_the_mean_of_a_lognormal_error_and_one_wild_day_hardly_moves_it() -> None:
    sigma = 0.4
    residual = np.random.default_rng(2).normal(scale=sigma, size=(2, 20_000))
    residual[1, 0] = 12.0
    factor = smearing(residual, np.ones(residual.shape, bool), np.full(2, 3 * sigma))
    np.testing.assert_allclose(factor, np.exp(sigma**2 / 2), rtol=0.01)
