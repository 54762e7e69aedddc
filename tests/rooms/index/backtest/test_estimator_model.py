"""Our own methods as forecasters: they give what the MBI gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from openmbi.catalog.targets import load_targets
from openmbi.core.language import Text
from openmbi.core.periods import Frequency
from openmbi.index.backtest.available_domains import available_domains
from openmbi.index.backtest.estimator_model import EstimatorModel
from openmbi.index.backtest.protocol import KnownAt, TargetSeries
from openmbi.index.bridge import TargetFigures, bridge, regression
from openmbi.index.indicator_panel import IndicatorPanel
from openmbi.index.least_squares import least_squares
from openmbi.index.supervised.base import Options
from openmbi.index.supervised.composite import estimator_by
from openmbi.index.supervised.methods import supervised_method

TARGET = load_targets(None)["value_added_440000"]
NAME = Text("", "")
MONTHS = (np.datetime64("2019-01", "M") + np.arange(74)).astype("datetime64[D]")  # to February 2025


def _known(seed: int = 3) -> KnownAt:
    """Three rows of levels to February 2025, the target to December 2024; January and February together are wanted."""
    rng = np.random.default_rng(seed)
    value = 100 * np.exp(np.cumsum(rng.normal(0.003, 0.02, (3, 74)), axis=1))
    panel = IndicatorPanel(np.array(["a", "b", "c"]), Frequency.MONTHLY, MONTHS, value, np.zeros((3, 74), bool))
    figures = np.flatnonzero(MONTHS.astype("datetime64[M]").astype(int) % 12 != 0)
    figures = figures[(figures >= 13) & (figures < 72)]
    growth = 100 * (value[:, figures] / value[:, figures - 12] - 1)
    g = 5 + growth.mean(axis=0) + rng.normal(0, 0.5, len(figures))
    target = TargetSeries("y", Frequency.MONTHLY, MONTHS[figures], g, combined_january_february=True)
    return KnownAt(date(2025, 3, 10), panel, target, MONTHS[-1])


def test_the_bridge_forecasts_what_the_mbi_estimates() -> None:
    known = _known()
    figures = TargetFigures(known.target.periods, known.target.value)
    mbi = bridge(known.panel.of(["b"]), figures, TARGET)
    made = EstimatorModel("bridge", NAME, ("b",), regression, regressors=1).forecast(known)
    assert (made.mean, made.standard_error) == (mbi.growth[-1], mbi.standard_error[-1])
    assert made.degrees_of_freedom == mbi.observations[-1] - 2


def test_a_supervised_method_forecasts_what_the_mbi_estimates() -> None:
    known = _known()
    estimator = estimator_by(supervised_method("ridge"), Options(expert=np.array([0.5, 0.3, 0.2])))
    figures = TargetFigures(known.target.periods, known.target.value)
    mbi = bridge(known.panel, figures, TARGET, estimator)
    made = EstimatorModel("ridge", NAME, ("a", "b", "c"), estimator).forecast(known)
    assert (made.mean, made.standard_error) == (mbi.growth[-1], mbi.standard_error[-1])


def test_domains_not_yet_in_are_left_out_of_past_and_present() -> None:
    """January and February of `c` are not in: the regression is on (0.5 a + 0.3 b) / 0.8 alone."""
    known = _known()
    value = known.panel.value.copy()
    value[2, -2:] = np.nan
    known = replace(known, panel=replace(known.panel, value=value))
    made = EstimatorModel("at_hand", NAME, ("a", "b", "c"), available_domains(np.array([0.5, 0.3, 0.2])), 1).forecast(known)  # fmt: skip
    by_month = dict(zip(known.target.periods.tolist(), known.target.value.tolist(), strict=True))

    def growth(row: int, place: int) -> float:
        first = place - 1 if MONTHS[place].astype("datetime64[M]").astype(int) % 12 == 1 else place
        now, before = value[row, first : place + 1].mean(), value[row, first - 12 : place - 11].mean()
        return 100 * (now / before - 1)

    places = [place for place in range(13, 74) if MONTHS[place].astype("datetime64[M]").astype(int) % 12 != 0]
    x = np.array([(0.5 * growth(0, place) + 0.3 * growth(1, place)) / 0.8 for place in places])
    y = np.array([by_month[MONTHS[place].item()] for place in places[:-1]])
    plain = least_squares(y, x[:-1, None])
    assert plain is not None
    assert made.mean == pytest.approx(plain.forecast(x[-1:])[0], rel=1e-12)


@pytest.mark.parametrize("change", ["nothing of the month", "ends before it", "lacks the row"])
def test_there_is_no_forecast_where_the_month_is_not_known(change: str) -> None:
    known = _known()
    panel = known.panel
    if change == "nothing of the month":
        value = panel.value.copy()
        value[:, -1] = np.nan
        panel = replace(panel, value=value)
    elif change == "ends before it":
        panel = replace(panel, periods=MONTHS[:-1], value=panel.value[:, :-1], held=panel.held[:, :-1])
    else:
        panel = panel.of(["a", "c"])
    for estimator in (regression, available_domains(np.ones(1))):
        assert not EstimatorModel("b", NAME, ("b",), estimator, 1).forecast(replace(known, panel=panel)).known
