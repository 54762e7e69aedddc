from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from openmbi.core.tables import Colour, Reading
from openmbi.lights.enterprise import enterprise_lights
from openmbi.lights.reasons import Reason

NO_DATA, GREEN, YELLOW, RED = Colour.NO_DATA, Colour.GREEN, Colour.YELLOW, Colour.RED


@pytest.fixture
def judge(enterprise, rules):
    return lambda relative, **days: enterprise_lights(*enterprise(relative, **days), rules["enterprise_activity"])


@pytest.mark.parametrize(("level", "colour"), [(0.76, GREEN), (0.74, YELLOW), (0.51, YELLOW), (0.49, RED)])
def test_a_week_against_the_90_active_days_before(judge, level, colour):
    assert judge([1.0] * 90 + [level] * 7).colour[0, -1] == colour


def test_the_reference_is_the_last_90_active_days_and_not_the_days_between(judge):
    lights = judge([9.0] * 5 + [1.0] * 80 + [0.0] * 20 + [1.0] * 10 + [2.0] * 7)
    assert lights.measure[0, -1] == pytest.approx(1.0)


def test_grey_with_fewer_than_90_active_days_before_the_week(judge):
    lights = judge([1.0] * 96 + [1.0])
    assert lights.colour[0].tolist() == [NO_DATA] * 96 + [GREEN]
    assert lights.reason[0, 95] == Reason.SHORT_HISTORY


def test_red_after_30_idle_days_even_with_a_short_history(judge):
    lights = judge([1.0] * 10 + [0.0] * 30 + [1.0])
    assert lights.colour[0].tolist() == [NO_DATA] * 39 + [RED, NO_DATA]
    assert lights.reason[0, 39] == Reason.IDLE


def test_a_stopped_enterprise_goes_red_and_not_grey(judge):
    lights = judge([1.0] * 100 + [0.0] * 40)
    assert lights.colour[0, 106:].tolist() == [RED] * 34
    assert lights.since[0, -1].item() == date(2015, 4, 14)  # the fourth idle day: the week is at 3/7
    assert lights.reason[0, [110, 139]].tolist() == [Reason.OPENED, Reason.IDLE]


def test_who_never_was_active_is_no_stoppage(judge):
    assert (judge([0.0] * 60 + [1.0] * 10).colour == NO_DATA).all()


def test_a_festival_closure_is_not_idle(judge):
    closed = range(100, 140)
    assert judge([1.0] * 150, closed=closed).colour[0, 100:].tolist() == [GREEN] * 50


def test_grey_where_more_than_a_day_of_the_week_has_no_reading(judge):
    assert judge([1.0] * 100, absent=[95]).colour[0, -1] == GREEN
    lights = judge([1.0] * 100, absent=[94, 95])
    assert lights.colour[0, -1] == NO_DATA
    assert lights.reason[0, -1] == Reason.LOW_COVERAGE


def test_what_has_not_been_heard_of_is_not_known_to_stand_still(judge):
    lights = judge([1.0] * 100 + [0.0] * 50, absent=range(140, 150))
    assert lights.colour[0, [139, 149]].tolist() == [RED, NO_DATA]


def test_grey_outside_membership(judge):
    member = np.arange(110) < 105
    lights = judge([1.0] * 110, member=member)
    assert lights.colour[0, 104:].tolist() == [GREEN] + [NO_DATA] * 5
    assert lights.reason[0, -1] == Reason.NOT_A_MEMBER


def test_a_zone_rule_does_not_judge_enterprises(enterprise, rules):
    with pytest.raises(ValueError, match="zone"):
        enterprise_lights(*enterprise([1.0] * 100), rules["zone_activity"])


