"""The simulated town: its files, and the truth behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from openmbi.simulation.calendar import days_from, quarter_of
from openmbi.simulation.deliveries import long_file, register_file, wide_file
from openmbi.simulation.electricity import Festivals, Hundredths, draw_festivals, draw_use
from openmbi.simulation.enterprises import Enterprise, draw_enterprises
from openmbi.simulation.events import EventKind, PlantedEvent, plan_events, with_lives
from openmbi.simulation.late import LateRow, draw_late_rows, late_moment
from openmbi.simulation.parameters import TownParameters
from openmbi.simulation.readings import draw_missing, report

REGISTER_FILE = "register/enterprises.csv"
DAILY_FILE = "daily/electricity_{quarter}.csv"
CORRECTION_FILE = "daily/electricity_correction_{first}.csv"
LATE_FILE = "late/electricity_late_{last}.csv"


@dataclass(frozen=True)
class Town:
    """A simulated town.

    `files`: bytes by path below the incoming folder, in the order of their delivery. `truth`: what was planted, ready for JSON; nothing in `files` says it.
    """

    parameters: TownParameters
    files: Mapping[str, bytes]
    truth: dict[str, object]


@dataclass(frozen=True)
class _Records:
    enterprises: tuple[Enterprise, ...]
    days: tuple[date, ...]
    events: tuple[PlantedEvent, ...]
    festivals: Festivals
    use: Hundredths
    reported: Hundredths
    late: tuple[LateRow, ...]

    @property
    def codes(self) -> list[str]:
        return [each.code for each in self.enterprises]


def town(parameters: TownParameters) -> Town:
    """Make a town; the same parameters give the same bytes in the same environment."""
    records = _draw_records(parameters)
    return Town(parameters, _files(records), _truth(parameters, records))


def _draw_records(parameters: TownParameters) -> _Records:
    streams = [np.random.default_rng(child) for child in np.random.SeedSequence(parameters.seed).spawn(6)]
    days = days_from(parameters.first, parameters.days)
    drawn = draw_enterprises(parameters.enterprises, parameters.first, streams[0])
    events = plan_events(drawn, parameters, streams[1])
    enterprises = with_lives(drawn, events)
    festivals = draw_festivals(enterprises, streams[2])
    use = draw_use(enterprises, days, festivals, events, streams[3])
    missing = draw_missing(len(enterprises), len(days), streams[4])
    reported = report(use, missing, enterprises, days, events)
    late = draw_late_rows(use, reported, [each.code for each in enterprises], days, streams[5])
    return _Records(enterprises, days, events, festivals, use, reported, late)


def _files(records: _Records) -> dict[str, bytes]:
    days = records.days
    files = {REGISTER_FILE: register_file(records.enterprises)}
    for quarter in sorted({quarter_of(day) for day in days}):
        of_quarter = [t for t, day in enumerate(days) if quarter_of(day) == quarter]
        content = wide_file(records.codes, [days[t] for t in of_quarter], records.reported[:, of_quarter])
        files[DAILY_FILE.format(quarter=quarter)] = content
    for event in records.events:
        if event.kind is EventKind.WRONG_MULTIPLIER:
            files[CORRECTION_FILE.format(first=event.first)] = _correction(event, records)
    files[LATE_FILE.format(last=days[-1])] = long_file(
        (row.code, row.day, row.amount, row.known_at) for row in records.late
    )
    return files


def _correction(event: PlantedEvent, records: _Records) -> bytes:
    """Return the true use of the days that were reported with a wrong multiplier."""
    rows = [records.codes.index(code) for code in event.enterprises]
    struck = [t for t, day in enumerate(records.days) if event.first <= day <= event.last]
    days = [records.days[t] for t in struck]
    return wide_file(event.enterprises, days, records.use[np.ix_(rows, struck)], late_moment(event.last))


def _truth(parameters: TownParameters, records: _Records) -> dict[str, object]:
    return {
        "simulated": True,
        "seed": parameters.seed,
        "first": parameters.first.isoformat(),
        "last": parameters.last.isoformat(),
        "enterprises": {each.code: round(each.mean_kwh, 2) for each in records.enterprises},
        "events": [event.as_dict() for event in records.events],
        "festival_depth": {str(year): depth for year, depth in records.festivals.depths.items()},
        "festival_closures": [
            {"enterprise": each.enterprise, "first": each.first.isoformat(), "last": each.last.isoformat()}
            for each in records.festivals.closures
            if parameters.first <= each.last and each.first <= parameters.last
        ],
        "faults": [
            {"file": LATE_FILE.format(last=parameters.last), "line": line, "fault": str(row.fault)}
            for line, row in enumerate(records.late, start=2)
            if row.fault
        ],
    }
