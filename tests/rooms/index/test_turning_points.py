"""Turning points by hand: extremes, censoring, the smoothers of Bry and Boschan, phases, concordance, distance to a reference."""

from dataclasses import replace

import numpy as np
import pytest

from openmbi.core.problems import Problem
from openmbi.index.turning_points.against_reference import against_reference
from openmbi.index.turning_points.as_known import growing, turns_as_known
from openmbi.index.turning_points.bbq import bbq
from openmbi.index.turning_points.bry_boschan import bry_boschan
from openmbi.index.turning_points.censoring import MONTHLY, QUARTERLY, CensoringRules, censor, local_extremes
from openmbi.index.turning_points.concordance import concordance
from openmbi.index.turning_points.markov_switching import regime_turns
from openmbi.index.turning_points.phases import phases, states
from openmbi.index.turning_points.smoothing import (
    SPENCER,
    months_of_dominance,
    moving_average,
    spencer,
    without_extremes,
)
from openmbi.index.turning_points.turns import TurnKind, Turns, turns_of

PEAK, TROUGH = int(TurnKind.PEAK), int(TurnKind.TROUGH)
LOOSE = CensoringRules(window=1, ends=0, phase=1, cycle=2)


def zigzag(*corners: float, steps: int = 6) -> np.ndarray:
    """Straight lines from corner to corner."""
    places = np.arange(len(corners)) * steps
    return np.interp(np.arange(places[-1] + 1), places, corners)


def test_a_local_extreme_is_above_or_below_its_neighbours_on_both_sides():
    assert local_extremes(np.array([0, 1, 2, 1, 0, 1, 2.0]), 2).pairs() == [(2, PEAK), (4, TROUGH)]
    assert local_extremes(np.array([0, 1, 2, 1.0]), 2).pairs() == []


def test_of_equal_neighbours_the_last_is_the_turn():
    assert local_extremes(np.array([0, 2, 2, 0, 0, 1.0]), 1).pairs() == [(2, PEAK), (4, TROUGH)]


def test_of_peaks_in_a_row_the_highest_stays():
    value = np.array([0, 3, 2, 5, 1, 2, 0.0])
    turns = turns_of([(1, PEAK), (3, PEAK), (4, TROUGH), (6, TROUGH)])
    assert censor(value, turns, LOOSE).pairs() == [(3, PEAK), (6, TROUGH)]


def test_turns_too_near_an_end_or_passed_at_it_go():
    value = zigzag(3, 5, 2, 9, 3)
    every = [(6, PEAK), (12, TROUGH), (18, PEAK)]
    assert censor(value, turns_of(every), replace(LOOSE, ends=7)).pairs() == every[1:2]
    passed = np.concatenate([[6.0], value[1:]])
    assert censor(passed, turns_of(every), LOOSE).pairs() == every[1:]


def test_a_short_cycle_loses_its_lower_peak():
    value = zigzag(0, 8, 5, 9, 1, 7)
    turns = local_extremes(value, 3)
    assert turns.pairs() == [(6, PEAK), (12, TROUGH), (18, PEAK), (24, TROUGH)]
    assert censor(value, turns, replace(LOOSE, cycle=13)).pairs() == [(18, PEAK), (24, TROUGH)]


def test_a_short_phase_goes_with_both_turns_unless_it_moves_far():
    value = np.concatenate([zigzag(0, 10, 4, 20, steps=12), np.linspace(12, 30, 12), np.linspace(29, 5, 12)])
    turns = turns_of([(12, PEAK), (24, TROUGH), (36, PEAK), (37, TROUGH), (48, PEAK)])
    rules = replace(LOOSE, phase=3)
    assert censor(value, turns, rules).pairs() == [(12, PEAK), (24, TROUGH), (48, PEAK)]
    assert censor(value, turns, replace(rules, large_fall=7.0)).pairs() == turns.pairs()


def test_a_short_first_phase_loses_the_outer_turn():
    value = np.array([0, 2, 0, 3, 6, 3.0])
    turns = turns_of([(1, PEAK), (2, TROUGH), (4, PEAK)])
    assert censor(value, turns, replace(LOOSE, phase=2)).pairs() == [(2, TROUGH), (4, PEAK)]


def test_spencers_weights_pass_a_straight_line_and_a_cubic():
    assert SPENCER.sum() == pytest.approx(1)
    month = np.arange(40.0)
    np.testing.assert_allclose(spencer(2 + 3 * month), 2 + 3 * month)
    cubic = (month - 20) ** 3
    np.testing.assert_allclose(spencer(cubic)[7:-7], cubic[7:-7], atol=1e-9)


def test_an_even_average_is_centred():
    month = np.arange(30.0)
    np.testing.assert_allclose(moving_average(month, 12), month, atol=1e-12)
    season = np.cos(2 * np.pi * month / 12)
    np.testing.assert_allclose(moving_average(season, 12)[6:-6], 0, atol=1e-12)


def test_a_value_far_from_the_curve_is_replaced_by_it():
    value = np.sin(np.arange(60) / 9)
    spoilt = value.copy()
    spoilt[30] += 5
    calm = without_extremes(spoilt)
    assert calm[30] == pytest.approx(spencer(spoilt)[30])
    np.testing.assert_array_equal(np.delete(calm, 30), np.delete(spoilt, 30))