def test_own_generation_without_readings_is_flagged_and_not_red(enterprise, rules):
    rule = rules["enterprise_activity"]
    terms, panel = enterprise([1.0] * 100 + [0.3] * 20, absent=range(100, 115))
    unmeasured = np.zeros((1, 120), bool)
    unmeasured[0, 100:115] = True
    lights = enterprise_lights(terms, panel, rule, unmeasured=unmeasured)
    assert lights.reason[0, [100, 101, 114, 119]].tolist() == [
        Reason.STEADY,  # six of seven days are known
        Reason.OWN_GENERATION,
        Reason.OWN_GENERATION,
        Reason.OWN_GENERATION,  # only five of seven days are known
    ]
    assert (lights.colour[0, 101:] == NO_DATA).all()
    assert enterprise_lights(terms, panel, rule).reason[0, 110] == Reason.LOW_COVERAGE


def test_a_stop_is_not_known_where_own_generation_is_not(enterprise, rules):
    terms, panel = enterprise([1.0] * 100 + [0.0] * 40, absent=range(135, 140))
    unmeasured = panel.reading == 0
    lights = enterprise_lights(terms, panel, rules["enterprise_activity"], unmeasured=unmeasured)
    assert lights.reason[0, [134, 139]].tolist() == [Reason.IDLE, Reason.OWN_GENERATION]


def test_where_own_generation_is_read_it_is_judged(enterprise, rules):
    terms, panel = enterprise([1.0] * 100 + [0.3] * 7)
    lights = enterprise_lights(terms, panel, rules["enterprise_activity"], unmeasured=np.zeros((1, 107), bool))
    assert lights.colour[0, -1] == RED


@pytest.mark.parametrize("keep_days", [1, 30, 500])
def test_the_last_days_kept_are_those_of_the_whole(judge, enterprise, rules, keep_days):
    relative = [1.0] * 100 + [0.7] * 10 + [0.0] * 40
    whole = judge(relative)
    kept = enterprise_lights(*enterprise(relative), rules["enterprise_activity"], keep_days=keep_days)
    for name in ("colour", "measure", "reason", "since"):
        np.testing.assert_array_equal(getattr(kept, name), getattr(whole, name)[:, -keep_days:])
    np.testing.assert_array_equal(kept.days, whole.days[-keep_days:])
    assert kept.since[0, -1].item() == date(2015, 4, 23)  # the third idle day: the week is at 0.4 against 0.98


def test_no_days_cannot_be_kept(enterprise, rules):
    with pytest.raises(ValueError, match="0 days"):
        enterprise_lights(*enterprise([1.0] * 9), rules["enterprise_activity"], keep_days=0)


def test_blocks_of_rows_make_no_difference(enterprise, rules, monkeypatch):
    generator = np.random.default_rng(1)
    one, panel = enterprise([1.0] * 150)
    relative = np.where(generator.random((7, 150)) < 0.1, 0.0, generator.random((7, 150)))
    reading = np.where(relative > 0, Reading.NORMAL, Reading.ZERO).astype(np.uint8)
    names, member, no = np.array(list("abcdefg")), np.ones((7, 150), bool), np.zeros((7, 150), bool)
    member[3, 100:] = False
    terms = replace(one, subjects=names, weight=np.ones(7), relative=relative, member=member, filled=no, capped=no)
    panel = replace(panel, subjects=names, value=relative, reading=reading)
    rule = rules["enterprise_activity"].model_copy(update={"reference_days": 30, "minimum_history_days": 30})
    whole = enterprise_lights(terms, panel, rule)
    monkeypatch.setattr("openmbi.lights.enterprise._ROWS", 3)
    blocks = enterprise_lights(terms, panel, rule)
    for name in ("subjects", "colour", "measure", "reason", "since"):
        np.testing.assert_array_equal(getattr(blocks, name), getattr(whole, name))
    assert len(np.unique(whole.colour)) == 4


def test_nobody_has_no_light(enterprise, rules):
    terms, panel = enterprise([1.0] * 9)
    none = np.zeros((0, 9))
    terms = replace(
        terms,
        subjects=terms.subjects[:0],
        weight=none[:, 0],
        relative=none,
        member=none > 0,
        filled=none > 0,
        capped=none > 0,
    )
    panel = replace(panel, subjects=panel.subjects[:0], value=none, reading=none.astype(np.uint8))
    assert enterprise_lights(terms, panel, rules["enterprise_activity"]).colour.shape == (0, 9)
