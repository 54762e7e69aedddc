import numpy as np
import pytest

from openmbi.adjustment.plain import plain
from openmbi.core.adjusted import DayStatus
from openmbi.core.tables import CellPanel, Reading


def panel(*rows: list[float]) -> CellPanel:
    value = np.array(rows, float)
    reading = np.where(np.isnan(value), Reading.ABSENT, np.where(value == 0, Reading.ZERO, Reading.NORMAL))
    weeks = np.datetime64("2024-01-01") + 7 * np.arange(value.shape[1])
    names = np.array([f"s{k}" for k in range(len(rows))])
    return CellPanel("machine_hours", "h", names, weeks, value, reading.astype(np.uint8))


def test_the_fit_is_the_median_of_the_active_periods_before():
    found = plain(panel([4, 8, 0, np.nan, 6, 100, 2]), fit_periods=3)
    np.testing.assert_array_equal(found.fit[0], [np.nan, 4, 6, 6, 6, 6, 8])
    active, idle, absent = DayStatus.ACTIVE, DayStatus.IDLE, DayStatus.ABSENT
    assert found.status[0].tolist() == [active, active, idle, absent, active, active, active]
    np.testing.assert_array_equal(found.value[0], [4, 8, np.nan, np.nan, 6, 100, 2])
    assert not found.effect.any()


def test_the_scale_is_that_of_the_steps_from_the_fit():
    steady, unsteady, once, never = [5.0] * 6, [1.0, np.e, 1.0, np.e, 1.0, np.e], [0, 0, 3, 0, 0, 0], [np.nan] * 6
    found = plain(panel(steady, unsteady, once, never), fit_periods=1)
    assert found.scale[0] == 0.0
    assert found.scale[1] == pytest.approx(1.4826)
    assert np.isnan(found.scale[2:]).all()
    assert np.isnan(found.fit[3]).all()


def test_the_medians_are_those_of_a_plain_twin():
    generator = np.random.default_rng(1)
    value = np.exp(generator.normal(0, 1, (700, 30)))  # more rows than one block
    value[generator.random(value.shape) < 0.3] = 0
    value[generator.random(value.shape) < 0.2] = np.nan
    for count in (1, 2, 5):
        fit = plain(panel(*value), fit_periods=count).fit
        for row in range(0, len(value), 7):
            for period in range(value.shape[1]):
                past = [x for x in value[row, :period] if x > 0][-count:]
                assert fit[row, period] == pytest.approx(np.median(past) if past else np.nan, nan_ok=True)
