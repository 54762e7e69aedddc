"""Indicators of different frequency on one: what is complete, what is held, and what is said to be missing."""

from datetime import date

import numpy as np
import pytest

from openmbi.core.periods import Frequency, first_days, parse_period
from openmbi.core.problems import Problem
from openmbi.index.alignment import IndicatorSeries, align
from openmbi.index.missing import MissingPart


def series(name: str, frequency: Frequency, first: str, last: str, *, kind="flow", value=1.0) -> IndicatorSeries:
    """An indicator that has the same value in every period from one day to another."""
    periods = np.unique(first_days(np.arange(np.datetime64(first), np.datetime64(last) + 1), frequency))
    return IndicatorSeries(name, frequency, kind, periods, np.full(len(periods), value))


def without(one: IndicatorSeries, *days: str) -> IndicatorSeries:
    """The same with some periods blank, and others not there at all."""
    value = np.where(np.isin(one.periods, np.array(days[:1], "datetime64[D]")), np.nan, one.value)
    there = ~np.isin(one.periods, np.array(days[1:], "datetime64[D]"))
    return IndicatorSeries(one.indicator, one.frequency, one.kind, one.periods[there], value[there])


def test_a_flow_is_summed_and_a_stock_is_the_last():
    use = series("use", Frequency.DAILY, "2024-01-01", "2024-03-31")
    staff = IndicatorSeries("staff", Frequency.DAILY, "stock", use.periods, np.arange(91.0))
    panel = align([use, staff], Frequency.MONTHLY, through=date(2024, 3, 31)).panel
    assert [str(panel.period(place)) for place in range(3)] == ["2024-01", "2024-02", "2024-03"]
    np.testing.assert_array_equal(panel.value, [[31, 29, 31], [30, 59, 90]])
    assert not panel.held.any()


def test_a_month_without_one_day_is_not_complete_and_is_named():
    use = without(series("use", Frequency.DAILY, "2024-01-01", "2024-04-30"), "2024-02-03", "2024-04-29", "2024-04-30")
    found = align([use], Frequency.MONTHLY, through=date(2024, 4, 30))
    np.testing.assert_array_equal(found.panel.value, [[31, np.nan, 31, np.nan]])
    gap, end = found.missing
    assert (gap.part, gap.first, gap.last, gap.present, gap.needed) == (
        MissingPart.GAP,
        parse_period("2024-02"),
        parse_period("2024-02"),
        28,
        29,
    )
    assert end.text().en == "use: missing since 2024-04 (28 of 30 there)"
    assert found.latest == parse_period("2024-03")


def test_a_stock_needs_only_its_last_value():
    staff = without(
        series("staff", Frequency.DAILY, "2024-01-01", "2024-02-29", kind="stock"), "2024-01-10", "2024-02-29"
    )
    found = align([staff], Frequency.MONTHLY, through=date(2024, 2, 29))
    np.testing.assert_array_equal(found.panel.value, [[1, np.nan]])


def test_ragged_ends_are_said_and_the_latest_complete_period_is_that_of_all():
    parts = [
        series("use", Frequency.MONTHLY, "2024-01-01", "2024-06-30"),
        series("freight", Frequency.MONTHLY, "2024-03-01", "2024-04-30"),
        series("land", Frequency.QUARTERLY, "2024-01-01", "2024-06-30"),
    ]
    found = align(parts, Frequency.MONTHLY, through=date(2024, 7, 15))
    assert [run.text().en for run in found.missing] == [
        "freight: begins after 2024-02",
        "freight: missing since 2024-05 (0 of 1 there)",
        "land: begins after 2024-02",
    ]
    assert found.latest == parse_period("2024-04")
    np.testing.assert_array_equal(found.complete, [False, False, True, True, False, False])


