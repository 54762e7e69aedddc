"""Conformal intervals: ranks by hand, too few errors said so, and coverage kept through a drift."""

from __future__ import annotations

import numpy as np
import pytest

from openmbi.index.backtest.density import Density
from openmbi.index.nowcast.conformal import (
    Calibration,
    Rule,
    calibrate,
    calibrated_density,
    errors_needed,
    intervals,
    multiples,
)


def test_the_rank_is_that_of_finite_samples():
    score = np.array([0.9, 0.1, 0.5, 0.3, 0.7, 0.2, 0.8, 0.6, 0.4])
    assert multiples(score, 0.8, Rule.SPLIT)[-1] == 0.8  # ⌈10 · 0.8⌉ = 8th smallest of nine
    assert multiples(score, 0.5, Rule.SPLIT)[-1] == 0.5  # 5th
    assert multiples(score[:8], 0.8, Rule.SPLIT)[-1] == 0.9  # ⌈9 · 0.8⌉ = 8th of eight: the largest
    assert multiples(score[:8], 0.8, Rule.SPLIT).tolist()[:8] == pytest.approx([np.nan] * 8, nan_ok=True)


@pytest.mark.parametrize(("level", "needed"), [(0.5, 8), (0.8, 8), (0.9, 9), (0.95, 19), (0.99, 99)])
def test_how_many_errors_a_level_needs(level: float, needed: int):
    assert errors_needed(level) == needed
    score = np.linspace(0.1, 1, needed)
    assert not np.isnan(multiples(score, level, Rule.SPLIT)[-1])
    assert np.isnan(multiples(score[1:], level, Rule.SPLIT)[-1])


def test_errors_count_in_standard_errors_and_unknown_ones_not_at_all():
    error, spread = np.array([2.0, np.nan, -1.0, *range(1, 8)]), np.array([1.0, 1.0, 0.5, *[1.0] * 7])
    (half,) = calibrate(error, spread, (0.5,))
    assert half == Calibration(0.5, 3.0, 9, calibrated=True)  # scores 1 2 2 2 3 4 5 6 7: the 5th


def test_too_few_errors_leave_the_models_own_interval_and_say_so():
    error = np.linspace(0.5, 3, 10)
    found = calibrate(error, np.ones(10))
    assert [(one.level, one.calibrated, one.errors) for one in found] == [
        (0.5, True, 10),
        (0.8, True, 10),
        (0.95, False, 10),
    ]
    made = intervals(Density(4.0, 2.0), found)
    assert made[1].high == pytest.approx(4 + 2 * np.sort(error)[8])
    assert not made[2].calibrated
    assert made[2].high == max(
        made[1].high, 4 + 2 * 1.959963984540054
    )  # never inside a calibrated one of a lower level
    assert calibrate(error[:3], np.ones(3))[0].calibrated is False
    assert intervals(Density(4.0, 2.0), calibrate(error[:3], np.ones(3)))[0].low == pytest.approx(
        4 - 2 * 0.6744897501960817
    )


def test_a_higher_level_is_never_narrower():
    rng = np.random.default_rng(5)
    for rule in Rule:
        found = calibrate(rng.standard_t(3, 120), np.ones(120), (0.95, 0.5, 0.8), rule)
        assert [one.level for one in found] == [0.5, 0.8, 0.95]
        assert found[0].multiple <= found[1].multiple <= found[2].multiple


def test_the_calibrated_density_has_the_calibrated_intervals():
    error = np.random.default_rng(2).normal(0, 3, 40)
    found = calibrate(error, np.ones(40))
    density = calibrated_density(Density(1.0, 0.5), found)
    for one in intervals(Density(1.0, 0.5), found):
        assert density.interval(one.level) == pytest.approx((one.low, one.high))
    plain = Density(1.0, 0.5)
    assert calibrated_density(plain, calibrate(error[:2], np.ones(2))) is plain


def test_adaptive_widens_after_a_miss_by_hand():
    score = np.append(np.arange(1.0, 21.0), [100.0, 0.0])
    found = multiples(score, 0.5, Rule.ADAPTIVE)
    # before the 21st: scores 1…20 all missed from the 9th on (12 misses of ½ · 0.05 each): α = 0.5 − 0.3, ⌈21 · 0.8⌉ = 17th
    assert found[20] == 17.0
    assert found[21] == 19.0  # one more miss: α = 0.175, ⌈22 · 0.825⌉ = 19th
    assert found[22] == pytest.approx(18.0)  # a hit: α = 0.2, ⌈23 · 0.8⌉ = 19th of 0, 1, …, 20, 100


def test_the_quantile_tracker_by_hand():
    score = np.append(np.ones(8), [3.0, 0.0])
    found = multiples(score, 0.5, Rule.PID)
    assert found[8] == 1.0
    # after the miss: p = 1 + 0.1 · 1 · ½ = 1.05, and 3 tan(½ log 3 / (2 · 3)) of the misses beyond those due
    assert found[9] == pytest.approx(1.05 + 3 * np.tan(0.5 * np.log(3) / (2 * 3)))
    assert found[10] == pytest.approx(1.05 - 0.1 * 3 * 0.5)


@pytest.mark.parametrize("rule", [Rule.ADAPTIVE, Rule.PID])
def test_coverage_holds_through_a_drift_that_split_does_not_follow(rule: Rule):
    rng = np.random.default_rng(11)
    spread = np.concatenate([np.full(150, 1.0), np.linspace(1, 4, 300), np.full(250, 4.0)])
    score = np.abs(rng.normal(0, spread))
    for level in (0.5, 0.8, 0.95):
        inside = {each: np.mean((score <= multiples(score, level, each)[:-1])[150:]) for each in (rule, Rule.SPLIT)}
        assert abs(inside[rule] - level) < 0.05
        assert inside[Rule.SPLIT] < inside[rule]


def test_split_covers_what_it_says_where_nothing_drifts():
    rng = np.random.default_rng(3)
    hits = [score[-1] <= multiples(score[:-1], 0.8, Rule.SPLIT)[-1] for score in np.abs(rng.standard_t(4, (2000, 20)))]
    assert 0.78 < np.mean(hits) < 0.83  # between 0.8 and 0.8 + 1/20
