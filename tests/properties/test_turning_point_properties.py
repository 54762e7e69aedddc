"""What holds for every series: alternation, least lengths, mirror images, and that no later value changes what was known earlier."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openmbi.index.turning_points.as_known import growing, turns_as_known
from openmbi.index.turning_points.bbq import bbq
from openmbi.index.turning_points.bry_boschan import bry_boschan
from openmbi.index.turning_points.censoring import MONTHLY, QUARTERLY, CensoringRules
from openmbi.index.turning_points.phases import phases, states

WALKS = st.integers(0, 100_000).map(lambda seed: np.random.default_rng(seed).normal(0, 1, 90).cumsum())
DATINGS = pytest.mark.parametrize(
    ("dating", "rules"),
    [(bbq, QUARTERLY), (bbq, MONTHLY), (bry_boschan, MONTHLY), (bbq, replace(MONTHLY, large_fall=4.0))],
)


@DATINGS
@settings(deadline=None, max_examples=40)
@given(value=WALKS)
def test_turns_keep_the_rules(dating, rules: CensoringRules, value):
    found = dating(value, rules)
    assert (np.diff(found.kind) != 0).all()
    assert (found.place >= rules.ends).all()
    assert (found.place < len(value) - rules.ends).all()
    assert (found.place[2:] - found.place[:-2] >= rules.cycle).all()
    moved = np.abs(np.diff(value[found.place]))
    assert ((np.diff(found.place) >= rules.phase) | (moved >= (rules.large_fall or np.inf))).all()


@DATINGS
@settings(deadline=None, max_examples=40)
@given(value=WALKS, factor=st.sampled_from([0.25, 0.5, 1.0, 2.0, 8.0]))
def test_units_and_signs_do_not_matter(dating, rules, value, factor):
    rules = replace(rules, large_fall=None)
    value = np.round(value, 3)
    found = dating(value, rules).pairs()
    assert dating(-value, rules).pairs() == [(place, -kind) for place, kind in found]
    assert dating(value * factor, rules).pairs() == found


@given(value=WALKS)
def test_phases_cover_the_series_and_amplitudes_sum_to_its_change(value):
    turns = bbq(value, MONTHLY)
    found = phases(value, turns)
    if len(turns):
        assert found.duration.sum() == len(value) - 1
        np.testing.assert_allclose(found.amplitude.sum(), value[-1] - value[0], atol=1e-9)
        assert (states(turns, len(value))[found.closing] == np.where(found.rising, 1, -1)).all()


@settings(max_examples=8, deadline=None)
@given(one=WALKS, other=WALKS, cut=st.integers(10, 80))
def test_no_later_value_alters_what_was_known(one, other, cut):
    """Two histories that are the same up to a period tell the same turning points at every vintage up to it."""
    changed = np.concatenate([one[:cut], other[cut:]])
    first, second = (turns_as_known(bbq(past, MONTHLY) for past in growing(value)) for value in (one, changed))
    for vintage in range(cut):
        assert first.at(vintage).pairs() == second.at(vintage).pairs()


@settings(max_examples=8, deadline=None)
@given(value=WALKS)
def test_what_is_kept_of_a_vintage_is_what_it_told(value):
    known = turns_as_known(bbq(past, MONTHLY) for past in growing(value))
    for vintage in range(len(value)):
        assert known.at(vintage).pairs() == bbq(value[: vintage + 1], MONTHLY).pairs()
    assert (known.known > known.place).all()


@settings(max_examples=5, deadline=None)
@given(value=WALKS)
def test_bry_boschan_as_known_is_bry_boschan_of_each_vintage(value):
    known = turns_as_known(map(bry_boschan, growing(value)))
    for vintage in (30, 60, 89):
        assert known.at(vintage).pairs() == bry_boschan(value[: vintage + 1]).pairs()
