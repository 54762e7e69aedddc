"""The Conference Board's composite: factors, growth, level and the points of each component."""

from datetime import date

import numpy as np
import pytest

from openmbi.catalog.composites import ConferenceBoardSpec
from openmbi.core.periods import Frequency
from openmbi.core.problems import Problem
from openmbi.index.composite.conference_board import chained, conference_board, symmetric_change
from openmbi.index.indicator_panel import IndicatorPanel

SAID = {"zh": "算例", "en": "example"}
VALUE = np.array([[40.0, 42.0, 41.0, 43.0, 42.5], [1.0, 0.5, 1.5, 1.2, 2.0]])


def spec(**changes) -> ConferenceBoardSpec:
    declared = {
        "method": "conference_board",
        "code": "leading",
        "name": SAID,
        "citation": SAID,
        "dated": date(2024, 1, 1),
        "frequency": "M",
        "base": {"first": date(2024, 1, 1), "last": date(2024, 4, 30)},
        "target_trend": None,
        "components": [
            {"indicator": "hours", "name": SAID, "change": "symmetric"},
            {"indicator": "spread", "name": SAID, "change": "difference"},
        ],
    }
    return ConferenceBoardSpec.model_validate(declared | changes)


def panel(value: np.ndarray = VALUE, held: bool = False) -> IndicatorPanel:
    months = (np.datetime64("2024-01") + np.arange(value.shape[1])).astype("datetime64[D]")
    return IndicatorPanel(np.array(["hours", "spread"]), Frequency.MONTHLY, months, value, np.full(value.shape, held))


def test_factors_equalise_volatility_and_the_base_mean_is_100():
    found = conference_board(panel(), spec())
    np.testing.assert_allclose(found.factor.sum(), 1)
    volatility = found.contribution[:, 1:].std(axis=1)
    np.testing.assert_allclose(volatility[0], volatility[1])
    np.testing.assert_allclose(found.series.close[:4].mean(), 100)
    assert found.trend == 0


def test_points_sum_to_the_change_with_the_trend_as_a_line_of_its_own():
    found = conference_board(panel(), spec(target_trend=0.25))
    change = np.diff(found.series.close)
    np.testing.assert_allclose(found.points[:, 1:].sum(axis=0) + found.trend_points[1:], change, atol=1e-12)
    growth = found.contribution[:, 1:].sum(axis=0) + found.trend
    np.testing.assert_allclose(growth.mean(), 0.25)
    np.testing.assert_allclose(symmetric_change(found.series.close[:-1], found.series.close[1:]), growth)
    assert np.isnan(found.points[:, 0]).all()


def test_an_inverted_component_counts_the_other_way():
    components = [{"indicator": "hours", "name": SAID, "change": "symmetric", "inverted": True}]
    once, inverted = (
        conference_board(panel(), spec(components=[components[0] | {"inverted": way}])) for way in (False, True)
    )
    np.testing.assert_allclose(inverted.contribution, -once.contribution)


def test_ragged_ends_have_no_value():
    value = np.hstack([np.full((2, 1), np.nan), VALUE, [[43.0], [np.nan]]])
    found = conference_board(panel(value), spec(base={"first": date(2024, 2, 1), "last": date(2024, 5, 31)}))
    np.testing.assert_array_equal(np.isnan(found.series.close), [True, False, False, False, False, False, True])
    np.testing.assert_allclose(found.series.close[1:6], conference_board(panel(), spec()).series.close)
    np.testing.assert_array_equal(found.series.coverage, [0, 1, 1, 1, 1, 1, 0.5])


@pytest.mark.parametrize(
    ("place", "wrong", "code"),
    [
        ((0, 2), np.nan, "index.gap"),
        ((0, 0), np.nan, "index.base-incomplete"),
        ((0, 2), -1.0, "index.no-symmetric-change"),
        ((0, slice(1, 3)), 0.0, "index.no-symmetric-change"),
        ((1, slice(None)), 3.0, "index.flat-component"),
        ((1, slice(3, None)), np.nan, "index.base-incomplete"),
        ((1, slice(1, None)), np.nan, "index.flat-component"),
        ((1, slice(None)), np.nan, "index.gap"),
    ],
)
def test_what_cannot_be_chained_is_refused(place, wrong, code):
    value = VALUE.copy()
    value[place] = wrong
    with pytest.raises(Problem) as caught:
        conference_board(panel(value), spec())
    assert caught.value.code == code


def test_a_gap_is_named_with_its_period():
    value = VALUE.copy()
    value[1, 2] = np.nan
    with pytest.raises(Problem, match="spread missing in 2024-03"):
        conference_board(panel(value), spec())


def test_a_component_of_a_lower_frequency_is_refused():
    with pytest.raises(Problem, match="hours, spread") as caught:
        conference_board(panel(held=True), spec())
    assert caught.value.code == "index.held-component"


@pytest.mark.parametrize("growth", [200.0, -200.0, 250.0])
def test_no_level_has_a_change_of_200_per_cent(growth):
    with pytest.raises(Problem) as caught:
        chained(100.0, np.array([0.1, growth]))
    assert caught.value.code == "index.growth-out-of-range"
