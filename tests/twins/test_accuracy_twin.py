"""Tests of accuracy beside statsmodels' regressions on a constant, and an autoregression beside plain least squares."""

from __future__ import annotations

import numpy as np
import pytest

from openmbi.core.periods import Frequency
from openmbi.core.tables import Floats
from openmbi.index.backtest.benchmarks.autoregression import Autoregression
from openmbi.index.backtest.conditional_ability import giacomini_white
from openmbi.index.backtest.equal_accuracy import clark_west, diebold_mariano
from openmbi.index.backtest.protocol import KnownAt, TargetSeries
from openmbi.index.indicator_panel import IndicatorPanel

sm = pytest.importorskip("statsmodels.api")


def _autocorrelated(n: int, seed: int) -> Floats:
    shocks = np.random.default_rng(seed).normal(size=n + 1)
    return 0.2 + shocks[1:] + 0.6 * shocks[:-1]


@pytest.mark.parametrize("horizon", [1, 2, 4])
def test_diebold_mariano_is_a_regression_on_a_constant(horizon: int) -> None:
    d = _autocorrelated(90, horizon)
    hac = {"maxlags": horizon - 1, "use_correction": False, "kernel": "bartlett"}
    plain = sm.OLS(d, np.ones(90)).fit(cov_type="HAC", cov_kwds=hac).tvalues[0]
    correction = np.sqrt((90 + 1 - 2 * horizon + horizon * (horizon - 1) / 90) / 90)
    assert diebold_mariano(d, horizon, kernel="bartlett").statistic == pytest.approx(plain * correction, rel=1e-11)


def test_clark_west_is_a_regression_on_a_constant() -> None:
    rng = np.random.default_rng(8)
    y, small, large = rng.normal(size=(3, 70))
    f = (y - small) ** 2 - (y - large) ** 2 + (small - large) ** 2
    hac = {"maxlags": 2, "use_correction": False, "kernel": "bartlett"}
    plain = sm.OLS(f, np.ones(70)).fit(cov_type="HAC", cov_kwds=hac).tvalues[0]
    assert clark_west(y, small, large, 3).statistic == pytest.approx(plain, rel=1e-11)


def test_giacomini_white_is_n_r_squared_of_ones() -> None:
    d = _autocorrelated(80, 5)
    moments = np.column_stack([d[1:], d[:-1] * d[1:]])
    plain = sm.OLS(np.ones(79), moments).fit()
    assert giacomini_white(d).statistic == pytest.approx(79 * (1 - plain.ssr / 79), rel=1e-10)


def test_giacomini_white_of_three_steps_is_summed_term_by_term() -> None:
    d, tau = _autocorrelated(60, 6), 3
    z = [np.array([d[t], d[t - tau] * d[t]]) for t in range(tau, 60)]
    n, mean, omega = len(z), sum(z) / len(z), np.zeros((2, 2))
    for t in range(n):
        for s in range(n):
            if abs(t - s) < tau:
                omega += (1 - abs(t - s) / tau) * np.outer(z[t], z[s]) / n
    assert giacomini_white(d, tau).statistic == pytest.approx(n * mean @ np.linalg.inv(omega) @ mean, rel=1e-9)


@pytest.mark.parametrize(("lags", "ahead"), [(1, 1), (3, 1), (2, 2)])
def test_an_autoregression_is_plain_least_squares(lags: int, ahead: int) -> None:
    y = _autocorrelated(60, 9)
    rows = range(ahead + lags - 1, 60)
    X = sm.add_constant(np.array([[y[t - ahead - lag] for lag in range(lags)] for t in rows]))
    fit = sm.OLS(np.array([y[t] for t in rows]), X).fit()
    newest = np.array([[1.0, *(y[59 - lag] for lag in range(lags))]])
    plain = fit.get_prediction(newest).summary_frame(alpha=0.2)
    months = (np.datetime64("2015-01", "M") + np.arange(60 + ahead)).astype("datetime64[D]")
    nothing = IndicatorPanel(np.empty(0, np.str_), Frequency.MONTHLY, months, np.empty((0, 60 + ahead)), np.empty((0, 60 + ahead), bool))  # fmt: skip
    known = KnownAt(months[-1].item(), nothing, TargetSeries("y", Frequency.MONTHLY, months[:60], y), months[-1])
    made = Autoregression(most_lags=lags).forecast(known)
    assert made.mean == pytest.approx(plain["mean"].iloc[0], rel=1e-10)
    assert made.interval(0.8) == pytest.approx(tuple(plain[["obs_ci_lower", "obs_ci_upper"]].iloc[0]), rel=1e-9)


def test_the_order_is_that_of_least_bic() -> None:
    y = _autocorrelated(120, 3)
    rows = range(6, 120)
    X = np.array([[y[t - 1 - lag] for lag in range(6)] for t in rows])
    bic = [sm.OLS(y[6:], sm.add_constant(X[:, :p])).fit().bic for p in range(1, 7)]
    months = (np.datetime64("2010-01", "M") + np.arange(121)).astype("datetime64[D]")
    nothing = IndicatorPanel(np.empty(0, np.str_), Frequency.MONTHLY, months, np.empty((0, 121)), np.empty((0, 121), bool))  # fmt: skip
    known = KnownAt(months[-1].item(), nothing, TargetSeries("y", Frequency.MONTHLY, months[:120], y), months[-1])
    order = int(np.argmin(bic)) + 1
    fit = sm.OLS(y[6:], sm.add_constant(X[:, :order])).fit()
    plain = fit.params @ np.array([1.0, *(y[119 - lag] for lag in range(order))])
    assert Autoregression(most_lags=6, by_bic=True).forecast(known).mean == pytest.approx(plain, rel=1e-10)
