"""Nothing that comes later moves an earlier forecast; tests of accuracy are even-handed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from openmbi.core.language import Text
from openmbi.core.periods import Frequency
from openmbi.core.tables import Floats
from openmbi.index.backtest.benchmarks import benchmarks
from openmbi.index.backtest.density import Density
from openmbi.index.backtest.equal_accuracy import diebold_mariano
from openmbi.index.backtest.protocol import NO_FORECAST, Forecaster, KnownAt, TargetSeries
from openmbi.index.backtest.replay import replay
from openmbi.index.indicator_panel import IndicatorPanel

MONTHS = (np.datetime64("2018-01", "M") + np.arange(60)).astype("datetime64[D]")
ORIGINS = [(MONTHS[place + 1] + 9).item() for place in range(34, 58, 2)]


@dataclass
class Peeks:
    """Tries to know the future: keeps every array that it is given, looks behind it for a larger one, and remembers all that it saw."""

    name: str = "peeks"
    label: Text = field(default_factory=lambda: Text("偷看", "peeks"))
    seen: list[np.ndarray] = field(default_factory=list)

    def forecast(self, known: KnownAt) -> Density:
        arrays = [known.target.value, known.panel.value, known.target.periods]
        behind = [array.base for array in arrays if isinstance(array.base, np.ndarray)]
        self.seen += [*arrays, *behind]
        last = [float(np.nan_to_num(array).sum()) for array in self.seen if array.dtype == np.float64]
        return Density(max(last), 1.0)


def _known_at(target: Floats, panel: Floats) -> Callable[[date], KnownAt]:
    """Return the knowledge of a day: months that were over by then of the panel, and one fewer of the target."""

    def at(day: date) -> KnownAt:
        over = int((MONTHS.astype("datetime64[M]") < np.datetime64(day, "M")).sum())
        rows = IndicatorPanel(
            np.array(["x"]), Frequency.MONTHLY, MONTHS[:over], panel[:, :over], np.zeros((1, over), bool)
        )
        series = TargetSeries("y", Frequency.MONTHLY, MONTHS[: over - 1], target[: over - 1])
        return KnownAt(day, rows, series, MONTHS[over - 1])

    return at


def _means(target: Floats, panel: Floats, methods: list[Forecaster], origins: list[date]) -> Floats:
    return replay(_known_at(target, panel), origins, methods, {}, horizons=(1, 2)).mean


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000), cut=st.integers(1, 11))
def test_what_comes_later_changes_no_earlier_forecast(seed: int, cut: int) -> None:
    rng = np.random.default_rng(seed)
    target, panel = rng.normal(size=60), rng.normal(size=(1, 60))
    others = target.copy(), panel.copy()
    over = int((MONTHS.astype("datetime64[M]") < np.datetime64(ORIGINS[cut - 1], "M")).sum())
    others[0][over - 1 :] += 1000
    others[1][:, over:] += 1000
    one, other = (_means(y, x, [*benchmarks(), Peeks()], ORIGINS) for y, x in ((target, panel), others))
    np.testing.assert_array_equal(one[:, : 2 * cut], other[:, : 2 * cut])
    assert not np.array_equal(one[:, 2 * cut :], other[:, 2 * cut :])  # the change was one that a forecast can see


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_order_and_number_of_origins_change_no_forecast(seed: int) -> None:
    rng = np.random.default_rng(seed)
    target, panel = rng.normal(size=60), rng.normal(size=(1, 60))
    few = ORIGINS[::3]
    whole, part = (_means(target, panel, list(benchmarks()), days) for days in (ORIGINS, few[::-1]))
    places = [2 * ORIGINS.index(day) + step for day in few for step in (0, 1)]
    np.testing.assert_array_equal(whole[:, places], part)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.floats(-1e3, 1e3, allow_nan=False), min_size=10, max_size=60),
    st.integers(1, 4),
    st.floats(0.01, 100),
)
def test_the_unit_of_the_losses_does_not_matter(losses: list[float], horizon: int, unit: float) -> None:
    one, other = (diebold_mariano(np.array(losses) * factor, horizon) for factor in (1.0, unit))
    np.testing.assert_allclose(one.p_value, other.p_value, rtol=1e-6, atol=1e-9)
    assert np.isnan(one.p_value) or 0 <= one.p_value <= 1


@settings(max_examples=60, deadline=None)
@given(
    st.floats(-50, 50),
    st.floats(0.01, 20),
    st.floats(-80, 80),
    st.sampled_from(["normal", "student_t", "quantiles", "draws"]),
)
def test_a_density_is_shifted_and_scaled_with_its_unit(mean: float, error: float, came: float, law: str) -> None:
    def made(shift: float, scale: float) -> Density:
        nodes = {level: shift + scale * (mean + error * node) for level, node in ((0.1, -1.4), (0.5, 0.1), (0.9, 1.2))}
        parts = {
            "normal": {},
            "student_t": {"degrees_of_freedom": 6.0},
            "quantiles": {"quantiles": nodes},
            "draws": {"draws": shift + scale * (mean + error * np.array([-1.0, 0.3, 0.9, 2.0]))},
        }
        return Density(shift + scale * mean, scale * error, **parts[law])

    one, other = made(0.0, 1.0), made(7.0, 3.0)
    np.testing.assert_allclose(3 * one.crps(came), other.crps(7 + 3 * came), rtol=1e-7, atol=1e-7)
    if law != "draws":  # whose distribution jumps: at a draw, rounding decides
        np.testing.assert_allclose(one.cdf(came), other.cdf(7 + 3 * came), atol=1e-9)
    assert one.crps(came) >= -1e-12


def test_a_day_without_figures_has_no_forecast() -> None:
    nothing = TargetSeries("y", Frequency.MONTHLY, MONTHS[:0], np.empty(0))
    rows = IndicatorPanel(np.array(["x"]), Frequency.MONTHLY, MONTHS, np.ones((1, 60)), np.zeros((1, 60), bool))
    known = KnownAt(date(2023, 1, 1) + timedelta(days=9), rows, nothing, MONTHS[-1])
    assert all(one.forecast(known) is NO_FORECAST for one in benchmarks())
