"""Every light rule that judges a change, found by discovery: green while nothing happens, red after a collapse, grey without data."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from openmbi.catalog.lights import LightRule, load_change_rules
from openmbi.catalog.loader import load_all
from openmbi.catalog.palettes import Palette
from openmbi.core.tables import CellPanel, Colour, GroupSeries, IndexSeries, IndexTerms, Level, Lights, Reading
from openmbi.lights.enterprise import enterprise_lights
from openmbi.lights.groups import group_lights
from openmbi.lights.reasons import reason_text
from openmbi.lights.zone import zone_lights

RULES = load_change_rules(None)
FIRST = date(2015, 1, 1)
QUIET, FALLEN, BACK = 400, 60, 200  # days
COLLAPSE = 0.2

every_rule = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)


def judged(rule: LightRule, level: np.ndarray, read: np.ndarray) -> Lights:
    """The lights of one subject whose relative use a day is `level`, with readings on the days `read`."""
    days = np.arange(np.datetime64(FIRST), np.datetime64(FIRST) + len(level))
    no = np.zeros(len(level), bool)
    subject, row, ones = np.array(["x"]), level[None, :], np.ones(len(level))
    if rule.levels == (Level.ZONE,):
        return zone_lights(IndexSeries("level", "zone", days, 100 * level, read.astype(float), no), rule)
    if not rule.of_enterprises:
        anew, many = no[None, :], np.array([7])
        close, covered = 100 * row, read[None, :].astype(float)
        return group_lights(
            GroupSeries("level", rule.levels[0], subject, days, close, covered, np.ones(1), many, anew, no), rule
        )
    terms = IndexTerms("level", subject, days, np.ones(1), row, ~no[None, :], ones, no[None, :], no[None, :])
    reading = np.where(read, Reading.NORMAL, Reading.ABSENT).astype(np.uint8)[None, :]
    return enterprise_lights(
        terms, CellPanel("use_kwh", "kWh", subject, days, np.where(read, row, np.nan), reading), rule
    )


@pytest.fixture
def story() -> np.ndarray:
    return np.concatenate([np.ones(QUIET), np.full(FALLEN, COLLAPSE), np.ones(BACK)])


@every_rule
def test_green_before_red_in_a_collapse_and_green_again(rule: LightRule, story: np.ndarray):
    colour = judged(rule, story, np.ones(len(story), bool)).colour[0]
    assert (colour[: rule.minimum_history_days - 1] == Colour.NO_DATA).all()
    assert colour[QUIET - 1] == Colour.GREEN
    assert set(colour[QUIET : QUIET + rule.recent_days].tolist()) >= {Colour.RED}
    assert colour[-1] == Colour.GREEN
    assert {Colour(code) for code in colour.tolist()} <= {Colour.NO_DATA, *rule.colours}


@every_rule
def test_a_light_never_knows_what_comes_after_it(rule: LightRule, story: np.ndarray):
    whole = judged(rule, story, np.ones(len(story), bool))
    for end in (QUIET + 3, QUIET + 10, QUIET + FALLEN + 5):
        then = judged(rule, story[:end], np.ones(end, bool))
        np.testing.assert_array_equal(whole.colour[:, :end], then.colour)
        np.testing.assert_array_equal(whole.since[:, :end], then.since)


@every_rule
def test_no_readings_no_light(rule: LightRule, story: np.ndarray):
    read = np.ones(len(story), bool)
    read[-2 * max(rule.recent_days, rule.reference_days) :] = False
    lights = judged(rule, np.ones(len(story)), read)
    assert lights.colour[0, -1] == Colour.NO_DATA


@every_rule
def test_every_light_has_a_reason_in_both_languages_and_a_day_since(rule: LightRule, story: np.ndarray):
    lights = judged(rule, story, np.ones(len(story), bool))
    for day in range(0, len(story), 7):
        text = reason_text(lights, 0, day, rule)
        assert text.zh
        assert text.zh != text.en
        since = int((lights.since[0, day] - lights.days[0]).astype(int))
        assert (lights.colour[0, since : day + 1] == lights.colour[0, day]).all()
        assert since == 0 or lights.colour[0, since - 1] != lights.colour[0, day]
    assert (lights.probability, lights.false_alarm_rate) == (None, None)


@every_rule
def test_its_palette_can_show_it(rule: LightRule):
    palette = load_all(Palette, "palettes", None)[rule.palette]
    assert palette.polarity is rule.polarity
    assert rule.colours | {Colour.NO_DATA} <= {colour for colour, _ in palette.legend()}
