from datetime import date, timedelta

import numpy as np
import pytest

from openmbi.catalog.indexes import load_indexes
from openmbi.core.problems import Problem
from openmbi.core.tables import CellPanel, Reading
from openmbi.index.resumption import resumption

FIRST, NEW_YEAR = date(2015, 12, 1), date(2016, 2, 8)
DAYS = 120
SPEC = load_indexes(None)["resumption"]


def panel(uses: list[np.ndarray], first: date = FIRST) -> CellPanel:
    """A panel from use by day: NaN for no reading, 0 for the sentinel."""
    value = np.array(uses, float)
    reading = np.where(np.isnan(value), Reading.ABSENT, np.where(value > 0, Reading.NORMAL, Reading.ZERO_OR_MISSING))
    days = np.arange(np.datetime64(first), np.datetime64(first) + value.shape[1])
    return CellPanel(
        "use_kwh", "kWh", np.array([f"s{k}" for k in range(len(uses))]), days, value, reading.astype(np.uint8)
    )


def constant(base: float, later: float) -> np.ndarray:
    return np.where(np.arange(DAYS) < 31, float(base), float(later))


def on(result, day: date) -> tuple[float, float]:
    (at,) = np.flatnonzero(result.days == np.datetime64(day))
    return result.resumption_rate[at], result.recovery_rate[at]


def test_rates_by_count_and_by_load():
    uses = [constant(100, 31), constant(100, 30), constant(200, 0), constant(0, 500)]
    result = resumption(panel(uses), SPEC, new_year=NEW_YEAR, first_data_day=FIRST)
    assert (result.base_first, result.base_last, result.base_is_fallback) == (FIRST, date(2015, 12, 31), False)
    assert result.enterprises == 3  # a base of nothing is left out
    assert on(result, NEW_YEAR) == (pytest.approx(1 / 3), pytest.approx(61 / 400))  # above 30 %, not at it


def test_only_enterprises_with_a_reading_of_the_day_are_compared():
    silent = constant(300, 300)
    silent[(NEW_YEAR - FIRST).days] = np.nan
    result = resumption(panel([constant(100, 50), silent]), SPEC, new_year=NEW_YEAR, first_data_day=FIRST)
    assert on(result, NEW_YEAR) == (1.0, 0.5)
    assert on(result, NEW_YEAR + timedelta(days=1)) == (1.0, pytest.approx(350 / 400))


def test_a_day_without_any_reading_has_no_rate():
    silent = constant(300, 300)
    silent[(NEW_YEAR - FIRST).days] = np.nan
    result = resumption(panel([silent]), SPEC, new_year=NEW_YEAR, first_data_day=FIRST)
    assert np.isnan(on(result, NEW_YEAR)).all()


def test_base_days_without_a_reading_do_not_count_as_zero():
    gappy = constant(100, 100)
    gappy[:30] = np.nan
    result = resumption(panel([gappy]), SPEC, new_year=NEW_YEAR, first_data_day=FIRST)
    assert on(result, NEW_YEAR) == (1.0, 1.0)


def test_where_history_starts_later_the_declared_fallback_is_used_and_marked():
    first = date(2015, 12, 2)
    uses = [np.where(np.arange(DAYS) < (date(2016, 1, 21) - first).days, 100.0, 20.0)]
    result = resumption(panel(uses, first), SPEC, new_year=NEW_YEAR, first_data_day=first)
    assert (result.base_first, result.base_last) == (date(2016, 1, 1), date(2016, 1, 20))
    assert result.base_is_fallback
    assert on(result, NEW_YEAR) == (0.0, pytest.approx(0.2))


def test_days_are_the_declared_window_as_far_as_the_data_go():
    result = resumption(panel([constant(1, 1)[:75]]), SPEC, new_year=NEW_YEAR, first_data_day=FIRST)
    assert result.days[[0, -1]].tolist() == [NEW_YEAR + timedelta(days=SPEC.window_first), FIRST + timedelta(days=74)]


def test_no_rate_without_any_use_in_the_base():
    with pytest.raises(Problem) as caught:
        resumption(panel([constant(0, 5)]), SPEC, new_year=NEW_YEAR, first_data_day=FIRST)
    assert caught.value.code == "index.no-resumption-base"
