from __future__ import annotations

import numpy as np
import pytest

from openmbi.adjustment.adjust import adjust
from openmbi.adjustment.parameters import AdjustmentParameters
from openmbi.catalog.calendar import load_calendar
from openmbi.core.adjusted import DayStatus
from openmbi.core.tables import CellPanel, DayClass, Reading

CALENDAR = load_calendar(None)


def panel(days: np.ndarray, value: np.ndarray) -> CellPanel:
    reading = np.where(value > 0, Reading.NORMAL, Reading.ZERO_OR_MISSING).astype(np.uint8)
    return CellPanel("electricity", "kWh", np.arange(len(value)).astype(str), days, value, reading)


def steady(first: str, after: str, subjects: int = 4, seed: int = 3) -> CellPanel:
    days = np.arange(first, after, dtype="M8[D]")
    noise = np.random.default_rng(seed).normal(scale=0.05, size=(subjects, len(days)))
    return panel(days, 1000 * np.exp(noise))


def test_a_steady_subject_stays_as_it_is() -> None:
    made = steady("2015-04-10", "2015-12-20")
    found = adjust(made, CALENDAR)
    assert np.abs(found.effect).mean() < 0.02
    np.testing.assert_allclose(found.fit, 1000, rtol=0.04)
    np.testing.assert_allclose(found.scale, 0.05, rtol=0.2)
    np.testing.assert_allclose(found.value, made.value / np.exp(found.effect))
    np.testing.assert_allclose(found.day_class, CALENDAR.day_class(made.days))


def test_constant_use_has_no_effect_and_no_scale() -> None:
    days = np.arange("2015-01-01", "2015-10-01", dtype="M8[D]")
    found = adjust(panel(days, np.full((2, len(days)), 500.0)), CALENDAR)
    np.testing.assert_allclose(found.value, 500.0, rtol=1e-5)
    np.testing.assert_allclose(found.fit, 500.0, rtol=1e-5)
    np.testing.assert_allclose(found.scale, 0.0, atol=1e-6)


def test_a_subject_with_few_active_days_keeps_its_readings() -> None:
    made = steady("2015-04-10", "2015-12-20")
    made.value[1, 59:], made.reading[1, 59:] = 0, Reading.ZERO
    found = adjust(made, CALENDAR)
    np.testing.assert_array_equal(found.value[1, :59], made.value[1, :59])
    assert np.isnan(found.fit[1]).all()
    assert np.isnan(found.scale[1])
    assert (found.effect[1] == 0).all()
    assert not np.isnan(found.fit[[0, 2, 3]]).any()


@pytest.mark.parametrize("length", [1, 20, 59])
def test_a_panel_too_short_to_fit_is_handed_on(length: int) -> None:
    made = steady("2015-01-01", str(np.datetime64("2015-01-01") + length))
    found = adjust(made, CALENDAR)
    np.testing.assert_array_equal(found.value, made.value)
    assert np.isnan(found.fit).all()


def test_festival_days_are_provisional_until_a_festival_has_been_seen() -> None:
    before = adjust(steady("2014-11-01", "2015-02-15"), CALENDAR)
    offset = CALENDAR.days_from_new_year(before.days)
    np.testing.assert_array_equal(before.provisional, offset >= -35)
    assert not adjust(steady("2014-11-01", "2015-04-15"), CALENDAR).provisional.any()


def test_days_of_a_year_that_is_not_announced_are_provisional() -> None:
    made = steady("2031-01-01", "2031-06-01")
    found = adjust(made, CALENDAR)
    assert found.provisional.all()
    assert DayClass.SPRING_FESTIVAL in found.day_class  # by the statutory rule


def test_one_outage_does_not_bend_the_days_around_it() -> None:
    plain = steady("2015-04-10", "2015-12-20")
    struck = steady("2015-04-10", "2015-12-20")
    struck.value[:, 100] = 2.0
    one, two = adjust(plain, CALENDAR), adjust(struck, CALENDAR)
    others = np.arange(len(plain.days)) != 100
    assert np.abs(np.log(two.fit / one.fit)[:, others]).max() < 0.03
    assert (two.value[:, 100] < 3).all()


def test_a_gap_takes_the_level_around_it() -> None:
    made = steady("2015-04-10", "2015-12-20")
    made.value[0, 100:110], made.reading[0, 100:110] = 0, Reading.ZERO_OR_MISSING
    found = adjust(made, CALENDAR)
    np.testing.assert_allclose(found.fit[0, 100:110], 1000, rtol=0.06)
    assert (found.status[0, 100:110] == DayStatus.IDLE).all()


def test_on_deep_days_only_a_share_of_the_deviation_counts() -> None:
    days = np.arange("2015-01-01", "2015-10-01", dtype="M8[D]")
    offset = CALENDAR.days_from_new_year(days)
    noise = np.random.default_rng(5).normal(scale=0.02, size=(20, len(days)))
    made = panel(days, 1000 * np.exp(noise - 2 * np.exp(-((offset / 8.0) ** 2))))
    worker = made.value.copy()
    worker[0, offset == 0] = 1000.0
    found = adjust(panel(days, worker), CALENDAR)
    deepest = np.flatnonzero(offset == 0)[0]
    factor = np.exp(found.effect[0, deepest])
    assert factor < 0.2
    assert worker[0, deepest] / factor > 5_000
    assert found.value[0, deepest] == pytest.approx(1000 / 0.5 + (1 - factor / 0.5) * found.fit[0, deepest])
    np.testing.assert_allclose(found.value[1:, deepest], 1000, rtol=0.15)


def test_the_bound_for_deep_days_can_be_changed() -> None:
    made = steady("2015-01-01", "2015-10-01")
    found = adjust(made, CALENDAR, parameters=AdjustmentParameters(deep_factor=1e-9))
    np.testing.assert_allclose(found.value, made.value / np.exp(found.effect))


def test_the_fit_does_not_run_away_where_there_are_no_data() -> None:
    """A steep end, a year of nothing, a few days of use, and nothing again."""
    days = np.arange("2015-01-01", "2016-10-01", dtype="M8[D]")
    value = 1000 * np.exp(np.random.default_rng(8).normal(scale=0.05, size=(12, len(days))))
    value[0, 100:125] *= np.exp(np.linspace(0, -6, 25))
    value[0, 125:] = 0.0
    value[0, 500:504] = [3.0, 40.0, 900.0, 20_000.0]
    value[1, :300] = 0.0
    value[1, 300:320] *= np.exp(np.linspace(-8, 0, 20))
    found = adjust(panel(days, value), CALENDAR)
    for row in (0, 1):
        assert found.fit[row].max() < 3 * value[row].max()
        assert found.fit[row].min() > 0.3 * value[row][value[row] > 0].min()
