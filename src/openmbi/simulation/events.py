"""Events that are planted in the town, and written into its truth file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from openmbi.core.tables import Floats
from openmbi.simulation.calendar import next_quarter
from openmbi.simulation.enterprises import Enterprise
from openmbi.simulation.parameters import TownParameters

LARGEST_CANDIDATES = 9  # shutdown, decline and spike strike among the largest, so that the index feels them


class EventKind(StrEnum):
    """What happens to the enterprises of an event."""

    SHUTDOWN = "shutdown"
    SLOW_DECLINE = "slow_decline"
    SPIKE = "spike"
    CELL_DIP = "cell_dip"
    ENTRY = "entry"
    DEREGISTRATION = "deregistration"
    WRONG_MULTIPLIER = "wrong_multiplier"


@dataclass(frozen=True)
class EventRange:
    """When an event starts, how long it lasts and the range that its size is drawn from.

    `starts`: days before the end of the simulation where negative, else the share of the simulated days that lie before it, carried on to the next
    quarter, for that is how files are delivered: no column is half empty. `days`: None, to the end.
    """

    starts: float
    days: int | None
    size: tuple[float, float]


EVENT_RANGES = {
    EventKind.SHUTDOWN: EventRange(-45, None, (1.0, 1.0)),
    EventKind.SLOW_DECLINE: EventRange(-180, None, (0.003, 0.005)),  # log points a day: 42 % to 59 % lost in the end
    EventKind.SPIKE: EventRange(-20, 1, (4.0, 8.0)),  # times the true use
    EventKind.CELL_DIP: EventRange(-25, None, (0.35, 0.50)),  # share lost
    EventKind.ENTRY: EventRange(0.5, None, (1.0, 1.0)),
    EventKind.DEREGISTRATION: EventRange(0.6, None, (1.0, 1.0)),
    EventKind.WRONG_MULTIPLIER: EventRange(-120, 7, (10.0, 10.0)),  # times the true use, until it is corrected
}


@dataclass(frozen=True)
class PlantedEvent:
    """What was planted: whom it strikes, from which day to which, and its size as `EVENT_RANGES` says."""

    kind: EventKind
    enterprises: tuple[str, ...]
    first: date
    last: date
    size: float

    def as_dict(self) -> dict[str, object]:
        """Return the event for the truth file."""
        return {
            "kind": str(self.kind),
            "enterprises": list(self.enterprises),
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "size": self.size,
        }


def plan_events(
    enterprises: tuple[Enterprise, ...], parameters: TownParameters, rng: np.random.Generator
) -> tuple[PlantedEvent, ...]:
    """Choose whom each event strikes, and how strongly; no enterprise is struck twice."""
    struck = _choose_enterprises(enterprises, rng)
    return tuple(_plan_one(kind, struck[kind], parameters, rng) for kind in EventKind)


def _choose_enterprises(
    enterprises: tuple[Enterprise, ...], rng: np.random.Generator
) -> dict[EventKind, tuple[str, ...]]:
    cell = _largest_cell(enterprises)
    free = [each.code for each in sorted(enterprises, key=lambda each: -each.mean_kwh) if each.code not in cell]
    large = rng.permutation(free[: min(LARGEST_CANDIDATES, len(free) // 2)]).tolist()[:3]
    rest = rng.permutation([code for code in free if code not in large]).tolist()[:3]
    shutdown, decline, spike, entrant, leaver, wrong = ((code,) for code in large + rest)
    return {
        EventKind.SHUTDOWN: shutdown,
        EventKind.SLOW_DECLINE: decline,
        EventKind.SPIKE: spike,
        EventKind.CELL_DIP: cell,
        EventKind.ENTRY: entrant,
        EventKind.DEREGISTRATION: leaver,
        EventKind.WRONG_MULTIPLIER: wrong,
    }


def _largest_cell(enterprises: tuple[Enterprise, ...]) -> tuple[str, ...]:
    """Return the enterprises of the place × industry that has most of them."""
    (cell, _), *_ = Counter((each.place, each.industry.code) for each in enterprises).most_common(1)
    return tuple(each.code for each in enterprises if (each.place, each.industry.code) == cell)


def _plan_one(
    kind: EventKind, struck: tuple[str, ...], parameters: TownParameters, rng: np.random.Generator
) -> PlantedEvent:
    ranges = EVENT_RANGES[kind]
    first = _first_day(ranges.starts, parameters)
    last = first + timedelta(days=ranges.days - 1) if ranges.days else parameters.last
    return PlantedEvent(kind, struck, first, last, round(float(rng.uniform(*ranges.size)), 4))


def _first_day(starts: float, parameters: TownParameters) -> date:
    if starts < 0:
        return parameters.last + timedelta(days=1 + int(starts))
    return next_quarter(parameters.first + timedelta(days=int(starts * parameters.days)))


def with_lives(enterprises: tuple[Enterprise, ...], events: tuple[PlantedEvent, ...]) -> tuple[Enterprise, ...]:
    """Return the enterprises with the register's dates of those that enter or are deregistered."""
    starts = {code: event.first for event in events if event.kind is EventKind.ENTRY for code in event.enterprises}
    gone = {
        code: event.first for event in events if event.kind is EventKind.DEREGISTRATION for code in event.enterprises
    }
    day = timedelta(days=1)
    return tuple(
        replace(
            each, first=starts.get(each.code, each.first), last=gone[each.code] - day if each.code in gone else None
        )
        for each in enterprises
    )


def event_factor(event: PlantedEvent, days: tuple[date, ...]) -> Floats:
    """Return (T,) what an event multiplies the true use of its enterprises by; 1 where it does nothing to true use."""
    since = np.array([(day - event.first).days for day in days])
    struck = (since >= 0) & (since <= (event.last - event.first).days)
    match event.kind:
        case EventKind.SHUTDOWN:
            return np.where(struck, 0.0, 1.0)
        case EventKind.SLOW_DECLINE:
            return np.exp(-event.size * np.maximum(since + 1, 0))
        case EventKind.SPIKE:
            return np.where(struck, event.size, 1.0)
        case EventKind.CELL_DIP:
            return np.where(struck, 1.0 - event.size, 1.0)
        case _:
            return np.ones(len(days))
