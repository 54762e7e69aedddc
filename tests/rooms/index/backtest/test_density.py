"""Densities: closed forms against integrals, known quantiles, what an interval covers."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from scipy.integrate import quad

from openmbi.index.backtest.density import NO_FORECAST, Density

NORMAL = Density(0.3, 1.2)
STUDENT = Density(0.3, 1.2, degrees_of_freedom=5)
QUANTILES = Density(0.3, 1.2, quantiles={0.1: -1.0, 0.5: 0.2, 0.9: 3.0})
EVERY = pytest.mark.parametrize("density", [NORMAL, STUDENT, QUANTILES], ids=["normal", "student_t", "quantiles"])


@EVERY
@pytest.mark.parametrize("came", [-2.0, 0.1, 0.2, 3.3])
def test_crps_is_the_integral_that_defines_it(density: Density, came: float) -> None:
    below = quad(lambda x: density.cdf(x) ** 2, came - 200, came, limit=500, points=[-1, 0.2])[0]
    above = quad(lambda x: (1 - density.cdf(x)) ** 2, came, came + 200, limit=500, points=[3.0, 5.0])[0]
    assert density.crps(came) == pytest.approx(below + above, abs=2e-6)


@EVERY
def test_quantile_and_distribution_undo_each_other(density: Density) -> None:
    for level in (0.02, 0.1, 0.37, 0.5, 0.9, 0.995):
        assert density.cdf(density.quantile(level)) == pytest.approx(level, abs=1e-12)


@EVERY
def test_log_score_is_the_log_of_the_slope_of_the_distribution(density: Density) -> None:
    for value in (-1.7, 0.4, 2.2, 4.0):
        slope = (density.cdf(value + 1e-5) - density.cdf(value - 1e-5)) / 2e-5
        assert density.log_score(value) == pytest.approx(np.log(slope), abs=1e-5)


def test_a_normal_density_has_the_figures_of_the_tables() -> None:
    standard = Density(0.0, 1.0)
    assert standard.interval(0.95) == pytest.approx((-1.959964, 1.959964), abs=1e-6)
    assert standard.crps(0.0) == pytest.approx(2 / np.sqrt(2 * np.pi) - 1 / np.sqrt(np.pi), abs=1e-14)
    assert standard.log_score(0.0) == pytest.approx(-0.9189385, abs=1e-7)


def test_a_students_interval_is_the_mean_and_t_standard_errors() -> None:
    low, high = Density(2.0, 0.5, degrees_of_freedom=10).interval(0.95)
    assert (low, high) == pytest.approx((2 - 2.228139 * 0.5, 2 + 2.228139 * 0.5), abs=1e-6)


def test_two_quantiles_of_a_normal_give_the_normal() -> None:
    made = Density(1.0, 2.0, quantiles={level: float(stats.norm.ppf(level, 1.0, 2.0)) for level in (0.1, 0.9)})
    truth = Density(1.0, 2.0)
    for value in (-4.0, 0.0, 1.0, 7.0):
        assert made.crps(value) == pytest.approx(truth.crps(value), rel=1e-12)
        assert made.log_score(value) == pytest.approx(truth.log_score(value), rel=1e-12)


def test_draws_score_as_the_sum_over_all_pairs() -> None:
    draws = np.array([3.0, -1.0, 0.5, 0.5])
    pairs = np.abs(draws[:, None] - draws[None, :]).mean()
    assert Density(0.0, 1.0, draws=draws).crps(1.0) == pytest.approx(np.abs(draws - 1.0).mean() - pairs / 2, abs=1e-14)
    assert Density(0.0, 1.0, draws=draws).cdf(0.5) == 0.75


def test_many_draws_come_near_the_density_that_they_are_of() -> None:
    draws = stats.norm.ppf((np.arange(4000) + 0.5) / 4000)
    made, truth = Density(0.0, 1.0, draws=draws), Density(0.0, 1.0)
    assert made.crps(0.4) == pytest.approx(truth.crps(0.4), abs=1e-3)
    assert made.log_score(0.4) == pytest.approx(truth.log_score(0.4), abs=0.03)


@pytest.mark.parametrize(
    "point",
    [Density(2.0, 0.0), Density(2.0, 0.0, degrees_of_freedom=4), Density(2.0, 0.0, quantiles={0.1: 2.0, 0.9: 2.0})],
)
def test_the_crps_of_a_point_is_its_absolute_error(point: Density) -> None:
    assert point.crps(3.5) == pytest.approx(1.5)
    assert point.crps(-1.0) == pytest.approx(3.0)
    assert point.crps(2.0) == 0.0
    assert point.log_score(3.5) == -np.inf


def test_no_forecast_scores_nothing() -> None:
    assert not NO_FORECAST.known
    assert np.isnan([NO_FORECAST.crps(1.0), NO_FORECAST.cdf(1.0), NO_FORECAST.quantile(0.5), NO_FORECAST.log_score(1.0)]).all()  # fmt: skip


@pytest.mark.parametrize("quantiles", [{0.5: 1.0}, {0.0: 0.0, 0.5: 1.0}, {0.1: 2.0, 0.9: 1.0}])
def test_quantiles_that_are_none_are_refused(quantiles: dict[float, float]) -> None:
    with pytest.raises(ValueError, match="quantiles"):
        Density(0.0, 1.0, quantiles=quantiles)


def test_one_degree_of_freedom_is_refused() -> None:
    with pytest.raises(ValueError, match="degree"):
        Density(0.0, 1.0, degrees_of_freedom=1)
