"""Bounds, probabilities and their reliability, by hand."""

from __future__ import annotations

from datetime import date, timedelta
from math import isnan, nan

import numpy as np
import pytest

from openmbi.alerts.quality.past_bounds import bound_as_known, replayed_bounds
from openmbi.alerts.quality.past_probability import past_probabilities
from openmbi.alerts.quality.reliability import reliability
from openmbi.core.alerts import Alert, Channel, Direction
from openmbi.core.quality import Judged, Part, Verdict
from openmbi.core.tables import Colour, Level

FIRST = date(2026, 1, 1)
RIGHT, FALSE = Verdict.CONFIRMED, Verdict.FALSE


def judged(
    day: int, q_value: float, verdict: Verdict, stratum: str = "s", *, delay: int = 0, part: Part | None = None
) -> Judged:
    found = FIRST + timedelta(days=day)
    alert = Alert(
        Level.ENTERPRISE, "e", found, found, Direction.DOWN, (Channel.LEVEL,), (), 0.001, q_value, stratum, Colour.RED
    )
    return Judged(alert, None, verdict, part, found + timedelta(days=delay))


def test_the_bound_is_the_loosest_that_was_right_often_enough():
    known = [judged(0, q, RIGHT) for q in (0.01, 0.02, 0.03, 0.04)]
    known += [judged(0, 0.05, FALSE), judged(0, 0.06, RIGHT), judged(0, 0.08, FALSE)]
    found = bound_as_known(known, FIRST + timedelta(days=1), target=0.2, fewest=3)
    assert (found.bound, found.learnt.part, found.learnt.whole) == (0.06, 1, 6)
    assert bound_as_known(known, FIRST + timedelta(days=1), target=0.1, fewest=3).bound == 0.04
    assert isnan(bound_as_known(known, FIRST + timedelta(days=1), target=0.1, fewest=5).bound)


def test_equal_q_values_stand_or_fall_together():
    known = [judged(0, 0.01, RIGHT), judged(0, 0.05, RIGHT), judged(0, 0.05, FALSE)]
    assert bound_as_known(known, FIRST + timedelta(days=1), target=0.1, fewest=1).bound == 0.01


def test_a_verdict_counts_from_the_day_after_it_was_known_and_a_repeat_never():
    late = [judged(0, 0.01, RIGHT, delay=30), judged(0, 0.02, RIGHT, part=Part.REPEAT)]
    assert isnan(bound_as_known(late, FIRST + timedelta(days=30), fewest=1).bound)
    assert bound_as_known(late, FIRST + timedelta(days=31), fewest=1).bound == 0.01


def test_a_bound_is_judged_by_the_alerts_after_it():
    alerts = [judged(0, 0.01, RIGHT), judged(0, 0.08, FALSE)]
    alerts += [judged(40, 0.01, RIGHT), judged(40, 0.005, FALSE), judged(41, 0.09, FALSE), judged(42, nan, RIGHT)]
    first, second = replayed_bounds(alerts, [FIRST, date(2026, 2, 1)], target=0.2, fewest=1)
    assert isnan(first.fixed.bound)
    assert (first.kept.part, first.kept.whole, first.dropped.whole) == (1, 2, 0)
    assert second.fixed.bound == 0.01
    assert (second.kept.part, second.kept.whole) == (1, 2)
    assert (second.dropped.part, second.dropped.whole) == (1, 2)


def test_a_probability_is_of_alerts_alike_and_known_before():
    before = [judged(day, 0.01, RIGHT) for day in range(3)] + [judged(3, 0.01, FALSE)]
    before += [judged(4, 0.01, RIGHT, "t", delay=100)]
    found = past_probabilities([judged(10, 0.01, RIGHT), *before, judged(10, 0.01, RIGHT, "t")], fewest=4)
    assert found[0] == pytest.approx(3.5 / 5)
    assert np.isnan(found[1:5]).all()
    assert found[-1] == pytest.approx(3.5 / 5)  # none of its own stratum is known yet
    assert past_probabilities([judged(200, 0.01, RIGHT, "t"), *before], fewest=5)[0] == pytest.approx(4.5 / 6)
    assert np.isnan(past_probabilities([judged(3, 0.01, RIGHT), *before], fewest=4)[0])


def test_an_unverified_alert_and_a_repeat_teach_nothing():
    before = [judged(0, 0.01, Verdict.UNVERIFIED), judged(0, 0.01, RIGHT, part=Part.REPEAT)]
    assert np.isnan(past_probabilities([*before, judged(9, 0.01, RIGHT)], fewest=1)).all()


def test_reliability_by_hand():
    stated = np.array([0.05, 0.92, 0.98, 1.0, nan, 0.9])
    right = np.array([False, True, True, False, True, True])
    found = reliability(stated, right, least=2)
    low, high = found.bins
    assert (low.low, low.high, low.right.part, low.right.whole) == (0.05, 0.92, 2, 3)
    assert (high.low, high.high, high.right.part, high.right.whole) == (0.98, 1.0, 1, 2)
    assert (low.stated, high.stated) == (pytest.approx((0.05 + 0.92 + 0.9) / 3), pytest.approx(0.99))
    assert found.number == 5
    assert found.brier == pytest.approx((0.05**2 + 0.08**2 + 0.02**2 + 1 + 0.1**2) / 5)
    assert found.base == pytest.approx(0.6 * 0.4)


def test_equal_probabilities_stand_in_one_bin_and_few_alerts_make_one():
    stated = np.array([0.9] * 50 + [0.5, 0.6, 0.7])
    found = reliability(stated, np.ones(53, bool))
    assert [one.right.whole for one in found.bins] == [53]
    assert [one.right.whole for one in reliability(np.append(stated, [0.95] * 20), np.ones(73, bool)).bins] == [53, 20]
    assert len(reliability(np.linspace(0, 1, 19), np.ones(19, bool)).bins) == 1
    assert reliability(np.array([nan]), np.array([True])).bins == ()


def test_many_probabilities_stand_in_ten_bins_of_equal_number():
    stated = np.linspace(0, 1, 1000)
    right = np.random.default_rng(3).random(1000) < stated
    found = reliability(stated, right)
    assert [one.right.whole for one in found.bins] == [100] * 10
    assert sum(one.right.low <= one.stated <= one.right.high for one in found.bins) >= 8
    assert found.brier < found.base
