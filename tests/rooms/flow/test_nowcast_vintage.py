"""When figures were or will be known, and which come next, on a vintage written by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from openmbi.core.periods import Frequency
from openmbi.flow.domains_as_known import _usual_lag
from openmbi.flow.nowcast_vintage import Figures, Vintage, _known_on, group_of, indicator_of, next_places
from openmbi.index.nowcast.growth_panel import TARGET, GrowthPanel, OwnLevel, TargetGrowth, growth_panel

LAGS = {"power": 2, "exports": 20, "land": 30, TARGET: 17}
FREQUENCIES = {"power": Frequency.DAILY, "exports": Frequency.MONTHLY, "land": Frequency.QUARTERLY}
DAY = np.datetime64("2025-02-20")


def days(first: str, last: str, unit: str, step: int = 1) -> np.ndarray:
    return np.arange(np.datetime64(first, unit), np.datetime64(last, unit) + 1, step).astype("datetime64[D]")


def level(name: str, periods: np.ndarray) -> OwnLevel:
    count = len(periods)
    return OwnLevel(name, FREQUENCIES[name], name == "land", periods, np.linspace(100, 120, count), np.ones(count))


@pytest.fixture
def figures() -> Figures:
    months = days("2024-03", "2024-12", "M")
    growth = TargetGrowth(months, np.full(len(months), 5.0), combined_january_february=True)
    return Figures(growth, {date(2024, 12, 1): date(2025, 1, 20)}, lag=17)


@pytest.fixture
def growth(figures: Figures) -> GrowthPanel:
    levels = [
        level("power", days("2023-01-02", "2025-02-16", "D")),
        level("exports", days("2023-01", "2025-01", "M")),
        level("land", days("2020-01", "2024-10", "M", 3)),
    ]
    return growth_panel(levels, figures.growth, np.datetime64("2025-06-01"), frequency=Frequency.WEEKLY)


def vintage(growth: GrowthPanel, figures: Figures) -> Vintage:
    return Vintage(DAY, growth, _known_on(growth, FREQUENCIES, LAGS, figures, DAY), figures, LAGS)


def test_every_figure_has_its_day(growth: GrowthPanel, figures: Figures):
    known_on = _known_on(growth, FREQUENCIES, LAGS, figures, DAY)
    panel = growth.panel
    week = int(np.searchsorted(panel.periods, np.datetime64("2025-01-06")))
    assert known_on[0, week].astype(str) == "2025-01-14"  # Sunday the 12th, and two days
    december = int(np.searchsorted(panel.periods, growth.period_of(np.datetime64("2024-12-01"))))
    assert known_on[1, december].astype(str) == "2025-01-20"
    assert known_on[-1, december].astype(str) == "2025-01-20"  # as stated
    november = int(np.searchsorted(panel.periods, growth.period_of(np.datetime64("2024-11-01"))))
    assert known_on[-1, november].astype(str) == "2024-12-17"  # by the usual lag
    assert (known_on[~np.isnan(panel.value)] <= DAY).all()


def test_what_comes_next_stands_at_the_end_of_its_own_period(growth: GrowthPanel, figures: Figures):
    places = next_places(vintage(growth, figures))
    panel = growth.panel
    assert panel.series.tolist() == ["power", "exports", "land", TARGET]
    assert panel.periods[places].astype(str).tolist() == ["2025-02-17", "2025-02-24", "2025-03-24", "2025-02-24"]


def test_january_and_february_come_together(figures: Figures):
    assert figures.next_month().astype(str) == "2025-02-01"
    assert figures.release_day(np.datetime64("2025-02-01")).astype(str) == "2025-03-17"
    apart = replace(figures, growth=replace(figures.growth, combined_january_february=False))
    assert apart.next_month().astype(str) == "2025-01-01"


def test_the_usual_lag_is_the_median_day_on_which_most_was_known():
    months = np.repeat(days("2025-01", "2025-03", "M"), 2)
    ends = np.array([31, 31, 28, 28, 31, 31])
    start = months.astype("datetime64[D]").astype(np.int64) + ends - 1
    day = start + np.array([10, 40, 12, 13, 9, 60])
    count = np.array([90, 10, 50, 50, 79, 21])
    assert _usual_lag(months, day, count, Frequency.MONTHLY) == 13  # 10, 13 and 60 days
    assert _usual_lag(months[:0], day[:0], count[:0], Frequency.MONTHLY) == 0


def test_the_names_of_series():
    assert (indicator_of("use_kwh@440600-C39"), group_of("use_kwh@440600-C39")) == ("use_kwh", "440600-C39")
    assert (indicator_of("use_kwh"), group_of("use_kwh")) == ("use_kwh", "")