def test_cyclical_dominance_comes_later_in_a_rougher_series():
    generator = np.random.default_rng(1)
    cycle = 5 * np.sin(np.arange(200) / 8)
    noise = generator.normal(0, 1, 200)
    assert months_of_dominance(cycle + 0.01 * noise) == 3
    assert months_of_dominance(cycle + 9 * noise) == 6


@pytest.mark.parametrize("dating", [bry_boschan, lambda value: bbq(value, MONTHLY)])
def test_planted_cycles_are_found_through_noise(dating):
    generator = np.random.default_rng(3)
    value = zigzag(0, 20, 8, 30, 15, 40, steps=24) + generator.normal(0, 0.3, 121)
    found = dating(value)
    assert found.kind.tolist() == [PEAK, TROUGH, PEAK, TROUGH]
    assert np.abs(found.place - [24, 48, 72, 96]).max() <= 2


def test_bry_boschan_ignores_a_lone_outlier_and_bbq_does_not():
    value = zigzag(0, 20, 8, 30, steps=24)
    value[60] += 15
    rules = replace(MONTHLY, cycle=2, phase=1)
    assert bry_boschan(value).pairs() == [(24, PEAK), (48, TROUGH)]
    assert (60, PEAK) in bbq(value, rules).pairs()


def test_too_short_a_series_has_no_turn_and_one_with_a_gap_is_refused():
    assert not len(bry_boschan(np.arange(23.0)))
    assert not len(bbq(np.arange(3.0), QUARTERLY))
    with pytest.raises(Problem, match=r"number 3 first") as caught:
        bbq(np.array([1, 2, np.nan, 3.0]))
    assert caught.value.code == "index.turning-gaps"


def test_phases_run_from_turn_to_turn_and_the_last_one_is_open():
    value = zigzag(0, 10, 4, 20, 17, steps=5)
    found = phases(value, turns_of([(5, PEAK), (10, TROUGH), (15, PEAK)]))
    assert found.rising.tolist() == [True, False, True, False]
    assert found.duration.tolist() == [5, 5, 5, 5]
    assert found.amplitude.tolist() == [10, -6, 16, -3]
    assert found.complete.tolist() == [False, True, True, False]
    assert found.opening.tolist() == [0, 5, 10, 15]
    assert found.closing.tolist() == [5, 10, 15, 20]


def test_a_series_without_a_turn_has_no_phase():
    assert len(phases(np.arange(5.0), turns_of([]))) == 0
    assert states(turns_of([]), 4).tolist() == [0, 0, 0, 0]


def test_the_month_of_a_peak_is_still_expansion():
    assert states(turns_of([(1, PEAK), (3, TROUGH)]), 6).tolist() == [1, 1, -1, -1, 1, 1]


def test_concordance_by_hand():
    one = np.array([1, 1, 1, -1, 0], np.int8)
    other = np.array([1, 1, -1, -1, 1], np.int8)
    found = concordance(one, other)
    assert (found.periods, found.index, found.by_chance) == (4, 0.75, 0.5)
    assert found.correlation == pytest.approx((0.5 - 0.375) / np.sqrt(0.1875 * 0.25))
    assert np.isnan(concordance(one, np.zeros(5, np.int8)).index)


def test_each_turn_of_a_reference_takes_the_nearest_of_its_kind():
    own = turns_of([(10, PEAK), (13, PEAK), (30, TROUGH), (70, PEAK)])
    found = against_reference(own, turns_of([(12, PEAK), (33, TROUGH), (50, PEAK)]), near=6)
    np.testing.assert_array_equal(found.lag, [1, -3, np.nan])
    assert found.extra.tolist() == [0, 3]
    assert (found.found, found.mean_absolute_lag) == (2, 2.0)


def test_a_turn_is_known_late_and_may_be_withdrawn():
    value = np.array([0, 1, 2, 3, 2, 1, 4, 5, 3, 1, 0.0])
    known = turns_as_known(bbq(past, replace(LOOSE, window=2, cycle=5)) for past in growing(value))
    told = list(
        zip(known.place.tolist(), known.kind.tolist(), known.known.tolist(), known.withdrawn.tolist(), strict=True)
    )
    assert told == [(3, PEAK, 5, 6), (3, PEAK, 7, 9), (5, TROUGH, 7, 9), (7, PEAK, 9, -1)]
    assert known.at(5).pairs() == [(3, PEAK)]
    assert known.at(6).pairs() == []
    assert known.at(8).pairs() == [(3, PEAK), (5, TROUGH)]


def test_a_regime_begins_and_ends_where_its_probability_says():
    low = np.array([np.nan, 0.1, 0.2, 0.9, 0.8, 0.55, 0.3, 0.1, 0.9])
    assert regime_turns(low).pairs() == [(2, PEAK), (5, TROUGH), (7, PEAK)]
    assert regime_turns(low, enter=0.95).pairs() == []
    assert regime_turns(low, leave=0.7).pairs() == [(2, PEAK), (4, TROUGH), (7, PEAK)]


def test_turns_can_be_left_out_by_number():
    assert isinstance(turns_of([(3, 1)]), Turns)
    assert turns_of([(5, -1), (3, 1), (3, 1)]).without([0]).pairs() == [(5, -1)]
