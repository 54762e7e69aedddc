"""Effective weights: of indicators whose part in the composite is known."""

from __future__ import annotations

import numpy as np
import pytest

from openmbi.index.audit.effective_weights import correlation_ratio, effective_weights

DRAWS = np.random.default_rng(5).normal(size=(3, 600))


def test_uncorrelated_indicators_of_one_spread_count_by_their_squared_weights():
    nominal = np.array([0.6, 0.3, 0.1])
    found = effective_weights(np.array(list("abc")), DRAWS, nominal @ DRAWS, nominal)
    assert found.linear == pytest.approx(nominal**2 / (nominal**2).sum(), abs=0.05)
    assert found.main_effect == pytest.approx(found.linear, abs=0.03)
    assert found.effective.sum() == pytest.approx(1)


def test_equal_weights_of_unequal_spreads_are_not_equal_in_effect():
    value = DRAWS * np.array([[5.0], [1.0], [1.0]])
    nominal = np.full(3, 1 / 3)
    found = effective_weights(np.array(list("abc")), value, nominal @ value, nominal)
    assert found.effective[0] > 0.85
    assert found.discrepancy == pytest.approx(found.effective[0] - 1 / 3)


def test_a_curve_that_no_straight_line_sees_is_seen_by_the_correlation_ratio():
    x = np.linspace(-1, 1, 101)
    y = x**2
    assert np.corrcoef(x, y)[0, 1] ** 2 == pytest.approx(0, abs=1e-12)
    assert correlation_ratio(x, y) > 0.95


def test_of_a_straight_line_it_is_the_whole_variance_and_of_noise_next_to_none():
    x = np.linspace(0, 1, 60)
    assert correlation_ratio(x, 3 - 2 * x) == pytest.approx(1, abs=1e-6)
    assert correlation_ratio(DRAWS[0], DRAWS[1]) < 0.03


def test_gaps_and_what_does_not_move_are_unknown():
    value = DRAWS[:, :20].copy()
    value[0] = 4.0
    value[1, :15] = np.nan
    found = effective_weights(np.array(list("abc")), value, DRAWS[2, :20], np.array([2.0, 1, 1]))
    assert np.isnan(found.main_effect).tolist() == [True, True, False]
    assert found.nominal.tolist() == [0.5, 0.25, 0.25]
    assert found.effective[2] == pytest.approx(1)
