"""The simulated province: its files one after the other, and the truth behind them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from openmbi.simulation.province import monthly_files, power_files
from openmbi.simulation.province.accounts import account_files, designated, draw_accounts
from openmbi.simulation.province.clock import Clock, clock_of
from openmbi.simulation.province.coverage import Coverage, draw_coverage
from openmbi.simulation.province.daily import Records, draw_records
from openmbi.simulation.province.enterprises import Roster, draw_roster
from openmbi.simulation.province.event_kinds import EventKind
from openmbi.simulation.province.events import PlantedEvent
from openmbi.simulation.province.gaps import draw_gaps
from openmbi.simulation.province.generation import Generators, draw_generators
from openmbi.simulation.province.holders import Link, draw_links, holder_files
from openmbi.simulation.province.long_files import LongFeed, long_files
from openmbi.simulation.province.meters import Meters, draw_meters
from openmbi.simulation.province.monthly import draw_monthly
from openmbi.simulation.province.official_files import published_file, register_file
from openmbi.simulation.province.parameters import ProvinceParameters
from openmbi.simulation.province.plan import plan_events, struck
from openmbi.simulation.province.prices import draw_growth, draw_prices
from openmbi.simulation.province.register import draw_register
from openmbi.simulation.province.setting import Setting
from openmbi.simulation.province.truth import truth_file, truth_tables
from openmbi.simulation.province.world import World, draw_world

CODE = "统一社会信用代码"
TELECOM_STOPS = 9  # days before the last

File = tuple[str, bytes]


@dataclass(frozen=True)
class Province:
    """A simulated province before its files are written: who there is, what is planted, what was recorded."""

    parameters: ProvinceParameters
    clock: Clock
    roster: Roster
    world: World
    events: list[PlantedEvent]
    generators: Generators
    meters: Meters
    coverage: Coverage
    links: list[Link]
    records: Records

    def known_events(self) -> list[PlantedEvent]:
        """Return the typhoons and power rationing, which everybody knows of."""
        return [event for event in self.events if event.kind in {EventKind.TYPHOON, EventKind.POWER_RATIONING}]


def draw_province(parameters: ProvinceParameters) -> Province:
    """Draw a province; the same parameters give the same one in the same environment."""
    seed, clock = parameters.seed, clock_of(parameters)
    roster, world = draw_roster(parameters.enterprises, clock, seed), draw_world(clock, seed)
    events = plan_events(roster, clock, seed, parameters.planting)
    generators = draw_generators(roster, clock, struck(events), seed)
    events += generators.events(clock)
    meters = draw_meters(roster, clock, struck(events) | set(generators.rows.tolist()), seed)
    coverage = draw_coverage(roster, seed)
    links = draw_links(meters, coverage, roster, clock, seed)
    records = draw_records(
        Setting(roster, clock, world, events, generators, meters, coverage, designated(roster), seed)
    )
    return Province(parameters, clock, roster, world, events, generators, meters, coverage, links, records)


def province_files(p: Province) -> Iterator[File]:
    """Yield path below the incoming folder and content of every file, so that no more than one is in memory."""
    seed = p.parameters.seed
    yield "register/企业名录.csv", register_file(draw_register(p.roster, p.clock, seed), p.roster)
    yield from holder_files(p.links, p.roster, seed)
    yield from account_files(draw_accounts(p.roster, p.records.monthly, p.clock, seed), p.roster)
    prices = draw_prices(p.clock, seed)
    growth, _ = draw_growth(p.clock, p.records.added, seed)
    yield "official/targets.csv", published_file(growth, "增速", p.clock.today)
    yield "official/deflators.csv", published_file(prices, "价格指数", p.clock.today)
    yield from _daily_files(p)
    month = draw_monthly(p.roster, p.coverage, p.records.monthly, prices, p.clock, seed=seed)
    yield from monthly_files.customs_files(p.coverage.names, month.export, p.clock)
    yield from monthly_files.credit_files(p.coverage.accounts, month.loans, p.clock)
    yield from monthly_files.labour_files(p.roster.code, month.persons, p.clock, seed)
    yield from monthly_files.land_files(p.roster.code, month.land, p.clock)


def _daily_files(p: Province) -> Iterator[File]:
    gaps = draw_gaps(p.meters, p.clock, p.parameters.seed)
    yield from power_files.monthly_files(p.meters, p.records.connections, gaps, p.events, p.clock)
    yield from power_files.corrections(p.meters, p.records.connections, p.events, p.clock)
    yield from power_files.late_files(p.meters, p.records.connections, gaps, p.clock)
    until = {"telecom": p.clock.length - TELECOM_STOPS}
    for feed in _long_feeds(p):
        yield from long_files(feed, p.clock, until.get(feed.name, p.clock.length))
    roster, machines = p.roster, p.coverage.equipment
    yield from monthly_files.equipment_files(
        _codes(p, machines), p.records.hours, np.array([roster.first[machines], roster.stop[machines]]), p.records.mondays, p.clock
    )  # fmt: skip


def _long_feeds(p: Province) -> list[LongFeed]:
    plates, seen, own = p.coverage.plates, p.coverage.telecom, p.generators.rows
    first, stop = p.roster.first, p.roster.stop
    return [
        LongFeed(
            "freight", "车牌号", "货运量", plates.subject, p.records.freight, 1000, first[plates.row], stop[plates.row]
        ),
        LongFeed("telecom", CODE, "在岗人数", _codes(p, seen), p.records.onsite, 1, first[seen], stop[seen]),
        LongFeed(
            "own_generation",
            CODE,
            "自发电量",
            _codes(p, own),
            p.records.own,
            100,
            p.generators.first,
            stop[own],
            months=3,
        ),
    ]


def _codes(p: Province, rows: np.ndarray) -> list[str]:
    return [p.roster.code[row] for row in rows.tolist()]


def province_truth(p: Province) -> Iterator[File]:
    """Yield path below the bureau's folder and content of every file that says what nobody could know."""
    _, growth = draw_growth(p.clock, p.records.added, p.parameters.seed)
    stopped, last = p.clock.day(p.clock.length - TELECOM_STOPS), p.parameters.last.isoformat()
    feeds: list[dict[str, object]] = [
        {"source": "telecom", "kind": "stopped", "first": stopped.isoformat(), "last": last},
        {"source": "equipment", "kind": "short", "weeks": monthly_files.SHORT_FEED_WEEKS, "last": last},
    ]
    yield "truth.json", truth_file(p.parameters, p.events, p.world, growth, feeds, roster=p.roster, clock=p.clock)
    yield from truth_tables(p.records, p.world, p.links, p.roster, p.clock)
