"""What must hold of `adjust` for any panel."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from openmbi.adjustment.adjust import adjust
from openmbi.adjustment.calendar_columns import weekday_columns
from openmbi.adjustment.parameters import AdjustmentParameters
from openmbi.catalog.calendar import load_calendar
from openmbi.core.adjusted import AdjustedPanel, DayStatus
from openmbi.core.tables import CellPanel, Reading

CALENDAR = load_calendar(None)
DAYS = np.arange("2015-01-01", "2015-11-01", dtype="M8[D]")
QUICK = AdjustmentParameters(learning_rounds=5, rounds=4)
SEEDS = st.integers(0, 10_000)
few = settings(max_examples=12, deadline=None)


def use(seed: int, subjects: int = 6) -> np.ndarray:
    """Return positive daily use of some subjects (n, T): a walk, a weekly wave, a festival dip, noise."""
    random = np.random.default_rng(seed)
    walk = random.normal(scale=0.01, size=(subjects, len(DAYS))).cumsum(axis=1)
    week = np.where((np.arange(len(DAYS)) + 3) % 7 == 6, -0.2, 0.0)
    dip = random.uniform(0, 2, (subjects, 1)) * np.exp(-((CALENDAR.days_from_new_year(DAYS) / 8.0) ** 2))
    return np.exp(random.uniform(3, 9, (subjects, 1)) + walk + week - dip + random.normal(scale=0.1, size=walk.shape))


def panel(value: np.ndarray, active: np.ndarray | None = None) -> CellPanel:
    active = np.ones(value.shape, bool) if active is None else active
    reading = np.where(active, Reading.NORMAL, Reading.ZERO_OR_MISSING).astype(np.uint8)
    names = np.arange(len(value)).astype(str)
    return CellPanel("electricity", "kWh", names, DAYS, np.where(active, value, 0.0), reading)


def adjusted(value: np.ndarray, active: np.ndarray | None = None) -> AdjustedPanel:
    return adjust(panel(value, active), CALENDAR, parameters=QUICK)


@few
@given(SEEDS)
def test_a_weekly_pattern_that_all_share_is_taken_out(seed: int) -> None:
    value = use(seed)
    columns = weekday_columns(DAYS, CALENDAR)
    effect = np.random.default_rng(seed + 1).uniform(-0.1, 0.1, columns.shape[1]) @ columns.T
    plain, moved = adjusted(value), adjusted(value * np.exp(effect))
    assert np.sqrt(np.mean((moved.residual - plain.residual) ** 2)) < 0.01  # the smoothing may step to its neighbour
    assert np.sqrt(np.mean((moved.effect - plain.effect - effect) ** 2)) < 0.01
    assert np.sqrt(np.mean(effect**2)) > 0.015


@few
@given(SEEDS, st.sampled_from([0.001, 10.0, 1e6]))
def test_use_in_another_unit_is_adjusted_alike(seed: int, factor: float) -> None:
    plain, scaled = adjusted(use(seed)), adjusted(factor * use(seed))
    np.testing.assert_allclose(scaled.value, factor * plain.value, rtol=1e-6)
    np.testing.assert_allclose(scaled.fit, factor * plain.fit, rtol=1e-6)
    np.testing.assert_allclose(scaled.effect, plain.effect, atol=1e-6)


@few
@given(SEEDS)
def test_a_stratum_does_not_see_the_others(seed: int) -> None:
    value = use(seed)
    other = np.vstack([value[:3], use(seed + 1)[3:] * 7])
    strata = np.array([0, 0, 0, 1, 1, 1], np.uint8)
    found = [adjust(panel(each), CALENDAR, strata=strata, parameters=QUICK) for each in (value, other)]
    np.testing.assert_array_equal(found[0].value[:3], found[1].value[:3])
    np.testing.assert_array_equal(found[0].scale[:3], found[1].scale[:3])
    assert not np.array_equal(found[0].value[3:], found[1].value[3:])


@few
@given(SEEDS, st.floats(0.0, 0.6))
def test_values_are_positive_on_active_days_and_nowhere_else(seed: int, gaps: float) -> None:
    value = use(seed)
    active = np.random.default_rng(seed).random(value.shape) >= gaps
    found = adjusted(value, active)
    assert (found.value[active] > 0).all()
    assert np.isnan(found.value[~active]).all()
    assert np.isnan(found.residual[~active]).all()
    assert (found.fit > 0).all()
    np.testing.assert_array_equal(found.status == DayStatus.ACTIVE, active)


@few
@given(SEEDS)
def test_the_same_panel_gives_the_same_bits(seed: int) -> None:
    one, two = adjusted(use(seed)), adjusted(use(seed))
    for field in ("value", "fit", "effect", "residual", "scale"):
        np.testing.assert_array_equal(getattr(one, field), getattr(two, field))
