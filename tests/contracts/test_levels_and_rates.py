"""Every index that is computed from enterprises' readings, found by discovery: its defining equations hold on a small panel."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from openmbi.adjustment.adjust import adjust
from openmbi.adjustment.plain import plain
from openmbi.catalog.calendar import load_calendar
from openmbi.catalog.indexes import ActivityLevelSpec, IndicatorLevelSpec, LevelSpec, ResumptionSpec, load_indexes
from openmbi.core.adjusted import AdjustedPanel
from openmbi.core.periods import Frequency, first_days, period_containing
from openmbi.core.tables import CellPanel, Reading
from openmbi.drilldown.contributions import contributions
from openmbi.index.activity_level import activity_level
from openmbi.index.resumption import resumption

INDEXES = load_indexes(None)
LEVELS = {
    name: spec
    for name, spec in INDEXES.items()
    if isinstance(spec, ActivityLevelSpec)
    or (isinstance(spec, IndicatorLevelSpec) and spec.frequency is Frequency.DAILY)
}
OF_PERIODS = {
    name: spec
    for name, spec in INDEXES.items()
    if isinstance(spec, IndicatorLevelSpec) and spec.frequency is not Frequency.DAILY
}
RATES = {name: spec for name, spec in INDEXES.items() if isinstance(spec, ResumptionSpec)}
YEARS = 2


def panel(first: date) -> CellPanel:
    """Six enterprises over two years; one stands still for a while, one starts late."""
    days = np.arange(np.datetime64(first), np.datetime64(first) + 365 * YEARS)
    rng = np.random.default_rng(20150101)
    value = np.exp(rng.normal(0, 0.05, (6, len(days)))) * np.array([[1000], [300], [200], [100], [50], [20]])
    value[1, 400:450] = 0
    value[5, :420] = 0
    reading = np.where(value > 0, Reading.NORMAL, Reading.ZERO).astype(np.uint8)
    return CellPanel("use_kwh", "kWh", np.array([f"e{k}" for k in range(6)]), days, value, reading)


@pytest.mark.parametrize("spec", LEVELS.values(), ids=LEVELS)
def test_a_level_is_100_in_its_base_and_explained_exactly(spec: LevelSpec):
    given = panel(spec.base_first)
    terms, series = activity_level(adjust(given, load_calendar(None)), spec)
    in_base = (series.days >= np.datetime64(spec.base_first)) & (series.days <= np.datetime64(spec.base_last))
    assert series.close[in_base].mean() == pytest.approx(100, rel=1e-12)
    weighted = np.where(terms.member, terms.weight[:, None] * terms.relative, 0).sum(axis=0) / terms.divisor
    np.testing.assert_allclose(series.close, weighted, rtol=1e-12)
    assert not terms.member[5, :420].any()
    assert terms.member[5, -1]
    for month in range(0, len(series.days), 31):
        made = contributions(terms, series, period_containing(series.days[month].item(), Frequency.MONTHLY))
        assert sum(line.points for line in made.lines) == made.change


@pytest.mark.parametrize("spec", OF_PERIODS.values(), ids=OF_PERIODS)
def test_a_level_of_periods_is_100_in_its_base_and_sees_a_fall(spec: IndicatorLevelSpec):
    days = np.arange(np.datetime64(spec.base_first), np.datetime64(spec.base_last) + 1 + 200)
    periods = np.unique(first_days(days, spec.frequency))
    value = np.outer([30.0, 10.0], np.exp(np.random.default_rng(1).normal(0, 0.05, len(periods))))
    in_base = periods <= np.datetime64(spec.base_last)
    value[0, -1] = 0
    reading = np.where(value > 0, Reading.NORMAL, Reading.ZERO).astype(np.uint8)
    given = CellPanel(spec.indicator, "unit", np.array(["a", "b"]), periods, value, reading)
    _, series = activity_level(adjusted(given, spec), spec)
    assert series.close[in_base].mean() == pytest.approx(100, rel=1e-12)
    assert 18 < series.close[-1] < 32


def adjusted(given: CellPanel, spec: IndicatorLevelSpec) -> AdjustedPanel:
    if spec.calendar_adjusted:
        return adjust(given, load_calendar(None), frequency=spec.frequency)
    return plain(given, fit_periods=spec.fit_periods)


@pytest.mark.parametrize("spec", RATES.values(), ids=RATES)
@pytest.mark.parametrize("first", [date(2014, 11, 1), date(2015, 1, 1)], ids=["December is there", "fallback"])
def test_rates_are_shares_of_the_base(spec: ResumptionSpec, first: date):
    new_year = date(2015, 2, 19)
    given = panel(first)
    rates = resumption(given, spec, new_year=new_year, first_data_day=first)
    assert rates.base_is_fallback == (first == date(2015, 1, 1))
    assert rates.enterprises == 5  # the one that starts later has no base
    assert ((rates.resumption_rate >= 0) & (rates.resumption_rate <= 1)).all()
    assert rates.recovery_rate == pytest.approx(np.ones(len(rates.days)), abs=0.25)
    assert (rates.days[-1] - np.datetime64(new_year)).astype(int) == spec.window_last
