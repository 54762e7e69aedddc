from __future__ import annotations

import numpy as np
import pytest

from openmbi.adjustment.festival import Festivals, Pooled, Profile, find_festivals, first_profile
from openmbi.adjustment.parameters import AdjustmentParameters
from openmbi.adjustment.refine import pool, refine
from openmbi.catalog.calendar import load_calendar

CALENDAR = load_calendar(None)
PARAMETERS = AdjustmentParameters()


def festivals(first: str, after: str) -> Festivals:
    days = np.arange(first, after, dtype="M8[D]")
    return find_festivals(days, np.ones(len(days), bool), CALENDAR, PARAMETERS)


def truth(found: Festivals, depth: dict[int, float], late: dict[int, float] | None = None) -> np.ndarray:
    """Return a dip that spline and first profile do not have the form of; in a year that firms close and come back late it comes later."""
    year = np.array(found.years)[found.year]
    offset = found.offset - np.array([(late or {}).get(each, 0.0) for each in year])
    dip = -np.exp(-((offset / 9.0) ** 2)) - 0.3 * np.exp(-(((offset - 14) / 5.0) ** 2))
    return dip / 1.001 * np.array([depth[each] for each in year])


def refined(found: Festivals, level: np.ndarray, precision: np.ndarray, rounds: int = 60) -> Profile:
    profile = first_profile(found, PARAMETERS)
    for _ in range(rounds):
        profile = refine(found, profile, Pooled(level, precision, np.eye(len(level))), PARAMETERS)
    return profile


def test_the_days_of_two_festivals() -> None:
    found = festivals("2015-01-01", "2016-10-01")
    assert found.years == (2015, 2016)
    assert found.seen.tolist() == [True, True]
    assert len(found.position) == 2 * 81
    assert found.offset.min() == -35
    assert found.offset.max() == 45
    assert found.inside.sum() == 162
    assert found.learnable


def test_a_festival_that_is_still_going_on_teaches_nothing() -> None:
    found = festivals("2015-01-01", "2015-03-10")
    assert found.seen.tolist() == [False]
    assert not found.learnable


def test_days_without_any_report_are_not_seen() -> None:
    days = np.arange("2015-01-01", "2016-04-01", dtype="M8[D]")
    found = find_festivals(days, days < np.datetime64("2016-01-01"), CALENDAR, PARAMETERS)
    assert found.seen.tolist() == [True, False]


def test_profile_and_depths_are_recovered() -> None:
    found = festivals("2015-01-01", "2016-10-01")
    level = truth(found, {2015: 1.2, 2016: 0.8})
    profile = refined(found, level, np.full(len(level), 1e4))
    np.testing.assert_allclose(profile.depth, [1.2, 0.8], atol=0.02)
    assert profile.depth.mean() == pytest.approx(1.0)
    np.testing.assert_allclose(profile.values(found), level, atol=0.04)


def test_a_year_that_closes_and_comes_back_late_is_told() -> None:
    found = festivals("2015-01-01", "2016-10-01")
    level = truth(found, {2015: 1.0, 2016: 1.0}, late={2015: -1.5, 2016: 1.5})
    profile = refined(found, level, np.full(len(level), 1e4))
    assert profile.closing[1] - profile.closing[0] == pytest.approx(3.0, abs=0.5)
    assert profile.returning[1] - profile.returning[0] == pytest.approx(3.0, abs=0.5)
    np.testing.assert_allclose(profile.values(found), level, atol=0.08)


def test_the_depth_of_a_festival_that_has_begun_is_drawn_towards_one() -> None:
    found = festivals("2015-01-01", "2016-02-06")
    level = truth(found, {2015: 1.0, 2016: 0.5}) + np.random.default_rng(1).normal(scale=0.1, size=len(found.offset))
    profile = refined(found, level, np.full(len(level), 100.0))
    assert 0.5 < profile.depth[1] / profile.depth[0] < 0.95
    spread = np.sqrt(np.diag(profile.covariance))
    assert spread[1] > 1.5 * spread[0]


def test_a_festival_that_no_series_reports_is_as_usual() -> None:
    found = festivals("2015-01-01", "2016-10-01")
    mine = np.array(found.years)[found.year] == 2015
    level = truth(found, {2015: 1.0, 2016: 5.0})
    days = np.arange("2015-01-01", "2016-10-01", dtype="M8[D]")
    found = find_festivals(days, days < np.datetime64("2015-12-01"), CALENDAR, PARAMETERS)
    profile = refined(found, level, np.where(mine, 100.0, 0.0))
    assert profile.depth[1] == pytest.approx(1.0, abs=0.01)
    assert profile.closing[1] == pytest.approx(0.0, abs=0.01)
    assert np.sqrt(profile.covariance[1, 1]) == pytest.approx(PARAMETERS.depth_spread)


def test_pooling_gives_the_common_level_whatever_the_scales() -> None:
    found = festivals("2015-01-01", "2016-10-01")
    level = truth(found, {2015: 1.2, 2016: 0.8})
    scale = np.array([0.1, 1.0, 3.0, -0.2])
    fitted = scale[:, None] * first_profile(found, PARAMETERS).values(found)
    residual = scale[:, None] * level - fitted
    active = np.ones(residual.shape, bool)
    active[2, :40] = False
    residual[2, :40] = 99.0
    pooled = pool(
        fitted, residual, active, scale=scale, spread=np.array([0.1, 0.2, 0.1, 2.0]), weight=np.eye(len(level))
    )
    np.testing.assert_allclose(pooled.level, level, atol=1e-12)
