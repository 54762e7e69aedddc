"""Choose whom each planted event strikes, when, and how strongly. No enterprise is struck by two of them, but for typhoons and power rationing."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from openmbi.simulation.province.clock import Clock
from openmbi.simulation.province.enterprises import Roster
from openmbi.simulation.province.events import (
    LAST_START,
    MOST_KWH_OF_SPIKE,
    POWER_RATIONING,
    QUIET_DAYS,
    RANGES,
    RECENT_DAYS,
    RECENT_SHARE,
    TYPHOON,
    EventKind,
    EventRange,
    PlantedEvent,
)
from openmbi.simulation.province.industries import INDUSTRIES
from openmbi.simulation.province.places import CITIES
from openmbi.simulation.province.streams import stream

FEWEST_IN_CELL = 4
LARGE_SHARE = 0.5  # of single events, strike the largest tenth, so that groups feel them
MOST_GROWTH = 3.0  # how many times its own size the gaining end of a relocation may take on


def plan_events(roster: Roster, clock: Clock, seed: int) -> list[PlantedEvent]:
    """Plan every event but the starts of own generation, which `generation` draws."""
    rng = stream(seed, "events")
    free = set(roster.stays(clock.length).tolist())
    planned = _relocations(roster, clock, free, rng)
    planned += _cell_shocks(roster, clock, free, rng)
    for kind in (EventKind.SHUTDOWN, EventKind.SLOW_DECLINE, EventKind.SPIKE, EventKind.WRONG_MULTIPLIER):
        planned += _single(kind, roster, clock, free, rng)
    return planned + _typhoons(roster, clock, rng) + _rationing(roster, clock, rng) + _lives(roster, clock)


def struck(events: list[PlantedEvent]) -> set[int]:
    """Return the rows that an event of their own strikes."""
    shared = {EventKind.TYPHOON, EventKind.POWER_RATIONING}
    return {row for event in events if event.kind not in shared for row in event.rows}


def _count(kind: EventKind, roster: Roster) -> int:
    return max(1, round(RANGES[kind].per_thousand * len(roster) / 1000))


def _drawn(
    kind: EventKind, rows: list[int], spread: EventRange, clock: Clock, rng: np.random.Generator, *, about: str = ""
) -> PlantedEvent:
    earliest = clock.length - RECENT_DAYS if rng.random() < RECENT_SHARE else QUIET_DAYS
    first = int(rng.integers(earliest, clock.length - LAST_START))
    days = int(rng.integers(*spread.days, endpoint=True))
    size = round(float(rng.uniform(*spread.size)), 4)
    return PlantedEvent(kind, tuple(rows), first, min(first + days, clock.length) - 1, size, about)


def _relocations(roster: Roster, clock: Clock, free: set[int], rng: np.random.Generator) -> list[PlantedEvent]:
    pairs = _pairs_of_an_owner(roster, free, rng)[: _count(EventKind.RELOCATION_FROM, roster)]
    planned = []
    for source, target in pairs:
        owner = roster.owners[roster.owner[source]]
        falls = _drawn(EventKind.RELOCATION_FROM, [source], RANGES[EventKind.RELOCATION_FROM], clock, rng, about=owner)
        gain = round(float(min(falls.size * roster.kwh[source] / roster.kwh[target], MOST_GROWTH)), 4)
        planned += [falls, PlantedEvent(EventKind.RELOCATION_TO, (target,), falls.first, falls.last, gain, owner)]
        free -= {source, target}
    return planned


def _pairs_of_an_owner(roster: Roster, free: set[int], rng: np.random.Generator) -> list[tuple[int, int]]:
    """Return, in random order, one pair of each owner that has enterprises in two cities."""
    members = defaultdict(list)
    for row in rng.permutation(np.flatnonzero(roster.owner >= 0)).tolist():
        if row in free:
            members[int(roster.owner[row])].append(row)
    pairs = []
    for rows in members.values():
        others = [row for row in rows if roster.city[row] != roster.city[rows[0]]]
        if others:
            pairs.append((rows[0], others[0]))
    return pairs


def _cell_shocks(roster: Roster, clock: Clock, free: set[int], rng: np.random.Generator) -> list[PlantedEvent]:
    cells = roster.city * len(INDUSTRIES) + roster.industry
    numbers, sizes = np.unique(cells, return_counts=True)
    enough = min(FEWEST_IN_CELL, int(sizes.max()))
    chosen = rng.permutation(numbers[sizes >= enough])[: _count(EventKind.CELL_SHOCK, roster)]
    planned = []
    for cell in chosen.tolist():
        rows = [row for row in np.flatnonzero(cells == cell).tolist() if row in free]
        city, industry = divmod(cell, len(INDUSTRIES))
        about = f"{CITIES[city].code}-{INDUSTRIES[industry].code}"
        if rows:
            planned.append(_drawn(EventKind.CELL_SHOCK, rows, RANGES[EventKind.CELL_SHOCK], clock, rng, about=about))
        free.difference_update(rows)
    return planned


def _single(
    kind: EventKind, roster: Roster, clock: Clock, free: set[int], rng: np.random.Generator
) -> list[PlantedEvent]:
    rows = np.array(sorted(free))
    rows = rows[roster.kwh[rows] < MOST_KWH_OF_SPIKE]
    by_size = rows[np.argsort(-roster.kwh[rows])]
    large = rng.permutation(by_size[: max(4, len(by_size) // 10)]).tolist()
    count = _count(kind, roster)
    chosen = large[: max(1, round(count * LARGE_SHARE))]
    rest = [row for row in rng.permutation(rows).tolist() if row not in chosen]
    chosen = (chosen + rest)[:count]
    free.difference_update(chosen)
    return [_drawn(kind, [row], RANGES[kind], clock, rng) for row in chosen]


def _typhoons(roster: Roster, clock: Clock, rng: np.random.Generator) -> list[PlantedEvent]:
    """Plant one in July, August or September of each year, over some neighbouring cities of the coast."""
    coast = [k for k, city in enumerate(CITIES) if city.coast]
    planned = []
    for year in sorted({month.year for month in clock.months}):
        month, day, start = (int(rng.integers(*span)) for span in ((7, 10), (1, 29), (0, len(coast) - 4)))
        cities = coast[start : start + 4]
        about = " ".join(CITIES[k].code for k in cities)
        rows = np.flatnonzero(np.isin(roster.city, cities)).tolist()
        planned.append(
            _in_year(EventKind.TYPHOON, rows, TYPHOON, (year, month, day), clock=clock, rng=rng, about=about)
        )
    return [event for event in planned if event and event.rows]


def _rationing(roster: Roster, clock: Clock, rng: np.random.Generator) -> list[PlantedEvent]:
    """Plant one in the second August: the heavy industries of the whole province are rationed."""
    heavy = [k for k, industry in enumerate(INDUSTRIES) if industry.heavy]
    rows = np.flatnonzero(np.isin(roster.industry, heavy)).tolist()
    year = clock.months[0].year + 1
    about = " ".join(INDUSTRIES[k].code for k in heavy)
    start = (year, 8, int(rng.integers(1, 15)))
    event = _in_year(EventKind.POWER_RATIONING, rows, POWER_RATIONING, start, clock=clock, rng=rng, about=about)
    return [event] if event and event.rows else []


def _in_year(
    kind: EventKind, rows: list[int], spread: EventRange, start: tuple[int, int, int], *, clock: Clock, rng: np.random.Generator, about: str
) -> PlantedEvent | None:  # fmt: skip
    """Return an event that starts on a day (year, month, day), or None where its days are not all simulated."""
    first = int((np.datetime64("{:04d}-{:02d}-{:02d}".format(*start)) - clock.days[0]).astype(int))
    last = first + int(rng.integers(*spread.days, endpoint=True)) - 1
    size = round(float(rng.uniform(*spread.size)), 4)
    return PlantedEvent(kind, tuple(rows), first, last, size, about) if first >= 0 and last < clock.length else None


def _lives(roster: Roster, clock: Clock) -> list[PlantedEvent]:
    """Say who enters and who leaves within the days."""
    end = clock.length - 1
    enters = np.flatnonzero(roster.first > 0).tolist()
    leaves = np.flatnonzero(roster.stop <= end).tolist()
    entered = [PlantedEvent(EventKind.ENTRY, (row,), int(roster.first[row]), end, 1.0) for row in enters]
    return entered + [PlantedEvent(EventKind.DEREGISTRATION, (row,), int(roster.stop[row]), end, 1.0) for row in leaves]
