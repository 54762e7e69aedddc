"""Combination by past errors: weights by hand, a correction by hand, and nothing of what came later."""

from __future__ import annotations

import numpy as np
import pytest

from openmbi.index.backtest.combination import ByPastErrors, combined

PLAIN = ByPastErrors(half_life=1e12, power=1.0, hold=np.inf, shrink=np.inf, fewest=2)


def test_weights_are_the_inverse_of_the_mean_squared_errors():
    """Errors ± 1 and ± 2: mean squares 1 and 4, weights 4/5 and 1/5."""
    outcome = np.array([0.0, 0.0, 0.0])
    mean = np.array([[1.0, -1.0, 10.0], [2.0, -2.0, 20.0]])
    assert combined(mean, outcome, PLAIN)[2] == pytest.approx(0.8 * 10 + 0.2 * 20)


def test_they_count_alike_until_enough_is_known():
    mean = np.array([[1.0, 1.0], [3.0, 3.0]])
    assert combined(mean, np.zeros(2), PLAIN).tolist() == [2.0, 2.0]


def test_the_constant_is_set_right_by_the_mean_error_drawn_to_nil():
    """Two errors of − 1, two occasions without error added: the third forecast falls by a half."""
    rule = ByPastErrors(half_life=1e12, power=1.0, hold=np.inf, shrink=2.0, fewest=2)
    assert combined(np.ones((1, 3)), np.zeros(3), rule)[2] == pytest.approx(0.5)


def test_one_wild_error_is_held():
    rng = np.random.default_rng(1)
    outcome = rng.normal(size=60)
    mean = np.array([np.zeros(60), 0.9 * outcome])
    wild = outcome.copy()
    wild[58] += 1000
    rule = ByPastErrors(fewest=10)
    assert combined(mean, wild, rule)[59] == pytest.approx(combined(mean, outcome, rule)[59], abs=0.2)


def test_nothing_of_what_came_later_counts():
    rng = np.random.default_rng(2)
    mean, outcome = rng.normal(size=(3, 50)), rng.normal(size=50)
    later = outcome.copy()
    later[30:] += 100
    before, after = (combined(mean, one, ByPastErrors(fewest=5)) for one in (outcome, later))
    np.testing.assert_array_equal(before[:31], after[:31])
    assert before[31] != after[31]


def test_a_method_without_a_forecast_counts_for_nothing():
    mean = np.array([[1.0, np.nan], [3.0, 3.0], [np.nan, np.nan]])
    assert combined(mean[:2], np.zeros(2), PLAIN).tolist() == [2.0, 3.0]
    assert np.isnan(combined(mean[2:], np.zeros(2), PLAIN)).all()
