"""Growth on one grid, worked by hand: weeks by their Thursdays, months at their last week, January and February as one figure."""

from __future__ import annotations

import numpy as np
import pytest

from openmbi.core.periods import Frequency
from openmbi.core.problems import Problem
from openmbi.index.dynamic_factor import Aggregation
from openmbi.index.nowcast.grid import FIGURES, MONTHS, QUARTERS, grid
from openmbi.index.nowcast.growth import growth_of_months, log_growth, weekly_means
from openmbi.index.nowcast.growth_panel import TARGET, OwnLevel, TargetGrowth, growth_panel

NAN = np.nan


def days(first: str, count: int) -> np.ndarray:
    return np.datetime64(first) + np.arange(count)


def months(first: str, count: int) -> np.ndarray:
    return np.arange(np.datetime64(first, "M"), np.datetime64(first, "M") + count).astype("datetime64[D]")


def level(name: str, frequency: Frequency, periods: np.ndarray, close: np.ndarray, *, stock: bool = False) -> OwnLevel:
    return OwnLevel(name, frequency, stock, periods, close, np.ones(len(periods)))


def test_a_week_counts_in_the_month_of_its_thursday():
    on = grid(np.datetime64("2025-01-01"), np.datetime64("2025-02-01"), Frequency.WEEKLY)
    assert on.periods[[0, -1]].astype(str).tolist() == ["2024-12-30", "2025-02-24"]
    assert on.month[[0, 4, 5, -1]].astype(str).tolist() == ["2025-01-01", "2025-01-01", "2025-02-01", "2025-02-01"]
    assert on.ends(months("2024-12", 4)).tolist() == [-1, 4, 8, -1]
    on = grid(np.datetime64("2025-01-31"), np.datetime64("2025-01-01"), Frequency.WEEKLY)
    assert on.periods.astype(str).tolist() == ["2025-01-27"]  # Thursday the 30th


def test_where_months_quarters_and_figures_begin():
    on = grid(np.datetime64("2025-01-01"), np.datetime64("2025-04-01"), Frequency.MONTHLY)
    starts = on.starts(combined_january_february=True)
    assert starts[MONTHS].tolist() == [True] * 4
    assert starts[QUARTERS].tolist() == [True, False, False, True]
    assert starts[FIGURES].tolist() == [True, False, True, True]
    later = grid(np.datetime64("2025-02-01"), np.datetime64("2025-03-01"), Frequency.MONTHLY)
    assert later.starts(combined_january_february=True)[FIGURES].tolist() == [False, True]
    weeks = grid(np.datetime64("2025-01-08"), np.datetime64("2025-03-01"), Frequency.WEEKLY)
    assert np.flatnonzero(weeks.starts(combined_january_february=False)[FIGURES]).tolist() == [4, 8]


def test_weekly_means_need_every_day_and_coverage():
    value, coverage = np.arange(16.0)[None], np.ones((1, 16))
    value[0, 9], coverage[0, 2] = NAN, 0.0
    mondays, mean = weekly_means(days("2025-01-04", 16), value, coverage, 0.8)
    assert mondays.astype(str).tolist() == ["2025-01-06", "2025-01-13"]
    assert mean[0].tolist() == pytest.approx([5.0, NAN], nan_ok=True)
    assert np.isnan(weekly_means(days("2025-01-06", 7), np.ones((1, 7)), np.full((1, 7), 0.7), 0.8)[1]).all()
    assert weekly_means(days("2025-01-07", 3), np.ones((1, 3)), np.ones((1, 3)), 0.8)[1].shape == (1, 0)


def test_growth_is_on_the_same_period_of_the_year_before():
    close = np.append(np.full(12, 100.0), [110.0, 0.0, NAN])
    growth = log_growth(months("2024-01", 15), close[None], Frequency.MONTHLY)[0]
    assert growth[12] == pytest.approx(100 * np.log(1.1))
    assert np.isnan(np.delete(growth, 12)).all()
    mondays = days("2024-01-01", 7 * 54)[::7]
    growth = log_growth(mondays, np.exp(np.arange(54) / 100)[None], Frequency.WEEKLY)[0]
    assert growth[52:].tolist() == pytest.approx([52.0, 52.0])


def test_a_month_of_weeks_compares_with_the_weeks_52_before_and_counts_as_far_as_it_goes():
    mondays = days("2024-01-01", 7 * 60)[::7]  # the 53rd is Monday 30 December 2024: January 2025
    close = np.where(np.arange(60) < 52, 100.0, 110.0)
    close[[1, 53]] = 200.0, 400.0
    months_of, growth = growth_of_months(mondays[:57], close[:57])
    assert months_of[-1].astype(str) == "2025-01-01"
    assert growth[-1] == pytest.approx(100 * np.log((4 * 110 + 400) / (4 * 100 + 200)))
    assert np.isnan(growth[:-1]).all()
    for weeks, expected in ((53, np.nan), (54, 100 * np.log(510 / 300)), (58, np.nan)):
        running = growth_of_months(mondays[:weeks], close[:weeks])[1][-1]
        assert running == pytest.approx(expected, nan_ok=True)
    close[54] = np.nan
    assert np.isnan(growth_of_months(mondays[:59], close[:59])[1][-2])  # January is over and lacks a week
    assert growth_of_months(mondays[:0], close[:0])[1].shape == (0,)


