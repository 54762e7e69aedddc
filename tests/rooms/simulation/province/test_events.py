"""Every planted event has its size from its range, strikes whom it says, and shows in the truth."""

from __future__ import annotations

from collections import Counter
from datetime import date

import numpy as np
import pytest

from openmbi.simulation.province.event_kinds import RANGES, EventKind
from openmbi.simulation.province.events import PlantedEvent
from openmbi.simulation.province.parameters import ProvinceParameters
from openmbi.simulation.province.plan import struck
from openmbi.simulation.province.province import Province, draw_province

ONE_AT_LEAST = {
    *RANGES,
    EventKind.RELOCATION_TO,
    EventKind.OWN_GENERATION_START,
    EventKind.ENTRY,
    EventKind.DEREGISTRATION,
}


@pytest.fixture(scope="module")
def larger() -> Province:
    return draw_province(ProvinceParameters(seed=11, enterprises=1200, days=700))


def of_kind(province: Province, kind: EventKind) -> list[PlantedEvent]:
    return [event for event in province.events if event.kind is kind]


@pytest.mark.parametrize("kind", sorted(RANGES))
def test_sizes_and_days_lie_within_their_ranges(larger: Province, kind: EventKind):
    for event in of_kind(larger, kind):
        assert RANGES[kind].size[0] <= event.size <= RANGES[kind].size[1]
        days = event.last - event.first + 1
        assert days <= RANGES[kind].days[1]
        assert days >= RANGES[kind].days[0] or event.last == larger.clock.length - 1


@pytest.mark.parametrize("seed", range(5))
def test_the_smallest_province_has_every_event(seed: int):
    small = draw_province(ProvinceParameters(seed=seed, enterprises=100, days=420))
    kinds = {event.kind for event in small.events}
    relocations = {EventKind.RELOCATION_FROM, EventKind.RELOCATION_TO}  # need an owner in two cities
    assert ONE_AT_LEAST - relocations <= kinds


def test_nobody_is_struck_twice(larger: Province):
    own = [e for e in larger.events if e.kind not in {EventKind.TYPHOON, EventKind.POWER_RATIONING}]
    rows = Counter(row for event in own for row in event.rows)
    assert max(rows.values()) == 1
    assert struck(larger.events) == set(rows)


def test_the_truth_lists_every_event_with_its_enterprises(truth: dict, drawn: Province):
    told = [(e["kind"], tuple(e["enterprises"]), e["first"], e["size"]) for e in truth["events"]]
    planted = [
        (str(e.kind), tuple(drawn.roster.code[row] for row in e.rows), drawn.clock.day(e.first).isoformat(), e.size)
        for e in drawn.events
    ]
    assert told == planted


def test_a_relocation_moves_activity_between_cities_of_one_owner(larger: Province):
    falls, rises = of_kind(larger, EventKind.RELOCATION_FROM), of_kind(larger, EventKind.RELOCATION_TO)
    assert falls
    for out, into in zip(falls, rises, strict=True):
        (a,), (b,) = out.rows, into.rows
        assert larger.roster.owner[a] == larger.roster.owner[b] >= 0
        assert larger.roster.city[a] != larger.roster.city[b]
        lost, won = out.size * larger.roster.kwh[a], into.size * larger.roster.kwh[b]
        assert won == pytest.approx(min(lost, 3.0 * larger.roster.kwh[b]), rel=1e-3)


def test_a_cell_shock_strikes_one_cell(larger: Province):
    for event in of_kind(larger, EventKind.CELL_SHOCK):
        cells = {(larger.roster.city[row], larger.roster.industry[row]) for row in event.rows}
        assert len(cells) == 1


def test_a_shutdown_leaves_no_activity(larger: Province):
    for event in of_kind(larger, EventKind.SHUTDOWN):
        whole = [k for k, m in enumerate(larger.clock.months) if event.first <= m.first and m.stop - 1 <= event.last]
        assert np.all(larger.records.monthly[event.rows[0], whole] == 0)


def test_a_slow_decline_loses_what_its_size_says():
    event = PlantedEvent(EventKind.SLOW_DECLINE, (0,), first=10, last=109, size=0.005)
    factor = event.factor(200)
    assert factor[9] == 1
    assert factor[10] == pytest.approx(np.exp(-0.005))
    assert factor[109] == factor[199] == pytest.approx(np.exp(-0.5))


def test_a_relocation_goes_over_step_by_step_and_stays():
    event = PlantedEvent(EventKind.RELOCATION_FROM, (0,), first=2, last=5, size=0.8)
    assert event.factor(8) == pytest.approx([1, 1, 0.8, 0.6, 0.4, 0.2, 0.2, 0.2])


def test_a_wrong_multiplier_is_reported_and_then_taken_back(files: dict, grid: dict, drawn: Province):
    (event,) = of_kind(drawn, EventKind.WRONG_MULTIPLIER)
    slot = drawn.meters.main[event.rows[0]]
    (name,) = [n for n in files if n.startswith("electricity_corrections/")]
    header, *rows = _lines(files[name])
    assert header[:2] == ["日期", "知悉时刻"]
    meter = header[2]
    compared = 0
    for day, _, amount, total in rows:
        shown = grid[meter, date.fromisoformat(day)]
        number = drawn.clock.number(date.fromisoformat(day))
        assert float(amount) == float(total) == drawn.records.connections[slot, number] / 100
        if shown is not None:
            assert shown == pytest.approx(10 * float(amount))
            compared += 1
    assert compared >= 3


def _lines(content: bytes) -> list[list[str]]:
    return [line.split(",") for line in content.decode("gbk").splitlines()]


def test_typhoons_strike_the_coast_in_summer(larger: Province):
    for event in of_kind(larger, EventKind.TYPHOON):
        assert larger.clock.day(event.first).month in {7, 8, 9}
        assert 0.4 <= event.size <= 0.8
    assert of_kind(larger, EventKind.TYPHOON)
