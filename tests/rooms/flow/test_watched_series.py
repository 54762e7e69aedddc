"""What detection gets of an adjusted indicator: levels without the calendar, who stands still, and the scale of a day with its floor."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from openmbi.alerts.detection.parameters import DetectionParameters
from openmbi.core.adjusted import AdjustedPanel, DayStatus
from openmbi.core.tables import CellPanel, Reading
from openmbi.flow.watched_series import WatchedSeries

DAYS = np.arange(np.datetime64("2025-01-01"), np.datetime64("2025-01-01") + 10)
SUBJECTS = np.array(["A", "B", "C"])
PARAMETERS = DetectionParameters()


def panel(value: np.ndarray, subjects=SUBJECTS, days=DAYS) -> CellPanel:
    """Readings; NaN: absent, 0: zero."""
    reading = np.select([np.isnan(value), value == 0], [Reading.ABSENT, Reading.ZERO], Reading.NORMAL)
    return CellPanel("use_kwh", "kWh", subjects, days, value, reading.astype(np.uint8))


def adjusted(part: CellPanel, scale: list[float], effect: float = 0.0) -> AdjustedPanel:
    """As if the calendar had done the same to every day; days without a reading are not active."""
    status = np.select(
        [part.reading == Reading.ABSENT, part.reading == Reading.ZERO],
        [DayStatus.ABSENT, DayStatus.IDLE],
        DayStatus.ACTIVE,
    ).astype(np.uint8)
    effects = np.full(part.value.shape, effect)
    nothing, classes = np.zeros(part.value.shape), np.zeros(len(part.days), np.uint8)
    provisional = np.zeros(len(part.days), bool)
    return AdjustedPanel(
        part.subjects, part.days, part.value, part.value, effects, nothing, np.array(scale), classes, status, provisional
    )  # fmt: skip


def watched(value: np.ndarray, scale: list[float], effect: float = 0.0):
    part = panel(value)
    found = WatchedSeries(SUBJECTS, DAYS, "use_kwh", "kWh")
    found.watch(part, adjusted(part, scale, effect))
    return found.series()


def steady(*level: float) -> np.ndarray:
    return np.repeat(np.array(level, float)[:, None], len(DAYS), axis=1)


def test_a_level_is_the_log_of_a_reading_without_the_calendar():
    value = steady(100.5, 20.5, 3.5)
    made = watched(value, [0.1, 0.2, 0.3], effect=-0.4)
    assert made.level == pytest.approx(np.log(value) + 0.4, rel=1e-6)
    assert made.effect == pytest.approx(np.full(value.shape, -0.4), rel=1e-6)
    assert not made.idle.any()
    assert made.scale.tolist() == [0.1, 0.2, 0.3]


def test_of_whole_numbers_no_day_tells_more_than_half_a_unit():
    """Five persons: half a person is a tenth. A floor is no ceiling, and one reading with a fraction lifts it."""
    value = steady(5, 5, 5)
    value[2, 4] = 5.2
    assert watched(value, [0.01, 0.3, 0.01]).scale.tolist() == pytest.approx([0.1, 0.3, 0.01])


def test_the_floor_goes_by_the_median_of_active_days():
    value = steady(8, 1, 8)
    value[0, :3] = 2
    value[2, :6] = 0
    assert watched(value, [0.001, 0.001, 0.001]).scale.tolist() == pytest.approx([0.5 / 8, 0.5, 0.5 / 8])


@pytest.mark.parametrize("scale", [0.0, np.nan])
def test_who_has_no_scale_is_not_watched(scale: float):
    made = watched(steady(100.5, 0, 3.5), [scale, scale, 0.2])
    assert np.isnan(made.scale[:2]).all()
    assert np.isnan(made.level[:2]).all()
    assert not made.idle[:2].any()
    assert np.isfinite(made.level[2]).all()


def test_who_uses_less_than_a_tenth_of_its_usual_stands_still():
    value = steady(100.5, 100.5, 100.5)
    value[0, 9], value[1, 9], value[2, 9] = 10.0, 10.1, 0.0
    made = watched(value, [0.1, 0.1, 0.1])
    assert made.idle[:, 9].tolist() == [True, False, True]
    assert np.isnan(made.level[:, 9]).tolist() == [True, False, True]
    assert not made.idle[:, :9].any()


def test_who_was_not_read_does_not_stand_still():
    value = steady(100.5, 100.5, 100.5)
    value[0, 9] = np.nan
    made = watched(value, [0.1, 0.1, 0.1])
    assert not made.idle[0].any()
    assert np.isnan(made.level[0, 9])


def test_strata_come_one_after_another_in_any_order_with_days_of_their_own():
    found = WatchedSeries(SUBJECTS, DAYS, "use_kwh", "kWh")
    for subjects, days, level in ((["C"], DAYS[4:], 30.5), (["A", "unheard-of"], DAYS[:8], 10.5)):
        part = panel(np.full((len(subjects), len(days)), level), np.array(subjects), days)
        found.watch(part, adjusted(part, [0.1] * len(subjects)))
    made = found.series()
    assert np.isfinite(made.level).sum(axis=1).tolist() == [8, 0, 6]
    assert np.isfinite(made.level[2]).tolist() == [False] * 4 + [True] * 6
    assert np.isfinite(made.scale).tolist() == [True, False, True]


def test_whom_an_indicator_does_not_tell_the_whole_of_is_left_out():
    part = panel(steady(100.5, 0, 3.5))
    found = WatchedSeries(SUBJECTS, DAYS, "use_kwh", "kWh")
    found.watch(part, adjusted(part, [0.1, 0.1, 0.1]))
    made = found.series(np.array([True, False, False]))
    assert np.isfinite(made.scale).tolist() == [False, True, True]
    assert np.isnan(made.level[0]).all()
    assert made.idle[:, 0].tolist() == [False, True, False]


def test_only_the_last_days_are_kept():
    days = np.arange(np.datetime64("2020-01-01"), np.datetime64("2020-01-01") + 700)
    told = [
        WatchedSeries(SUBJECTS, days, "use_kwh", "kWh", p).days for p in (None, replace(PARAMETERS, history_days=400))
    ]
    assert [(len(each), each[-1]) for each in told] == [(620, days[-1]), (400, days[-1])]


def test_what_stands_still_is_a_matter_of_the_parameters():
    value = steady(100.5, 100.5, 100.5)
    value[:, 9] = 30.1, 20.1, 9.1
    part = panel(value)
    found = WatchedSeries(SUBJECTS, DAYS, "use_kwh", "kWh", replace(PARAMETERS, idle_share=0.25))
    found.watch(part, adjusted(part, [0.1, 0.1, 0.1]))
    assert found.series().idle[:, 9].tolist() == [False, True, True]
