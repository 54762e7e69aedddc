from __future__ import annotations

import numpy as np
import pytest

from openmbi.adjustment.festival import Festivals, Pooled, Profile, find_festivals, first_profile, pool, refine
from openmbi.adjustment.parameters import AdjustmentParameters
from openmbi.catalog.calendar import load_calendar

CALENDAR = load_calendar(None)


def festivals(first: str, after: str) -> Festivals:
    days = np.arange(first, after, dtype="M8[D]")
    return find_festivals(days, np.ones(len(days), bool), CALENDAR, AdjustmentParameters())


def truth(found: Festivals, depth: dict[int, float]) -> np.ndarray:
    """Return a dip that spline and first profile do not have the form of."""
    dip = -np.exp(-((found.offset / 9.0) ** 2)) - 0.3 * np.exp(-(((found.offset - 14) / 5.0) ** 2))
    return dip / np.abs(dip).max() * np.array([depth[year] for year in found.year])


def refined(found: Festivals, level: np.ndarray, precision: np.ndarray, rounds: int = 60) -> Profile:
    profile = first_profile(found)
    for _ in range(rounds):
        profile = refine(found, profile, Pooled(level, precision))
    return profile


def test_the_days_of_two_festivals() -> None:
    found = festivals("2015-01-01", "2016-10-01")
    assert found.seen == (2015, 2016)
    assert len(found.position) == 2 * 81
    assert found.offset.min() == -35
    assert found.offset.max() == 45
    assert found.learnt.sum() == 162
    assert not found.unlearnt.any()


def test_a_festival_that_is_still_going_on_teaches_nothing() -> None:
    found = festivals("2015-01-01", "2015-03-10")
    assert found.seen == ()
    assert found.unlearnt.sum() == len(found.position)
    assert first_profile(found).column(found).shape == (found.length, 0)


def test_days_without_any_report_are_not_seen() -> None:
    days = np.arange("2015-01-01", "2016-04-01", dtype="M8[D]")
    found = find_festivals(days, days < np.datetime64("2016-01-01"), CALENDAR, AdjustmentParameters())
    assert found.seen == (2015,)


def test_profile_and_depths_are_recovered() -> None:
    found = festivals("2015-01-01", "2016-10-01")
    level = truth(found, {2015: 1.2, 2016: 0.8})
    profile = refined(found, level, np.ones(len(level)))
    assert profile.depth[found.year == 2015][0] == pytest.approx(1.2, abs=0.005)
    assert profile.depth[found.year == 2016][0] == pytest.approx(0.8, abs=0.005)
    np.testing.assert_allclose(profile.shape * profile.depth, level, atol=0.03)


def test_the_depth_of_a_festival_that_has_begun_is_drawn_towards_one() -> None:
    found = festivals("2015-01-01", "2016-02-06")
    level = truth(found, {2015: 1.0, 2016: 0.5})
    profile = refined(found, level, np.ones(len(level)))
    assert profile.depth[found.year == 2015][0] == pytest.approx(1.0)
    assert 0.85 < profile.depth[found.year == 2016][0] < 0.999


def test_a_festival_that_no_series_reports_has_depth_one() -> None:
    found = festivals("2015-01-01", "2016-10-01")
    precision = (found.year == 2015).astype(float)
    level = truth(found, {2015: 1.0, 2016: 5.0})
    assert (refined(found, level, precision).depth == 1).all()


def test_pooling_gives_the_common_level_whatever_the_scales() -> None:
    found = festivals("2015-01-01", "2016-10-01")
    level = truth(found, {2015: 1.2, 2016: 0.8})
    scale = np.array([0.1, 1.0, 3.0, -0.2])
    profile = first_profile(found)
    residual = scale[:, None] * (level - profile.shape * profile.depth)
    active = np.ones(residual.shape, bool)
    active[2, :40] = False
    residual[2, :40] = 99.0
    pooled = pool(profile, residual, scale, active, np.array([0.1, 0.2, 0.1, 2.0]))
    np.testing.assert_allclose(pooled.level, level, atol=1e-12)
