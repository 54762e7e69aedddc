from __future__ import annotations

import numpy as np
import pytest

from openmbi.adjustment.calendar_columns import holiday_columns, holiday_kind_columns, weekday_columns
from openmbi.adjustment.design import Block, Design, build_design
from openmbi.adjustment.parameters import AdjustmentParameters
from openmbi.adjustment.periods import periods_of
from openmbi.catalog.calendar import load_calendar
from openmbi.core.periods import Frequency

CALENDAR = load_calendar(None)


def span(first: str, after: str) -> np.ndarray:
    return np.arange(first, after, dtype="M8[D]")


def design(days: np.ndarray) -> Design:
    periods = periods_of(days, Frequency.DAILY, total=True)
    return build_design(periods, np.ones(len(days), bool), CALENDAR, np.empty((len(days), 0)), AdjustmentParameters())


def count(found: Design, block: Block) -> int:
    return int((found.block == block).sum())


def test_weekday_contrasts_sum_to_zero_over_a_week() -> None:
    columns = weekday_columns(span("2015-07-06", "2015-07-13"), CALENDAR)
    np.testing.assert_allclose(columns.sum(axis=0), 0)
    assert np.linalg.matrix_rank(columns) == 6


@pytest.mark.parametrize(
    ("day", "holiday", "makeup", "weekend", "neighbour"),
    [
        ("2015-09-02", 0, 0, 0, 1),
        ("2015-09-03", 1, 0, 0, 0),
        ("2015-09-06", 0, 1, 0, 0),
        ("2015-09-07", 0, 0, 0, 0),
        ("2015-05-02", 0, 0, 1, 0),  # Saturday after a Friday off
        ("2015-02-19", 0, 0, 0, 0),
    ],
)
def test_special_days(day: str, holiday: int, makeup: int, weekend: int, neighbour: int) -> None:
    days = np.array([day], "M8[D]")
    assert holiday_columns(days, CALENDAR)[0].tolist() == [holiday, makeup, weekend, neighbour]
    own_level = holiday or makeup or weekend or day == "2015-02-19"
    assert weekday_columns(days, CALENDAR)[0].any() == (not own_level)


def test_each_kind_of_holiday_has_a_column() -> None:
    days = np.array(
        ["2023-01-02", "2023-04-05", "2023-05-01", "2023-06-22", "2023-09-29", "2023-10-01", "2023-10-06"], "M8[D]"
    )
    columns = holiday_kind_columns(days, CALENDAR)
    assert columns[:, :6].sum(axis=1).tolist() == [1] * 7
    assert columns[:4, :4].tolist() == np.eye(4).tolist()
    assert columns[5, 5] == 1
    assert columns[:, 6].tolist() == [0] * 6 + [1]
    assert columns[:, 7].tolist() == [1] + [0] * 6  # 2 January 2023 was a Monday in exchange for a Sunday


def test_the_columns_stand_in_the_order_of_their_blocks() -> None:
    found = design(span("2015-01-01", "2018-10-01"))
    assert (np.diff(found.block.astype(int)) >= 0).all()
    assert count(found, Block.WEEKDAY) == 6
    assert count(found, Block.FESTIVAL) == 1
    assert count(found, Block.OWN_SHAPE) == len(AdjustmentParameters().own_shape_knots) - 2
    assert not found.roughness[found.block != Block.TREND].any()


def test_the_annual_cycle_comes_with_the_third_year() -> None:
    under, over = design(span("2014-01-01", "2016-12-30")), design(span("2014-01-01", "2017-01-05"))
    assert count(under, Block.ANNUAL) == 0
    assert count(over, Block.ANNUAL) == 2 * AdjustmentParameters().annual_harmonics


def test_the_trend_has_no_knot_inside_a_festival_that_was_seen() -> None:
    seen = design(span("2015-01-01", "2015-10-01"))
    begun = design(span("2014-06-01", "2015-03-01"))
    assert seen.festivals.learnable
    assert not begun.festivals.learnable
    assert count(begun, Block.FESTIVAL) == count(begun, Block.OWN_SHAPE) == 0
    assert count(seen, Block.TREND) < count(begun, Block.TREND)


def test_weekly_and_monthly_columns_are_means_of_the_daily_ones() -> None:
    days = span("2015-01-01", "2016-01-01")
    first = days[[day.astype(object).day == 1 for day in days]]
    periods = periods_of(first, Frequency.MONTHLY, total=True)
    column = np.random.default_rng(1).normal(size=(len(days), 2))
    effect = np.random.default_rng(2).normal(scale=0.5, size=len(days))
    found = periods.mean(column, effect)
    weight = np.exp(effect[31:59])
    np.testing.assert_allclose(found[1], weight @ column[31:59] / weight.sum())
    step = 1e-6
    moved = periods.effect((effect + step * column[:, 0])[None]) - periods.effect(effect[None])
    np.testing.assert_allclose(moved[0] / step, found[:, 0], atol=1e-5)


def test_the_effect_of_a_period_is_that_on_its_total() -> None:
    periods = periods_of(np.array(["2015-02-02", "2015-02-09"], "M8[D]"), Frequency.WEEKLY, total=True)
    daily = np.random.default_rng(3).normal(size=(1, 14))
    np.testing.assert_allclose(np.exp(periods.effect(daily))[0, 1], np.exp(daily[0, 7:]).mean())
