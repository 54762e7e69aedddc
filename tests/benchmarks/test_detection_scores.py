"""Alerts are judged by episode: what a perfect detector, a silent one and a noisy one are told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from math import inf

import numpy as np
import pytest
from benchmarks.detection_episodes import day, other_episodes, planted_episodes
from benchmarks.detection_peers import three_sigma
from benchmarks.detection_scores import PAIR, in_festival_weeks, is_red, judge, of_level, pooled
from benchmarks.detection_truth import STATED, Truth, draw

from openmbi.core.alerts import Alert, Channel, Direction
from openmbi.core.quality import Episode
from openmbi.core.tables import Colour, Level
from openmbi.simulation.province.event_kinds import EventKind
from openmbi.simulation.province.planting import PlantedRange, Planting

HISTORY, DAYS, COUNT = 380, 120, 400
KINDS = [str(kind) for kind in STATED]


@pytest.fixture(scope="module")
def truth() -> Truth:
    counts = {kind: PlantedRange(2, each.days, each.size) for kind, each in STATED.items()}
    return draw(5, COUNT, DAYS, HISTORY, Planting(counts, HISTORY, 45, shared=False))


def alert(level: Level, subject: str, found_on: date, direction: Direction, colour: Colour = Colour.YELLOW) -> Alert:
    return Alert(level, subject, found_on, found_on, direction, (Channel.LEVEL,), (), 1e-6, 1e-3, "all", colour)


def of(one: Episode, late: int) -> Alert:
    return alert(one.level, one.subject, one.first + timedelta(late), one.direction or Direction.DOWN)


def quiet(truth: Truth) -> Iterator[str]:
    """Enterprises that nothing happens to, and that stay."""
    happens = {one.subject for one in [*planted_episodes(truth), *other_episodes(truth)]}
    happens |= {code for one in planted_episodes(truth) for _, code in one.touches}
    stays = (truth.first == 0) & (truth.stop == len(truth.days))
    return (str(code) for code in truth.subjects[stays] if code not in happens)


def test_a_perfect_detector(truth: Truth) -> None:
    found = judge(truth, [of(one, 1) for one in planted_episodes(truth)])
    assert found.false().share == 0
    assert found.false_alarms().count == 0
    assert found.recall(KINDS).share == found.recall([PAIR], 1).share == 1
    assert found.recall(KINDS, 0).share == 0
    assert found.delay(EventKind.SHUTDOWN, 0.9) == 1
    assert (found.echoes, found.others) == (0, 0)


def test_a_silent_detector(truth: Truth) -> None:
    found = judge(truth, [])
    assert found.recall(KINDS).share == 0
    assert found.recall(KINDS).whole == 12
    assert found.delay(EventKind.SPIKE, 0.5) == inf
    assert np.isnan(found.false().share)


def test_false_alarms_are_counted_by_quiet_years(truth: Truth) -> None:
    noise = [alert(Level.ENTERPRISE, code, day(truth, HISTORY + 9), Direction.DOWN) for code in quiet(truth)]
    found = judge(truth, noise)
    assert found.false().part == len(noise) > COUNT // 2
    assert 0.7 * COUNT * DAYS / 365.25 < found.years < COUNT * DAYS / 365.25
    assert found.false_alarms().rate == pytest.approx(1000 * len(noise) / found.years)
    both = pooled([found, found])
    assert both.years == 2 * found.years
    assert both.false_alarms().rate == pytest.approx(found.false_alarms().rate)


def test_alerts_of_the_history_do_not_count(truth: Truth) -> None:
    early = [alert(Level.ENTERPRISE, code, day(truth, HISTORY - 1), Direction.DOWN) for code in quiet(truth)]
    assert judge(truth, early).judged == ()


def test_one_end_of_a_relocation_finds_it(truth: Truth) -> None:
    rises = [one for one in planted_episodes(truth) if one.kind == EventKind.RELOCATION_TO]
    found = judge(truth, [of(one, 3) for one in rises])
    assert found.recall([PAIR], 3).share == 1
    assert found.recall([EventKind.RELOCATION_FROM]).share == 0


def test_alerts_of_members_of_a_struck_cell_are_echoes(truth: Truth) -> None:
    shock = next(one for one in planted_episodes(truth) if one.kind == EventKind.CELL_SHOCK)
    members = [alert(level, code, shock.first, Direction.DOWN) for level, code in sorted(shock.touches)]
    found = judge(truth, members)
    assert (found.echoes, found.judged) == (len(members), ())


def test_what_else_is_true_is_neither_right_nor_wrong(truth: Truth) -> None:
    last = truth.days[-1].astype(object)
    true = [one for one in other_episodes(truth) if day(truth, HISTORY) <= one.first <= last]
    found = judge(truth, [of(one, 0) for one in true])
    assert {one.kind for one in true} >= {"left", "end_of_output_cut"}
    assert (found.judged, found.others) == ((), len(true))


def test_alerts_are_chosen_by_level_festival_and_colour() -> None:
    one = alert(Level.CELL, "440600-C39", date(2025, 2, 19), Direction.DOWN, Colour.RED)
    late = alert(Level.ENTERPRISE, "x", date(2025, 2, 20), Direction.DOWN)
    assert in_festival_weeks(one)
    assert not in_festival_weeks(late)
    assert (is_red(one), is_red(late)) == (True, False)
    assert of_level(Level.CELL)(one)
    assert not of_level(Level.CELL)(late)


def test_three_sigma_finds_a_step_on_its_day_and_little_in_still_series(truth: Truth) -> None:
    length = HISTORY + DAYS
    rng = np.random.default_rng(2)
    use = (1000 * np.exp(0.05 * rng.standard_normal((COUNT, length)))).astype(np.float32)
    use[0, HISTORY + 50 :] *= 0.5
    use[1, :] = 0
    use[2, : HISTORY + 40] = np.nan
    made = [one for one in three_sigma(_with(truth, use)) if one.subject == truth.subjects[0]]
    assert [(one.found_on, one.direction) for one in made if one.found_on >= day(truth, HISTORY + 50)][:1] == [
        (day(truth, HISTORY + 50), Direction.DOWN)
    ]
    alarmed = {one.subject for one in three_sigma(_with(truth, use))}
    assert not alarmed & set(truth.subjects[[1, 2]].tolist())


def _with(truth: Truth, use: np.ndarray) -> Truth:
    return replace(truth, use=use)
