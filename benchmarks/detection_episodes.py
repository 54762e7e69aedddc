"""What truly happened in a drawn province, as the episodes that alerts are matched with: what was planted, and what else is true but not sought.

Not sought are typhoons, power rationing, a meter that fell silent, an enterprise that left, and a return from what was planted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from benchmarks.detection_truth import Truth
from openmbi.core.alerts import Direction
from openmbi.core.quality import Episode
from openmbi.core.tables import Level
from openmbi.simulation.province.event_kinds import EventKind
from openmbi.simulation.province.events import PlantedEvent
from openmbi.simulation.province.industries import INDUSTRIES
from openmbi.simulation.province.places import CITIES, PROVINCE

SINGLE = {
    EventKind.SHUTDOWN: Direction.DOWN,
    EventKind.OUTPUT_CUT: Direction.DOWN,
    EventKind.SLOW_DECLINE: Direction.DOWN,
    EventKind.RELOCATION_FROM: Direction.DOWN,
    EventKind.RELOCATION_TO: Direction.UP,
    EventKind.SPIKE: Direction.UP,
}
LASTING = {
    EventKind.SLOW_DECLINE,
    EventKind.RELOCATION_FROM,
    EventKind.RELOCATION_TO,
}  # what was lost does not come back
RETURNING = {EventKind.SHUTDOWN, EventKind.OUTPUT_CUT, EventKind.CELL_SHOCK}
RETURN_DAYS = 30  # so long after the last day of an event a rise is its end
SHARED = {EventKind.TYPHOON, EventKind.POWER_RATIONING}


def planted_episodes(truth: Truth) -> list[Episode]:
    """Return the episodes of the planted events, an enterprise or a cell each; both ends of a relocation have one."""
    return [_single(truth, event) for event in truth.events if event.kind in SINGLE] + [
        _cell(truth, event) for event in truth.events if event.kind is EventKind.CELL_SHOCK
    ]


def other_episodes(truth: Truth) -> list[Episode]:
    """Return what else is true, and not sought."""
    end = len(truth.days) - 1
    found = [_returned(one) for one in planted_episodes(truth) if one.kind in RETURNING and one.last]
    found += [_of_enterprise(truth, each.row, each.first, each.last, "silence") for each in truth.silences]
    leavers = np.flatnonzero(truth.stop <= end).tolist()
    found += [_of_enterprise(truth, row, int(truth.stop[row]), None, "left") for row in leavers]
    for event in truth.events:
        if event.kind in SHARED:
            found += _shared(truth, event)
    return [replace(one, sought=False) for one in found]


def _single(truth: Truth, event: PlantedEvent) -> Episode:
    last = None if event.kind in LASTING else event.last
    (row,) = event.rows
    return replace(_of_enterprise(truth, row, event.first, last, str(event.kind)), direction=SINGLE[event.kind])


def _of_enterprise(truth: Truth, row: int, first: int, last: int | None, kind: str) -> Episode:
    return Episode(
        Level.ENTERPRISE, str(truth.subjects[row]), day(truth, first), None if last is None else day(truth, last), kind
    )


def _cell(truth: Truth, event: PlantedEvent) -> Episode:
    return Episode(
        Level.CELL, event.about, day(truth, event.first), day(truth, event.last), str(event.kind), Direction.DOWN,
        _members(truth, np.array(event.rows)),
    )  # fmt: skip


def _returned(one: Episode) -> Episode:
    first = (one.last or one.first) + timedelta(days=1)
    return replace(
        one, first=first, last=first + timedelta(days=RETURN_DAYS), kind=f"end_of_{one.kind}", direction=Direction.UP
    )


def _shared(truth: Truth, event: PlantedEvent) -> Iterator[Episode]:
    """Yield one episode for every group that the event strikes: the province, its cities and its industries."""
    first, last, rows = day(truth, event.first), day(truth, event.last), np.array(event.rows)
    groups = [(Level.ZONE, PROVINCE, np.ones(len(truth.subjects), bool))]
    groups += [(Level.CITY, city.code, truth.city == city.code) for city in CITIES]
    groups += [(Level.INDUSTRY, each.code, truth.industry == each.code) for each in INDUSTRIES]
    for level, code, members in groups:
        struck = rows[members[rows]]
        if len(struck):
            yield Episode(level, code, first, last, str(event.kind), touches=_members(truth, struck, cells=True))


def _members(truth: Truth, rows: np.ndarray, *, cells: bool = False) -> frozenset[tuple[Level, str]]:
    members = {(Level.ENTERPRISE, str(code)) for code in truth.subjects[rows]}
    if cells:
        pairs = set(zip(truth.city[rows].tolist(), truth.industry[rows].tolist(), strict=True))
        members |= {(Level.CELL, f"{city}-{industry}") for city, industry in pairs}
    return frozenset(members)


def day(truth: Truth, number: int) -> date:
    """Return the date of a day number, which may lie beyond the last."""
    return (truth.days[0] + number).astype(object)