def test_a_quarterly_indicator_stands_at_its_last_quarter_and_is_marked():
    land = IndicatorSeries(
        "land",
        Frequency.QUARTERLY,
        "stock",
        np.array(["2024-01-01", "2024-04-01"], "datetime64[D]"),
        np.array([5, 6.0]),
    )
    found = align([land], Frequency.MONTHLY, through=date(2024, 10, 31))
    np.testing.assert_array_equal(found.panel.value, [[np.nan, np.nan, 5, 5, 5, 6, 6, 6, np.nan, np.nan]])
    np.testing.assert_array_equal(found.panel.held[0, 2:8], [False, True, True, False, True, True])
    assert [(run.part, str(run.first)) for run in found.missing] == [
        (MissingPart.START, "2024-01"),
        (MissingPart.END, "2024-09"),
    ]


def test_a_weekly_flow_counts_by_its_days():
    weeks = series("freight", Frequency.WEEKLY, "2024-01-01", "2024-03-31", value=7.0)
    found = align([weeks], Frequency.MONTHLY, through=date(2024, 3, 31))
    np.testing.assert_array_equal(found.panel.value, [[31, 29, 31]])  # not the jumps of months of 4 and 5 weeks


def test_days_make_weeks_and_weeks_stay_weeks():
    parts = [
        series("use", Frequency.DAILY, "2024-01-01", "2024-01-14"),
        series("hours", Frequency.WEEKLY, "2024-01-01", "2024-01-14"),
    ]
    found = align(parts, Frequency.WEEKLY, through=date(2024, 1, 14))
    np.testing.assert_array_equal(found.panel.value, [[7, 7], [1, 1]])


def test_a_month_is_not_complete_without_the_week_that_ends_it():
    weeks = series("freight", Frequency.WEEKLY, "2024-01-01", "2024-01-28", value=7.0)
    [run] = align([weeks], Frequency.MONTHLY, through=date(2024, 1, 31)).missing
    assert (run.present, run.needed) == (28, 31)


def test_a_weekly_stock_is_that_of_the_last_week_that_is_over():
    weeks = IndicatorSeries(
        "staff", Frequency.WEEKLY, "stock", np.arange("2024-01-01", "2024-03-01", 7, "datetime64[D]"), np.arange(9.0)
    )
    found = align([weeks], Frequency.MONTHLY, through=date(2024, 2, 29))
    np.testing.assert_array_equal(found.panel.value, [[3, 7]])  # the weeks to 28 January and to 25 February
    assert not found.panel.held.any()


def test_an_indicator_that_is_never_complete_is_said():
    blank = series("use", Frequency.MONTHLY, "2024-01-01", "2024-03-31", value=np.nan)
    found = align([blank], Frequency.QUARTERLY, through=date(2024, 3, 31))
    assert found.latest is None
    assert [run.text().zh for run in found.missing] == ["use：没有一期完整"]


def test_an_indicator_without_any_value_is_said():
    nothing = IndicatorSeries("land", Frequency.QUARTERLY, "stock", np.array([], "datetime64[D]"), np.array([]))
    use = series("use", Frequency.MONTHLY, "2024-01-01", "2024-03-31")
    assert [run.text().en for run in align([use, nothing], Frequency.MONTHLY, through=date(2024, 3, 31)).missing] == [
        "land: no period is complete"
    ]
    assert align([nothing], Frequency.MONTHLY, through=date(2024, 3, 31)).latest is None


def test_a_period_that_is_not_over_is_not_missing():
    use = series("use", Frequency.MONTHLY, "2024-01-01", "2024-02-29")
    assert align([use], Frequency.MONTHLY, through=date(2024, 3, 30)).missing == ()
    with pytest.raises(Problem, match="no period is over") as caught:
        align([use], Frequency.QUARTERLY, through=date(2024, 3, 30))
    assert caught.value.code == "index.no-period-over"


@pytest.mark.parametrize("days", [["2024-01-02"], ["2024-02-01", "2024-01-01"], ["2024-01-01", "2024-01-01"]])
def test_periods_that_are_not_first_days_in_order_are_refused(days):
    wrong = IndicatorSeries("use", Frequency.MONTHLY, "flow", np.array(days, "datetime64[D]"), np.ones(len(days)))
    with pytest.raises(Problem) as caught:
        align([wrong], Frequency.MONTHLY, through=date(2024, 3, 31))
    assert caught.value.code == "index.unordered-periods"
