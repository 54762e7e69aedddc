"""A planting replaces the usual events by as many, of such sizes and on such days, as it asks for."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping

import numpy as np
import pytest

from openmbi.core.problems import Problem
from openmbi.simulation.province.event_kinds import EventKind
from openmbi.simulation.province.events import PlantedEvent
from openmbi.simulation.province.parameters import ProvinceParameters
from openmbi.simulation.province.planting import PlantedRange, Planting
from openmbi.simulation.province.province import Province, draw_province

ASKED = {
    EventKind.SHUTDOWN: PlantedRange(3, (15, 20), (1.0, 1.0)),
    EventKind.OUTPUT_CUT: PlantedRange(4, (25, 30), (0.3, 0.5)),
    EventKind.SLOW_DECLINE: PlantedRange(2, (60, 80), (0.006, 0.017)),
    EventKind.RELOCATION_FROM: PlantedRange(2, (5, 20), (0.6, 1.0)),
    EventKind.SPIKE: PlantedRange(3, (1, 5), (3.0, 8.0)),
    EventKind.CELL_SHOCK: PlantedRange(2, (25, 30), (0.25, 0.5)),
}
ALWAYS = {EventKind.ENTRY, EventKind.DEREGISTRATION, EventKind.OWN_GENERATION_START}


def province(planting: Planting | None, enterprises: int = 600) -> Province:
    return draw_province(ProvinceParameters(seed=5, enterprises=enterprises, days=600, planting=planting))


@pytest.fixture(scope="module")
def planted() -> Province:
    return province(Planting(ASKED, earliest=400, days_before_end=45, shared=False))


def test_there_are_as_many_of_each_as_asked_for_and_no_other_kind(planted: Province):
    counts = Counter(event.kind for event in planted.events if event.kind not in ALWAYS)
    wanted = {kind: each.count for kind, each in ASKED.items()}
    assert counts == wanted | {EventKind.RELOCATION_TO: ASKED[EventKind.RELOCATION_FROM].count}


@pytest.mark.parametrize("kind", sorted(ASKED))
def test_days_and_sizes_lie_within_what_is_asked_for(planted: Province, kind: EventKind):
    for event in (one for one in planted.events if one.kind is kind):
        assert 400 <= event.first <= 600 - 45
        assert ASKED[kind].size[0] <= event.size <= ASKED[kind].size[1]
        assert event.last - event.first + 1 <= ASKED[kind].days[1]
        assert event.last - event.first + 1 >= ASKED[kind].days[0] or event.last == 599


def test_an_output_cut_is_a_step_that_ends():
    event = PlantedEvent(EventKind.OUTPUT_CUT, (0,), first=2, last=4, size=0.4)
    assert event.factor(7) == pytest.approx([1, 1, 0.6, 0.6, 0.6, 1, 1])


def test_an_output_cut_lowers_the_use_that_is_recorded(planted: Province):
    cuts = [event for event in planted.events if event.kind is EventKind.OUTPUT_CUT]
    assert cuts
    for event in cuts:
        use = planted.records.connections[planted.meters.main[event.rows[0]]]
        left = np.median(use[event.first : event.last + 1]) / np.median(use[event.first - 28 : event.first])
        assert left == pytest.approx((1 - event.size) ** 0.85, abs=0.15)


def test_shared_events_come_only_where_they_are_wanted(planted: Province):
    with_them = province(Planting(ASKED, earliest=400))
    assert EventKind.TYPHOON in {event.kind for event in with_them.events}
    assert EventKind.TYPHOON not in {event.kind for event in planted.events}


def test_a_province_without_a_planting_stays_as_it_was():
    kinds = {event.kind for event in province(None, 200).events}
    assert EventKind.OUTPUT_CUT not in kinds
    usual = province(None, 200)
    told = repr([(str(e.kind), e.rows, e.first, e.last, e.size) for e in usual.events]).encode()
    assert hashlib.sha256(told).hexdigest() == "097f3188863812975cac825c7d9f243bea0de9a306d1896907e4760c881687d6"


def test_more_than_finds_a_place_is_refused():
    with pytest.raises(Problem) as refused:
        province(Planting({EventKind.RELOCATION_FROM: PlantedRange(90, (5, 20), (0.6, 1.0))}), 200)
    assert refused.value.code == "simulation.planting-does-not-fit"
    assert refused.value.field == "relocation_from"


@pytest.mark.parametrize(
    ("events", "code"),
    [
        ({EventKind.SHUTDOWN: PlantedRange(1, (0, 5), (1.0, 1.0))}, "simulation.out-of-range"),
        ({EventKind.SHUTDOWN: PlantedRange(1, (6, 5), (1.0, 1.0))}, "simulation.out-of-range"),
        ({EventKind.SHUTDOWN: PlantedRange(-1, (5, 5), (1.0, 1.0))}, "simulation.out-of-range"),
        ({EventKind.OUTPUT_CUT: PlantedRange(1, (5, 5), (0.5, 1.5))}, "simulation.out-of-range"),
        ({EventKind.TYPHOON: PlantedRange(1, (1, 2), (0.4, 0.8))}, "simulation.not-plantable-kind"),
    ],
)
def test_what_cannot_be_planted_is_refused(events: Mapping[EventKind, PlantedRange], code: str):
    with pytest.raises(Problem) as refused:
        Planting(events)
    assert refused.value.code == code


def test_a_planting_that_begins_after_the_days_is_refused():
    with pytest.raises(Problem) as refused:
        ProvinceParameters(seed=1, days=500, planting=Planting({}, earliest=480, days_before_end=45))
    assert refused.value.field == "earliest"
