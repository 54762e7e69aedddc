from datetime import date

import numpy as np
import pytest

from openmbi.catalog.lights import LightRule
from openmbi.core.tables import Colour, GroupSeries, Level
from openmbi.lights.group_reasons import group_reason_text
from openmbi.lights.groups import group_lights
from openmbi.lights.reasons import Reason, reason_text

NO_DATA, GREEN, YELLOW, RED = Colour.NO_DATA, Colour.GREEN, Colour.YELLOW, Colour.RED


@pytest.fixture
def rule(rules) -> LightRule:
    return rules["meso_activity"]


def groups(*closes, restarted=(), coverage=1.0, members=9, level=Level.CITY, first="2015-01-01") -> GroupSeries:
    """Groups from their closes; `restarted` holds (group, day) pairs."""
    close = np.array(closes, float)
    anew = np.zeros(close.shape, bool)
    for where in restarted:
        anew[where] = True
    count, length = close.shape
    days = np.arange(np.datetime64(first), np.datetime64(first) + length)
    names = np.array([f"44{k:02d}00" for k in range(count)])
    covered = np.broadcast_to(np.asarray(coverage, float), close.shape)
    of = np.full(count, members)
    return GroupSeries("level", level, names, days, close, covered, np.ones(count), of, anew, np.zeros(length, bool))


def test_each_group_is_judged_by_its_own_weeks(rule):
    before = [100.0] * 72
    series = groups(before + [91.0] * 28, before + [93.0] * 28, before + [84.0] * 28)
    lights = group_lights(series, rule)
    assert lights.colour[:, -1].tolist() == [YELLOW, GREEN, RED]
    assert lights.measure[:, -1].tolist() == pytest.approx([-0.09, -0.07, -0.16])
    assert lights.subjects.tolist() == ["440000", "440100", "440200"]
    assert "−9.0%" in reason_text(lights, 0, 99, rule).zh


def test_a_group_that_begins_late_needs_its_own_90_days(rule):
    lights = group_lights(groups([100.0] * 200, [np.nan] * 100 + [100.0] * 100), rule)
    assert lights.colour[0].tolist() == [NO_DATA] * 89 + [GREEN] * 111
    assert lights.colour[1].tolist() == [NO_DATA] * 189 + [GREEN] * 11
    assert lights.reason[1, [50, 188]].tolist() == [Reason.SHORT_HISTORY] * 2


def test_grey_until_both_windows_have_passed_a_new_beginning(rule):
    close = [100.0] * 120 + [60.0] * 80
    lights = group_lights(groups(close, close, restarted=[(0, 120)]), rule)
    assert lights.reason[0, [119, 120, 174]].tolist() == [Reason.STEADY, Reason.RESTARTED, Reason.RESTARTED]
    assert lights.colour[0, 119:].tolist() == [GREEN] + [NO_DATA] * 55 + [GREEN] * 25  # 28 + 28 days from day 120 on
    assert RED in lights.colour[1]
    assert "重新起算" in reason_text(lights, 0, 130, rule).zh


def test_a_gap_without_members_is_said(rule):
    close = np.full(300, 100.0)
    close[150:160] = np.nan
    lights = group_lights(groups(close), rule)
    assert lights.reason[0, [149, 150, 214]].tolist() == [Reason.STEADY, Reason.NO_LEVEL, Reason.NO_LEVEL]
    assert lights.colour[0, 215] == GREEN  # day 159 has left the 56 days
    assert "成员" in reason_text(lights, 0, 155, rule).zh
    never = group_lights(groups(np.full(300, np.nan)), rule)
    assert set(never.reason[0].tolist()) == {Reason.SHORT_HISTORY}


def test_thin_coverage_of_one_group_is_its_own(rule):
    coverage = np.ones((2, 100))
    coverage[1, 72:] = 0.7
    lights = group_lights(groups([100.0] * 100, [100.0] * 100, coverage=coverage), rule)
    assert lights.colour[:, -1].tolist() == [GREEN, NO_DATA]
    assert lights.reason[1, -1] == Reason.LOW_COVERAGE


def test_grey_before_thresholds_are_in_force(rule):
    lights = group_lights(groups([100.0] * 200, first="2014-07-01"), rule)
    assert lights.reason[0, [183, 184]].tolist() == [Reason.NO_THRESHOLD, Reason.STEADY]
    assert lights.since[0, -1].item() == date(2015, 1, 1)


def test_few_members_are_judged_and_said(rule):
    close = [100.0] * 72 + [91.0] * 28
    small, large = groups(close, members=2), groups(close, members=3)
    few = group_reason_text(group_lights(small, rule), small, 0, rule)
    assert few.zh.endswith("达到界限 −8%；仅 2 家成员，一家企业即可左右")
    assert group_reason_text(group_lights(large, rule), large, 0, rule).zh.endswith("达到界限 −8%")
    young = groups(close[:50], members=2)
    assert "2 member" not in group_reason_text(group_lights(young, rule), young, 0, rule).en


def test_a_rule_judges_the_levels_that_it_names(rules):
    series = groups([100.0] * 100, level=Level.CELL)
    with pytest.raises(ValueError, match="no rule for the level cell"):
        group_lights(series, rules["meso_activity"])
    assert group_lights(series, rules["cell_activity"]).colour[0, -1] == GREEN


def test_months_are_no_days(rule):
    series = groups([100.0] * 3)
    months = np.array(["2015-01-01", "2015-02-01", "2015-03-01"], "datetime64[D]")
    with pytest.raises(ValueError, match="consecutive days"):
        group_lights(GroupSeries(**(vars(series) | {"days": months})), rule)
