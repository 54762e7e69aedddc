from datetime import date

import numpy as np
import pytest

from openmbi.core.tables import Colour
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
