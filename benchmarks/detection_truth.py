"""A province in memory, with its planted events, to judge a detector by: electricity, freight and persons on site of every enterprise by day. Simulated.

It is drawn as `mbi simulate` draws it, without files: an enterprise has one connection, and what its plates carry is added up. It shares no code with the
adjustment or the detector. The sizes of `STATED` were fixed before any result was seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from openmbi.core.tables import CellPanel, Codes, Days, Flags, Names, Numbers, Reading
from openmbi.simulation.province.accounts import designated
from openmbi.simulation.province.clock import clock_of
from openmbi.simulation.province.coverage import Coverage, draw_coverage
from openmbi.simulation.province.daily import Records, draw_records
from openmbi.simulation.province.enterprises import Roster, draw_roster
from openmbi.simulation.province.event_kinds import EventKind
from openmbi.simulation.province.events import PlantedEvent
from openmbi.simulation.province.gaps import draw_gaps
from openmbi.simulation.province.generation import Generators, draw_generators
from openmbi.simulation.province.industries import INDUSTRIES
from openmbi.simulation.province.meters import Meters
from openmbi.simulation.province.parameters import ProvinceParameters
from openmbi.simulation.province.places import CITIES
from openmbi.simulation.province.plan import plan_events, struck
from openmbi.simulation.province.planting import PlantedRange, Planting
from openmbi.simulation.province.setting import Setting
from openmbi.simulation.province.world import draw_world

Floats32 = NDArray[np.float32]

FIRST = date(2022, 11, 1)
HISTORY_DAYS, JUDGED_DAYS, ENTERPRISES = 500, 400, 50_000
LEFT_DAYS = 45  # before the last day begins the last event, so that each can be found
STATED = {
    EventKind.SHUTDOWN: PlantedRange(60, (15, 200), (1.0, 1.0)),
    EventKind.OUTPUT_CUT: PlantedRange(60, (20, 120), (0.30, 0.80)),
    EventKind.SLOW_DECLINE: PlantedRange(60, (60, 150), (0.006, 0.017)),
    EventKind.RELOCATION_FROM: PlantedRange(60, (5, 20), (0.60, 1.00)),
    EventKind.SPIKE: PlantedRange(60, (1, 5), (3.0, 8.0)),
    EventKind.CELL_SHOCK: PlantedRange(8, (25, 70), (0.25, 0.50)),
}
"""300 events (a relocation is a pair) and 8 of cells, in 50,000 enterprises."""
SILENT_DAYS = 10  # so many days in a row without a reading are a silence


@dataclass(frozen=True)
class Silence:
    """The meter of an enterprise (a row) has no reading from day number `first` to `last`, both included."""

    row: int
    first: int
    last: int


@dataclass(frozen=True, eq=False)
class Truth:
    """n enterprises on T days, of which the first `history` are for learning.

    `use` (n, T): kWh, own generation included; NaN in gaps and outside its life, 0 while it stands still. `reading` (n, T): `Reading` codes. `freight` (n, T)
    in tonnes and `onsite` (n, T) in persons: NaN where an enterprise is not covered, or outside its life. `city`, `industry`, `owner` ("": none), `size_class`
    (n,): codes and names. `first`, `stop` (n,): day numbers of its life. `events`: what was planted, with rows and day numbers, typhoons, power rationing,
    entries and leaves among it.
    """

    seed: int
    history: int
    days: Days
    subjects: Names
    city: Names
    industry: Names
    owner: Names
    size_class: Names
    first: Numbers
    stop: Numbers
    use: Floats32
    reading: Codes
    freight: Floats32
    onsite: Floats32
    events: tuple[PlantedEvent, ...]
    silences: tuple[Silence, ...]

    @property
    def panel(self) -> CellPanel:
        """The electricity as a panel; in 32 bits, and on the same memory."""
        return CellPanel("use_kwh", "kWh", self.subjects, self.days, self.use, self.reading)  # type: ignore[arg-type]


def draw(
    seed: int,
    enterprises: int = ENTERPRISES,
    days: int = JUDGED_DAYS,
    history: int = HISTORY_DAYS,
    planting: Planting | None = None,
    *,
    first: date = FIRST,
) -> Truth:
    """Draw a province of `history` and then `days` days; the same arguments give the same bits. `planting`: None for `stated_events`."""
    wanted = planting or stated_events(enterprises, history)
    clock = clock_of(parameters := ProvinceParameters(seed, enterprises, first, history + days, wanted))
    roster = draw_roster(enterprises, clock, seed)
    events = plan_events(roster, clock, seed, parameters.planting)
    generators = draw_generators(roster, clock, struck(events), seed)
    meters, coverage = _one_connection_each(enterprises), draw_coverage(roster, seed)
    world = draw_world(clock, seed)
    records = draw_records(
        Setting(roster, clock, world, events, generators, meters, coverage, designated(roster), seed)
    )
    gaps = draw_gaps(meters, clock, seed)
    day = np.arange(clock.length)
    alive = (day >= roster.first[:, None]) & (day < roster.stop[:, None])
    known = alive.copy()
    known[gaps.slot, gaps.day] = False
    use = _use(records, generators)
    reading = np.where(use > 0, np.uint8(Reading.NORMAL), np.uint8(Reading.ZERO))
    reading[~known] = Reading.ABSENT
    use[~known] = np.nan
    return Truth(
        seed=seed,
        history=history,
        days=clock.days,
        subjects=np.array(roster.code),
        city=np.array([city.code for city in CITIES])[roster.city],
        industry=np.array([industry.code for industry in INDUSTRIES])[roster.industry],
        owner=_owners(roster),
        size_class=np.array(roster.size_class),
        first=roster.first,
        stop=roster.stop,
        use=use,
        reading=reading,
        freight=_freight(records, coverage, alive),
        onsite=_onsite(records, coverage, alive),
        events=(*events, *generators.events(clock)),
        silences=_silences(alive & ~known),
    )


def stated_events(enterprises: int = ENTERPRISES, history: int = HISTORY_DAYS) -> Planting:
    """Return the events of `STATED`, as many to the enterprise as there are in 50,000, one of each at least; all begin after the history."""
    return Planting({kind: _scaled(each, enterprises) for kind, each in STATED.items()}, history, LEFT_DAYS)


def usual_sizes(enterprises: int = ENTERPRISES, history: int = HISTORY_DAYS) -> Planting:
    """Return as many events, with the days and sizes that `mbi simulate` draws."""
    usual = {kind: PlantedRange.usual(kind, each.count) for kind, each in STATED.items()}
    return Planting({kind: _scaled(each, enterprises) for kind, each in usual.items()}, history, LEFT_DAYS)


def _scaled(each: PlantedRange, enterprises: int) -> PlantedRange:
    return PlantedRange(max(1, round(each.count * enterprises / ENTERPRISES)), each.days, each.size)


def _one_connection_each(count: int) -> Meters:
    none = np.zeros(0, np.intp)
    return Meters(np.arange(count), none, none, np.zeros(0), count, (), none, none, none, ())


def _use(records: Records, generators: Generators) -> Floats32:
    use = records.connections
    use[generators.rows] += records.own
    kwh = use.astype(np.float32)
    kwh /= 100
    return kwh


def _owners(roster: Roster) -> Names:
    return np.where(roster.owner >= 0, np.array(roster.owners)[roster.owner], "")


def _freight(records: Records, coverage: Coverage, alive: Flags) -> Floats32:
    """Return (n, T) tonnes; an enterprise with two plates carries with both."""
    rows, start = np.unique(coverage.plates.row, return_index=True)
    tonnes = np.full(alive.shape, np.nan, np.float32)
    tonnes[rows] = np.add.reduceat(records.freight, start, axis=0, dtype=np.int32)
    tonnes /= 1000
    tonnes[~alive] = np.nan
    return tonnes


def _onsite(records: Records, coverage: Coverage, alive: Flags) -> Floats32:
    persons = np.full(alive.shape, np.nan, np.float32)
    persons[coverage.telecom] = records.onsite
    persons[~alive] = np.nan
    return persons


def _silences(silent: Flags) -> tuple[Silence, ...]:
    """Return the runs of at least `SILENT_DAYS` in (n, T), by row."""
    edge = np.diff(silent.astype(np.int8), axis=1, prepend=np.int8(0), append=np.int8(0))
    row, first = np.nonzero(edge == 1)
    _, stop = np.nonzero(edge == -1)
    long = stop - first >= SILENT_DAYS
    spells = zip(row[long].tolist(), first[long].tolist(), (stop[long] - 1).tolist(), strict=True)
    return tuple(Silence(*spell) for spell in spells)
