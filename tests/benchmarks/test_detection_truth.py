"""The drawn province that detectors are judged on is what it says it is."""

from __future__ import annotations

import ast
import inspect
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from benchmarks.detection_episodes import LASTING, RETURNING, day, other_episodes, planted_episodes
from benchmarks.detection_truth import STATED, Truth, draw, stated_events, usual_sizes

from benchmarks import detection_truth
from openmbi.core.alerts import Direction
from openmbi.core.tables import Level, Reading
from openmbi.simulation.province.event_kinds import RANGES, EventKind
from openmbi.simulation.province.planting import PlantedRange, Planting

COUNT, HISTORY, DAYS = 500, 380, 160


@pytest.fixture(scope="module")
def truth() -> Truth:
    counts = {kind: PlantedRange(2, each.days, each.size) for kind, each in STATED.items()}
    return draw(3, COUNT, DAYS, HISTORY, Planting(counts, HISTORY, 45))


def test_it_shares_no_code_with_what_it_judges() -> None:
    imported = [node.module or "" for node in ast.walk(ast.parse(inspect.getsource(detection_truth))) if isinstance(node, ast.ImportFrom)]  # fmt: skip
    ours = {name for name in imported if name.startswith("openmbi")}
    assert ours
    assert {name.split(".")[1] for name in ours} == {"core", "simulation"}


def test_values_and_readings_agree(truth: Truth) -> None:
    assert truth.use.shape == truth.reading.shape == (COUNT, HISTORY + DAYS)
    assert truth.use.dtype == truth.freight.dtype == truth.onsite.dtype == np.float32
    np.testing.assert_array_equal(np.isnan(truth.use), truth.reading == Reading.ABSENT)
    np.testing.assert_array_equal(truth.use == 0, truth.reading == Reading.ZERO)
    assert 0.002 < (truth.reading[truth.first == 0][:, :300] == Reading.ABSENT).mean() < 0.05


def test_nobody_is_read_outside_its_life(truth: Truth) -> None:
    number = np.arange(len(truth.days))
    alive = (number >= truth.first[:, None]) & (number < truth.stop[:, None])
    for values in (truth.use, truth.freight, truth.onsite):
        assert np.isnan(values[~alive]).all()
        assert np.isfinite(values[alive]).any()


def test_the_other_sources_see_the_stated_shares(truth: Truth) -> None:
    assert np.isfinite(truth.freight).any(axis=1).mean() == pytest.approx(0.35, abs=0.06)
    assert np.isfinite(truth.onsite).any(axis=1).mean() == pytest.approx(0.50, abs=0.06)


def test_the_same_seed_draws_the_same_and_another_another(truth: Truth) -> None:
    again, other = draw(3, COUNT, 45, 380, Planting({})), draw(4, COUNT, 45, 380, Planting({}))
    once_more = draw(3, COUNT, 45, 380, Planting({}))
    np.testing.assert_array_equal(again.use, once_more.use)
    assert not np.array_equal(again.use[:, :50], other.use[:, :50])


def test_planted_events_begin_after_the_history_and_show(truth: Truth) -> None:
    counts = Counter(event.kind for event in truth.events if event.kind in STATED)
    assert counts == dict.fromkeys(STATED, 2)
    for event in truth.events:
        if event.kind in STATED:
            assert HISTORY <= event.first <= HISTORY + DAYS - 45
        if event.kind is EventKind.OUTPUT_CUT:
            use = truth.use[event.rows[0]]
            during = np.nanmedian(use[event.first : event.last + 1])
            assert during / np.nanmedian(use[event.first - 28 : event.first]) < 0.9


def test_as_many_events_to_the_enterprise_as_stated() -> None:
    whole, tenth = stated_events(), stated_events(5000)
    assert {kind: each.count for kind, each in whole.events.items()} == {k: r.count for k, r in STATED.items()}
    assert sum(each.count for kind, each in whole.events.items() if kind is not EventKind.CELL_SHOCK) == 300
    assert tenth.events[EventKind.SPIKE].count == 6
    assert usual_sizes().events[EventKind.SHUTDOWN].size == RANGES[EventKind.SHUTDOWN].size
    assert usual_sizes().events[EventKind.SLOW_DECLINE].days == RANGES[EventKind.SLOW_DECLINE].days


def test_every_planted_event_has_its_episode(truth: Truth) -> None:
    episodes = planted_episodes(truth)
    kinds = Counter(one.kind for one in episodes)
    assert kinds == {**dict.fromkeys(map(str, STATED), 2), "relocation_to": 2}
    shutdown = next(event for event in truth.events if event.kind is EventKind.SHUTDOWN)
    found = next(one for one in episodes if one.subject == truth.subjects[shutdown.rows[0]])
    assert (found.level, found.direction) == (Level.ENTERPRISE, Direction.DOWN)
    assert (found.first, found.last) == (day(truth, shutdown.first), day(truth, shutdown.last))
    assert all((one.last is None) == (one.kind in LASTING) for one in episodes)


def test_a_struck_cell_touches_its_members_alone(truth: Truth) -> None:
    shock = next(event for event in truth.events if event.kind is EventKind.CELL_SHOCK)
    found = next(one for one in planted_episodes(truth) if one.subject == shock.about)
    assert found.level is Level.CELL
    assert found.touches == {(Level.ENTERPRISE, str(truth.subjects[row])) for row in shock.rows}
    assert {f"{truth.city[row]}-{truth.industry[row]}" for row in shock.rows} == {shock.about}


def test_what_else_is_true_is_no_planted_event(truth: Truth) -> None:
    others = other_episodes(truth)
    kinds = Counter(one.kind for one in others)
    assert kinds["left"] == (truth.stop < len(truth.days)).sum() > 0
    assert kinds["silence"] == len(truth.silences) > 0
    assert {f"end_of_{kind}" for kind in RETURNING} == {kind for kind in kinds if kind.startswith("end_of")}
    assert not {str(kind) for kind in STATED} & set(kinds)


def test_a_typhoon_is_of_every_group_that_it_strikes(truth: Truth) -> None:
    (event,) = [one for one in truth.events if one.kind is EventKind.TYPHOON][:1]
    struck = [one for one in other_episodes(truth) if (one.kind, one.first) == ("typhoon", day(truth, event.first))]
    cities = {one.subject: one for one in struck if one.level is Level.CITY}
    assert set(cities) == set(event.about.split()) & set(truth.city.tolist())
    for city, one in cities.items():
        here = truth.city == city
        enterprises = {(Level.ENTERPRISE, str(code)) for code in truth.subjects[here]}
        cells = {(Level.CELL, f"{city}-{industry}") for industry in truth.industry[here]}
        assert one.touches == enterprises | cells
    assert {one.level for one in struck} == {Level.ZONE, Level.CITY, Level.INDUSTRY}


def test_a_silence_is_a_run_of_days_without_a_reading(truth: Truth) -> None:
    for silence in truth.silences:
        assert (truth.reading[silence.row, silence.first : silence.last + 1] == Reading.ABSENT).all()
        assert truth.reading[silence.row, silence.first - 1] != Reading.ABSENT
    none = replace(truth, silences=())
    assert not [one for one in other_episodes(none) if one.kind == "silence"]
