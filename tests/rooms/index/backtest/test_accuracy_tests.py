"""Tests of accuracy on examples worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from openmbi.index.backtest.conditional_ability import giacomini_white
from openmbi.index.backtest.equal_accuracy import clark_west, diebold_mariano
from openmbi.index.backtest.long_run_variance import long_run_variance


def test_diebold_mariano_by_hand() -> None:
    # d = 1, 3, 1, 3, 1, 3, 1, 3: mean 2, variance 1 (over n = 8); h = 1: V/n = 1/8, DM = 2 √8 = 5.65685; corrected by √(7/8): 5.29150 = √28.
    found = diebold_mariano(np.array([1.0, 3.0] * 4))
    assert found.mean == 2
    assert found.statistic == pytest.approx(np.sqrt(28), rel=1e-14)
    assert found.p_value == pytest.approx(2 * stats.t.sf(np.sqrt(28), 7), rel=1e-12)
    assert found.p_better == pytest.approx(stats.t.sf(np.sqrt(28), 7), rel=1e-12)


def test_diebold_mariano_of_two_steps_by_hand() -> None:
    # d = 1, 1, 3, 3, 1, 1, 3, 3: deviations −1 −1 1 1 −1 −1 1 1; Γ₀ = 1, Γ₁ = (1 − 1 + 1 − 1 + 1 − 1 + 1)/8 = 1/8.
    # Rectangular V = 1 + 2/8 = 1.25; correction (8 + 1 − 4 + 2/8)/8 = 0.65625; DM² = 0.65625 · 4 · 8 / 1.25 = 16.8.
    d = np.array([1.0, 1.0, 3.0, 3.0] * 2)
    assert diebold_mariano(d, 2).statistic == pytest.approx(np.sqrt(16.8), rel=1e-14)
    # Bartlett V = 1 + 2 · ½ / 8 = 1.125: DM² = 0.65625 · 32 / 1.125.
    assert diebold_mariano(d, 2, kernel="bartlett").statistic == pytest.approx(np.sqrt(0.65625 * 32 / 1.125), rel=1e-14)


def test_a_rectangular_variance_that_is_negative_gives_way_to_bartletts() -> None:
    # Alternating: Γ₀ = 1, Γ₁ = −7/8; rectangular 1 − 7/4 < 0, Bartlett 1 − 7/8 = 1/8.
    found = diebold_mariano(np.array([1.0, 3.0] * 4), 2)
    assert found.kernel == "bartlett"
    assert found.statistic == pytest.approx(np.sqrt(0.65625 * 4 * 8 / 0.125), rel=1e-12)


def test_losses_the_other_way_round_give_the_other_sign() -> None:
    d = np.array([0.3, -1.0, 2.0, 0.4, -0.2, 1.1, 0.9, -0.5, 0.1])
    one, other = diebold_mariano(d), diebold_mariano(-d)
    assert one.statistic == -other.statistic
    assert one.p_value == other.p_value
    assert one.p_better + other.p_better == pytest.approx(1)


@pytest.mark.parametrize("d", [np.ones(20), np.zeros(20), np.array([1.0, 2.0, 3.0]), np.full(20, np.nan)])
def test_nothing_is_tested_where_nothing_varies_or_there_is_too_little(d: np.ndarray) -> None:
    assert np.isnan(diebold_mariano(d).p_value)
    assert np.isnan(giacomini_white(d).p_value)


def test_clark_west_by_hand() -> None:
    # y = 1 each time, small 0, large 0.5 or 1.5: e₁² = 1, e₂² = 0.25, (ŷ₁ − ŷ₂)² = 0.25 or 2.25; f = 1 − (0.25 − 0.25) = 1, or 1 − (0.25 − 2.25) = 3.
    outcome, small, large = np.ones(8), np.zeros(8), np.array([0.5, 1.5] * 4)
    found = clark_west(outcome, small, large)
    assert found.mean == 2
    assert found.statistic == pytest.approx(2 * np.sqrt(8), rel=1e-14)
    assert found.p_better == pytest.approx(stats.norm.sf(2 * np.sqrt(8)), rel=1e-12)


def test_clark_west_of_what_never_differs_tests_nothing() -> None:
    same = np.arange(10.0)
    assert np.isnan(clark_west(same, same, same).p_value)


def test_giacomini_white_tells_losses_that_could_be_foreseen() -> None:
    # Long runs in which one, then the other method loses more: equal on average, but foreseeable.
    d = np.tile(np.repeat([1.0, -1.0], 10), 5) + np.tile([0.1, -0.1], 50)
    assert diebold_mariano(d).p_value > 0.9
    assert giacomini_white(d).p_value < 1e-6
    assert giacomini_white(d).first_preferred == pytest.approx(0.5, abs=0.05)


def test_long_run_variance_by_hand() -> None:
    x = np.array([[1.0], [1.0], [3.0], [3.0]])  # deviations −1 −1 1 1: Γ₀ = 1, Γ₁ = (1 − 1 + 1)/4
    assert long_run_variance(x, 0, "bartlett")[0, 0] == 1
    assert long_run_variance(x, 1, "rectangular")[0, 0] == 1.5
    assert long_run_variance(x, 1, "bartlett")[0, 0] == 1.25
    assert long_run_variance(x, 0, "bartlett", centred=False)[0, 0] == 5
