"""The plain forecasts, worked by hand."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from openmbi.core.periods import Frequency
from openmbi.index.backtest.benchmarks import benchmarks
from openmbi.index.backtest.benchmarks.autoregression import Autoregression, lagged
from openmbi.index.backtest.benchmarks.historical_mean import HistoricalMean
from openmbi.index.backtest.benchmarks.random_walk import RandomWalk
from openmbi.index.backtest.benchmarks.seasonal_naive import SeasonalNaive
from openmbi.index.backtest.figure_grid import figures_a_year, figures_until, next_figure, steps_ahead
from openmbi.index.backtest.protocol import KnownAt, TargetSeries

Make = Callable[..., KnownAt]
TREND = np.arange(30.0)


def test_every_benchmark_is_found() -> None:
    assert {one.name for one in benchmarks()} == {"random_walk", "seasonal_naive", "historical_mean", "ar1", "ar_bic"}


def test_the_last_figure_is_held_on_with_the_spread_of_past_changes(known: Make) -> None:
    one, two = RandomWalk().forecast(known(TREND)), RandomWalk().forecast(known(TREND, ahead=2))
    assert (one.mean, one.standard_error, one.degrees_of_freedom) == (29, 1, 29)
    assert (two.mean, two.standard_error, two.degrees_of_freedom) == (29, 2, 28)


def test_the_figure_of_a_year_before_is_held_on(known: Make) -> None:
    found = SeasonalNaive().forecast(
        known(TREND)
    )  # 30 months from January: July of the third year; July of the second is figure 18
    assert (found.mean, found.standard_error) == (18, 12)


def test_the_mean_has_the_error_of_a_new_figure(known: Make) -> None:
    found = HistoricalMean().forecast(known(np.array([1.0, 3.0] * 5)))
    assert found.mean == 2
    assert found.standard_error == pytest.approx(np.sqrt(10 / 9) * np.sqrt(1.1))
    assert found.degrees_of_freedom == 9
    assert HistoricalMean(window=8).forecast(known(np.array([9.0, 9.0] + [1.0, 3.0] * 4))).mean == 2


def test_a_trend_is_continued_by_an_autoregression(known: Make) -> None:
    assert Autoregression().forecast(known(TREND)).mean == pytest.approx(30)
    assert Autoregression().forecast(known(TREND, ahead=3)).mean == pytest.approx(32)


def test_lags_are_counted_back_from_the_horizon() -> None:
    y, x = lagged(np.array([0.0, 1.0, 2.0, 3.0, 4.0]), 2, 2)
    assert y.tolist() == [3, 4]
    assert x.tolist() == [[1, 0], [2, 1]]


def test_rows_with_an_unknown_figure_are_left_out() -> None:
    y, x = lagged(np.array([0.0, 1.0, np.nan, 3.0, 4.0]), 1, 1)
    assert y.tolist() == [1, 4]
    assert x.tolist() == [[0], [3]]


def test_a_short_past_has_no_forecast(known: Make) -> None:
    for one in benchmarks():
        assert not one.forecast(known(np.array([1.0, 2.0, 1.5]))).known
        assert not one.forecast(known(np.full(30, np.nan))).known


def test_january_is_skipped_where_february_speaks_for_it() -> None:
    months = (np.datetime64("2024-01", "M") + np.array([1, 2, 9, 10, 11])).astype("datetime64[D]")
    target = TargetSeries("y", Frequency.MONTHLY, months, np.arange(5.0), combined_january_february=True)
    february = np.datetime64("2025-02-01")
    assert next_figure(np.datetime64("2024-12-01"), target) == february
    figures = figures_until(target, february)
    assert figures.tolist()[-3:] == [2, 3, 4]
    assert len(figures) == 11  # February to December
    assert steps_ahead(figures) == 1
    assert figures_a_year(target) == 11


@pytest.mark.parametrize(
    ("frequency", "after"),
    [
        (Frequency.QUARTERLY, "2024-04-01"),
        (Frequency.ANNUAL, "2025-01-01"),
        (Frequency.WEEKLY, "2024-01-08"),
    ],
)
def test_other_frequencies_have_their_own_steps(frequency: Frequency, after: str) -> None:
    nothing = TargetSeries("y", frequency, np.empty(0, "datetime64[D]"), np.empty(0))
    assert next_figure(np.datetime64("2024-01-01"), nothing) == np.datetime64(after)
