"""The factor model as a forecaster: it finds a factor that was there, and forecasts as far as it is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from openmbi.core.periods import Frequency
from openmbi.index.backtest.factor_model import FactorForecaster, _grid
from openmbi.index.backtest.protocol import KnownAt, TargetSeries
from openmbi.index.indicator_panel import IndicatorPanel

MONTHS = (np.datetime64("2017-01", "M") + np.arange(98)).astype("datetime64[D]")  # to February 2025
ROWS = ("a", "b", "c", "d")


def _known() -> tuple[KnownAt, float]:
    """Levels whose growth follows one factor, the target 5 + 2f; the last figure, of January and February 2025, is kept back."""
    rng = np.random.default_rng(11)
    factor = np.zeros(98)
    for t in range(1, 98):
        factor[t] = 0.8 * factor[t - 1] + rng.normal()
    growth = 3 + factor + 0.2 * rng.normal(size=(4, 98))
    value = np.full((4, 98), 100.0)
    for t in range(12, 98):
        value[:, t] = value[:, t - 12] * (1 + growth[:, t] / 100)
    panel = IndicatorPanel(np.array(ROWS), Frequency.MONTHLY, MONTHS, value, np.zeros((4, 98), bool))
    places = np.array([t for t in range(24, 97) if MONTHS[t].astype("datetime64[M]").astype(int) % 12 != 0])
    alike = np.where(MONTHS[places].astype("datetime64[M]").astype(int) % 12 == 1, (factor[places] + factor[places - 1]) / 2, factor[places])  # fmt: skip
    target = TargetSeries("y", Frequency.MONTHLY, MONTHS[places], 5 + 2 * alike, combined_january_february=True)
    truth = 5 + factor[96] + factor[97]
    return KnownAt(date(2025, 3, 10), panel, target, MONTHS[97]), float(truth)


def test_the_figure_of_a_month_whose_domains_are_in_is_found() -> None:
    known, truth = _known()
    made = FactorForecaster(ROWS).forecast(known)
    assert abs(made.mean - truth) < 3 * made.standard_error
    assert made.standard_error < 0.25 * known.target.value.std()


def test_without_domains_of_the_month_it_is_less_sure() -> None:
    known, _ = _known()
    value = known.panel.value.copy()
    value[:, 96:] = np.nan
    late = replace(known, panel=replace(known.panel, value=value))
    assert (
        FactorForecaster(ROWS).forecast(late).standard_error > 2 * FactorForecaster(ROWS).forecast(known).standard_error
    )


def test_a_month_after_the_panel_is_forecast_too() -> None:
    known, _ = _known()
    made = FactorForecaster(ROWS).forecast(replace(known, wanted=np.datetime64("2025-05-01")))
    assert made.known
    assert made.standard_error > FactorForecaster(ROWS).forecast(known).standard_error


def test_the_grid_has_the_targets_figures_alone() -> None:
    known, _ = _known()
    periods, value = _grid(known, list(ROWS))
    assert periods[-1] == known.wanted
    assert not (periods.astype("datetime64[M]").astype(int) % 12 == 0).any()
    assert np.isnan(value[-1, -1])
    assert value[-1, -2] == known.target.value[-1]


def test_too_little_has_no_forecast() -> None:
    known, _ = _known()
    assert not FactorForecaster(("z",)).forecast(known).known
    short = replace(known, target=known.target.before(known.target.periods[10]))
    assert not FactorForecaster(ROWS).forecast(replace(short, wanted=known.target.periods[10])).known
