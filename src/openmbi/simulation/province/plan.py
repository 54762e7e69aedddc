"""Choose whom each planted event strikes, when, and how strongly. No enterprise is struck by two of them, but for typhoons and power rationing."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.simulation.province.clock import Clock
from openmbi.simulation.province.enterprises import Roster
from openmbi.simulation.province.event_kinds import POWER_RATIONING, RANGES, TYPHOON, EventKind, EventRange
from openmbi.simulation.province.events import (
    LAST_START,
    MOST_KWH_OF_SPIKE,
    QUIET_DAYS,
    RECENT_DAYS,
    RECENT_SHARE,
    PlantedEvent,
)
from openmbi.simulation.province.industries import INDUSTRIES
from openmbi.simulation.province.places import CITIES
from openmbi.simulation.province.planting import Planting
from openmbi.simulation.province.streams import stream

FEWEST_IN_CELL = 4
LARGE_SHARE = 0.5  # of single events, strike the largest tenth, so that groups feel them
USUAL_SINGLE = (EventKind.SHUTDOWN, EventKind.SLOW_DECLINE, EventKind.SPIKE, EventKind.WRONG_MULTIPLIER)
SINGLE = (*USUAL_SINGLE, EventKind.OUTPUT_CUT)
MOST_GROWTH = 3.0  # how many times its own size the gaining end of a relocation may take on


@dataclass(frozen=True)
class _Ground:
    """What events are planted into: `free` are the rows that nothing has struck yet."""

    roster: Roster
    clock: Clock
    planting: Planting | None
    free: set[int]
    rng: np.random.Generator

    def count(self, kind: EventKind) -> int:
        """Return how many events of a kind are to be planted."""
        if self.planting:
            return self.planting.count(kind)
        return max(1, round(RANGES[kind].per_thousand * len(self.roster) / 1000))

    def first(self) -> int:
        """Draw the day number on which an event begins."""
        if self.planting:
            return int(self.rng.integers(self.planting.earliest, self.clock.length - self.planting.days_before_end + 1))
        earliest = self.clock.length - RECENT_DAYS if self.rng.random() < RECENT_SHARE else QUIET_DAYS
        return int(self.rng.integers(earliest, self.clock.length - LAST_START))

    def drawn(self, kind: EventKind, rows: list[int], about: str = "") -> PlantedEvent:
        """Draw when and how strongly an event strikes `rows`."""
        spread = self.planting.events[kind] if self.planting else RANGES[kind]
        first = self.first()
        days = int(self.rng.integers(*spread.days, endpoint=True))
        size = round(float(self.rng.uniform(*spread.size)), 4)
        return PlantedEvent(kind, tuple(rows), first, min(first + days, self.clock.length) - 1, size, about)


def plan_events(roster: Roster, clock: Clock, seed: int, planting: Planting | None = None) -> list[PlantedEvent]:
    """Plan every event but the starts of own generation, which `generation` draws; the usual ones, or what a planting asks for.

    Raises
    ------
    Problem
        `simulation.planting-does-not-fit` where the province is too small or too short for what is asked for.
    """
    ground = _Ground(roster, clock, planting, set(roster.stays(clock.length).tolist()), stream(seed, "events"))
    planned = _relocations(ground) + _cell_shocks(ground)
    for kind in SINGLE if planting else USUAL_SINGLE:
        planned += _single(kind, ground)
    if planting:
        check_all_planted(planting, planned)
    shared = _typhoons(roster, clock, ground.rng) + _rationing(roster, clock, ground.rng)
    return planned + (shared if not planting or planting.shared else []) + _lives(roster, clock)


def struck(events: list[PlantedEvent]) -> set[int]:
    """Return the rows that an event of their own strikes."""
    shared = {EventKind.TYPHOON, EventKind.POWER_RATIONING}
    return {row for event in events if event.kind not in shared for row in event.rows}


def _relocations(ground: _Ground) -> list[PlantedEvent]:
    roster, kind = ground.roster, EventKind.RELOCATION_FROM
    planned = []
    for source, target in _pairs_of_an_owner(ground)[: ground.count(kind)]:
        owner = roster.owners[roster.owner[source]]
        falls = ground.drawn(kind, [source], owner)
        gain = round(float(min(falls.size * roster.kwh[source] / roster.kwh[target], MOST_GROWTH)), 4)
        planned += [falls, PlantedEvent(EventKind.RELOCATION_TO, (target,), falls.first, falls.last, gain, owner)]
        ground.free.difference_update((source, target))
    return planned


def _pairs_of_an_owner(ground: _Ground) -> list[tuple[int, int]]:
    """Return, in random order, one pair of each owner that has enterprises in two cities."""
    roster, members = ground.roster, defaultdict(list)
    for row in ground.rng.permutation(np.flatnonzero(roster.owner >= 0)).tolist():
        if row in ground.free:
            members[int(roster.owner[row])].append(row)
    pairs = []
    for rows in members.values():
        others = [row for row in rows if roster.city[row] != roster.city[rows[0]]]
        if others:
            pairs.append((rows[0], others[0]))
    return pairs


def _cell_shocks(ground: _Ground) -> list[PlantedEvent]:
    cells = ground.roster.city * len(INDUSTRIES) + ground.roster.industry
    numbers, sizes = np.unique(cells, return_counts=True)
    enough = min(FEWEST_IN_CELL, int(sizes.max()))
    chosen = ground.rng.permutation(numbers[sizes >= enough])[: ground.count(EventKind.CELL_SHOCK)]
    planned = []
    for cell in chosen.tolist():
        rows = [row for row in np.flatnonzero(cells == cell).tolist() if row in ground.free]
        city, industry = divmod(cell, len(INDUSTRIES))
        if rows:
            about = f"{CITIES[city].code}-{INDUSTRIES[industry].code}"
            planned.append(ground.drawn(EventKind.CELL_SHOCK, rows, about))
        ground.free.difference_update(rows)
    return planned


def _single(kind: EventKind, ground: _Ground) -> list[PlantedEvent]:
    kwh, rows = ground.roster.kwh, np.array(sorted(ground.free))
    rows = rows[kwh[rows] < MOST_KWH_OF_SPIKE]
    by_size = rows[np.argsort(-kwh[rows])]
    large = ground.rng.permutation(by_size[: max(4, len(by_size) // 10)]).tolist()
    count = ground.count(kind)
    chosen = large[: max(1, round(count * LARGE_SHARE))]
    rest = [row for row in ground.rng.permutation(rows).tolist() if row not in chosen]
    chosen = (chosen + rest)[:count]
    ground.free.difference_update(chosen)
    return [ground.drawn(kind, [row]) for row in chosen]


def check_all_planted(planting: Planting, planned: list[PlantedEvent]) -> None:
    """Refuse a planting of which not everything has found a place.

    Raises
    ------
    Problem
        `simulation.planting-does-not-fit`.
    """
    here = Counter(event.kind for event in planned)
    for kind, wanted in planting.events.items():
        if here[kind] < wanted.count:
            raise Problem(
                "simulation.planting-does-not-fit",
                Text("{kind} 只能埋设 {found} 个", "only {found} of {kind} find a place").fill(
                    kind=kind, found=here[kind]
                ),
                Text("请增加企业数，或减少事件", "simulate more enterprises, or plant fewer events"),
                expected=Text("{count} 个", "{count}").fill(count=wanted.count),
                field=str(kind),
            )


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
