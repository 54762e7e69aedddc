"""Recovery of known effects. The town here is written for this test alone and shares no form with the design: other shapes, other noise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from openmbi.adjustment.adjust import adjust
from openmbi.catalog.calendar import load_calendar
from openmbi.core.adjusted import AdjustedPanel
from openmbi.core.tables import CellPanel, Reading

CALENDAR = load_calendar(None)
DAYS = np.arange("2015-01-01", "2016-10-01", dtype="M8[D]")
SUBJECTS = 120
NEW_YEARS = {2015: np.datetime64("2015-02-19"), 2016: np.datetime64("2016-02-08")}
DEPTH = {2015: 1.15, 2016: 0.85}
DAYS_OFF = """
2015-01-01 2015-01-02 2015-01-03 2015-04-05 2015-04-06 2015-05-01 2015-06-20 2015-06-21 2015-06-22 2015-09-03 2015-09-04 2015-09-05 2015-09-27
2015-10-01 2015-10-02 2015-10-03 2015-10-04 2015-10-05 2015-10-06 2015-10-07 2016-01-01 2016-04-04 2016-05-01 2016-05-02 2016-06-09 2016-06-10
2016-06-11 2016-09-15 2016-09-16 2016-09-17
"""
HOLIDAYS = DAYS_OFF.split()


@dataclass(frozen=True)
class Town:
    panel: CellPanel
    level: np.ndarray
    effect: np.ndarray


def festival() -> np.ndarray:
    """Return a fall over ten days to a flat bottom, and a slower climb in two steps; other than a spline."""
    total = np.zeros(len(DAYS))
    for year, new_year in NEW_YEARS.items():
        offset = (DAYS - new_year).astype(float)
        total -= DEPTH[year] * np.interp(offset, [-14, -3, -1, 7, 10, 15, 18], [0, 0.6, 1, 1, 0.35, 0.25, 0])
    return total


def town() -> Town:
    random = np.random.default_rng(42)
    week = (DAYS.astype("M8[D]").astype(int) + 3) % 7
    holiday, near = np.isin(DAYS, np.array(HOLIDAYS, "M8[D]")), festival() < 0
    sunday = random.uniform(-0.5, 0, (SUBJECTS, 1)) * ((week == 6) & ~holiday)
    off = random.uniform(-0.8, -0.1, (SUBJECTS, 1)) * holiday
    effect = np.where(near, 0, sunday + off) + random.uniform(0, 2.5, (SUBJECTS, 1)) * festival()
    time = np.arange(len(DAYS)) / len(DAYS)
    swing = 0.15 * np.sin(2 * np.pi * (time * random.uniform(0.5, 2, (SUBJECTS, 1)) + random.random((SUBJECTS, 1))))
    level = random.uniform(4, 11, (SUBJECTS, 1)) + swing + random.normal(scale=0.2, size=(SUBJECTS, 1)) * time
    noise = 0.1 * random.standard_t(5, size=level.shape)
    use = np.exp(level + effect + noise)
    use[random.random(use.shape) < 0.002] *= 0.02
    silent = random.random(use.shape) < 0.03
    reading = np.where(silent, Reading.ZERO_OR_MISSING, Reading.NORMAL).astype(np.uint8)
    names = np.arange(SUBJECTS).astype(str)
    return Town(CellPanel("electricity", "kWh", names, DAYS, np.where(silent, 0.0, use), reading), level, effect)


@pytest.fixture(scope="module")
def made() -> Town:
    return town()


@pytest.fixture(scope="module")
def found(made: Town) -> AdjustedPanel:
    return adjust(made.panel, CALENDAR)


def rmse(found: np.ndarray, truth: np.ndarray, days: np.ndarray) -> float:
    """Return the root mean square error after each subject's mean difference: the level that an effect is counted from is a convention."""
    error = found - truth
    error = error - np.median(error, axis=1, keepdims=True)
    return float(np.sqrt((error[:, days] ** 2).mean()))


def test_effects_of_ordinary_days(made: Town, found: AdjustedPanel) -> None:
    ordinary = (festival() == 0) & (np.abs(CALENDAR.days_from_new_year(DAYS)) > 45)
    assert rmse(np.zeros_like(made.effect), made.effect, ordinary) > 0.13
    assert rmse(found.effect, made.effect, ordinary) < 0.03


def test_effects_of_the_spring_festival(made: Town, found: AdjustedPanel) -> None:
    inside = festival() < 0
    assert rmse(np.zeros_like(made.effect), made.effect, inside) > 0.9
    assert rmse(found.effect, made.effect, inside) < 0.12


def test_the_depth_of_each_year(found: AdjustedPanel) -> None:
    bottom = {year: np.isin(DAYS, day + np.arange(6)) for year, day in NEW_YEARS.items()}
    deepest = {year: np.median(found.effect[:, days].mean(axis=1)) for year, days in bottom.items()}
    assert deepest[2016] / deepest[2015] == pytest.approx(DEPTH[2016] / DEPTH[2015], abs=0.05)


def test_the_level_is_told_from_the_effects(made: Town, found: AdjustedPanel) -> None:
    assert rmse(np.log(found.fit), made.level, np.ones(len(DAYS), bool)) < 0.03


def test_the_total_is_level_through_the_festival(made: Town, found: AdjustedPanel) -> None:
    true = np.exp(made.level + 0.005).sum(axis=0)
    total = np.where(np.isnan(found.value), found.fit, found.value).sum(axis=0)
    raw = np.where(made.panel.value > 0, made.panel.value, np.exp(made.level + made.effect)).sum(axis=0)
    inside = festival() < 0
    assert np.abs(np.log(raw / true))[inside].mean() > 0.3
    assert np.abs(np.log(total / true))[inside].mean() < 0.06


def test_what_a_stratum_has_learnt_of_its_festivals_is_told(made: Town, found: AdjustedPanel) -> None:
    assert found.detail is not None
    (one,) = found.detail.festivals
    assert one.years.tolist() == [2015, 2016]
    assert one.depth[0] / one.depth[1] == pytest.approx(DEPTH[2015] / DEPTH[2016], abs=0.08)
    np.testing.assert_allclose(one.depth.mean(), 1.0)
    assert np.abs(one.return_days).max() < 1.0
    truth = -1.25 * np.interp(
        one.offset, [-14, -3, -1, 7, 10, 15, 18], [0, 0.6, 1, 1, 0.35, 0.25, 0]
    )  # mean scale 1.25
    assert np.sqrt(np.mean((one.profile - truth) ** 2)) < 0.1


def test_parts_make_up_the_effect(found: AdjustedPanel) -> None:
    assert found.detail is not None
    near = np.abs(CALENDAR.days_from_new_year(DAYS)) <= 45
    assert np.abs(found.detail.festival[:, ~near]).max() == 0
    assert not found.detail.temperature.any()
    assert not found.detail.season.any()
    outside = np.abs((found.effect - found.detail.festival)[:, near]).max()
    assert outside < np.abs(found.effect[:, near]).max()