def growing(name: str, frequency: Frequency, periods: np.ndarray, **more: bool) -> OwnLevel:
    """Return a level that grows by 10 log points a year, and a little up and down."""
    place = (periods - np.datetime64("2023-01-02")).astype(float) / 364
    return level(name, frequency, periods, np.exp(0.1 * place + 1e-4 * np.sin(np.arange(len(place)))), **more)


@pytest.fixture
def levels() -> list[OwnLevel]:
    return [
        growing("power", Frequency.DAILY, days("2023-01-02", 800)),
        growing("hours", Frequency.WEEKLY, days("2023-01-02", 798)[::7]),
        growing("exports", Frequency.MONTHLY, months("2023-01", 25)),
        growing("loans", Frequency.MONTHLY, months("2023-01", 25), stock=True),
        growing("land", Frequency.QUARTERLY, months("2023-01", 25)[::3], stock=True),
    ]


@pytest.fixture
def target() -> TargetGrowth:
    return TargetGrowth(months("2024-03", 10), np.arange(10.0), combined_january_february=True)


def test_every_frequency_stands_in_its_place(levels: list[OwnLevel], target: TargetGrowth):
    made = growth_panel(levels, target, np.datetime64("2025-03-01"), frequency=Frequency.WEEKLY)
    panel = made.panel
    assert panel.series.tolist() == ["power", "hours", "exports", "loans", TARGET]
    assert made.left_out == (("land", 5),)
    how = [Aggregation.NONE, Aggregation.NONE, Aggregation.MEAN, Aggregation.LAST, Aggregation.MEAN]
    assert list(panel.aggregation) == how
    assert panel.span.tolist() == [-1, -1, MONTHS, -1, FIGURES]
    assert panel.periods[0].astype(str) == "2024-01-01"
    assert np.nanmax(abs(panel.value[:2] - 10.0)) < 0.03
    known = ~np.isnan(panel.value)
    assert made.grid.month[known[2]].tolist() == months("2024-01", 13).tolist()
    assert panel.periods[known[2]][0].astype(str) == "2024-01-22"  # the Thursday of the next week is in February
    assert panel.value[-1, known[-1]].tolist() == list(range(10))
    assert made.period_of(np.datetime64("2025-01-01")).astype(str) == "2025-01-27"
    with pytest.raises(Problem, match="2025-04 is outside"):
        made.period_of(np.datetime64("2025-04-01"))


def test_on_a_grid_of_months_days_and_weeks_are_months_of_weeks(levels: list[OwnLevel]):
    made = growth_panel(levels, None, np.datetime64("2025-03-01"))
    panel = made.panel
    assert panel.series.tolist() == ["power", "hours", "exports", "loans"]
    assert set(panel.aggregation) == {Aggregation.NONE}
    last = [made.grid.month[~np.isnan(row)][-1].astype(str) for row in panel.value]
    assert last == ["2025-02-01", "2025-02-01", "2025-01-01", "2025-01-01"]  # of March one week alone
    assert np.nanmax(abs(panel.value[:2] - 10.0)) < 0.03
    assert made.slow.tolist() == [False, False, False, True]


def test_the_series_of_another_vintage_are_kept_however_short(levels: list[OwnLevel], target: TargetGrowth):
    nothing = [
        OwnLevel(one.name, one.frequency, one.stock, one.periods[:0], one.close[:0], one.close[:0]) for one in levels
    ]
    made = growth_panel([levels[0], *nothing[1:]], target, np.datetime64("2025-03-01"), keep=["power", "exports"])
    assert made.panel.series.tolist() == ["power", "exports", TARGET]
    assert np.isnan(made.panel.value[1]).all()


def test_without_a_years_history_there_is_none(target: TargetGrowth):
    with pytest.raises(Problem, match="growth rates enough: power 0"):
        growth_panel([growing("power", Frequency.DAILY, days("2024-01-01", 300))], target, np.datetime64("2025-01-01"))


def test_a_series_that_never_changes_stays_out(target: TargetGrowth, levels: list[OwnLevel]):
    flat = level("persons", Frequency.MONTHLY, months("2023-01", 30), np.full(30, 7.0))
    made = growth_panel([*levels, flat], target, np.datetime64("2025-03-01"))
    assert "persons" not in made.panel.series.tolist()
    assert ("persons", 18) in made.left_out
