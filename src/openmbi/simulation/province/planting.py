"""What to plant into a province instead of its usual events: how many of each kind, how long, how large, and when they begin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.simulation.bounds import check_bounds
from openmbi.simulation.province.event_kinds import OUTPUT_CUT, RANGES, EventKind

USUAL_RANGES = RANGES | {EventKind.OUTPUT_CUT: OUTPUT_CUT}
MOST_EVENTS, MOST_DAYS, MOST_SIZE = 20_000, 5_000, 1_000.0
SHARES = frozenset(
    {EventKind.SHUTDOWN, EventKind.OUTPUT_CUT, EventKind.RELOCATION_FROM, EventKind.CELL_SHOCK}
)  # their size is a share lost


@dataclass(frozen=True)
class PlantedRange:
    """How many events of a kind, and what their days and sizes (units as in `EventRange`) are drawn from, uniformly, both ends included."""

    count: int
    days: tuple[int, int]
    size: tuple[float, float]

    @classmethod
    def usual(cls, kind: EventKind, count: int) -> PlantedRange:
        """Return so many events with the usual days and sizes of their kind."""
        return cls(count, USUAL_RANGES[kind].days, USUAL_RANGES[kind].size)


@dataclass(frozen=True)
class Planting:
    """Events by kind (`relocation_from` counts pairs); a kind that is not named is not planted.

    Each begins, uniformly, on a day number from `earliest` to `days_before_end` before the number of days; both are of the first simulated day, 0.
    `shared`: typhoons and power rationing strike as usual. Enterprises enter, leave and begin to generate as usual whatever is planted.

    Raises
    ------
    Problem
        `simulation.out-of-range` where a count, days or a size cannot be planted; `simulation.not-plantable-kind`.
    """

    events: Mapping[EventKind, PlantedRange]
    earliest: int = 365
    days_before_end: int = 45
    shared: bool = True

    def __post_init__(self) -> None:
        check_bounds("earliest", self.earliest, 0, MOST_DAYS)
        check_bounds("days_before_end", self.days_before_end, 1, MOST_DAYS)
        for kind, each in self.events.items():
            _check(kind, each)

    def count(self, kind: EventKind) -> int:
        """Return how many of a kind are wanted."""
        return self.events[kind].count if kind in self.events else 0


def _check(kind: EventKind, each: PlantedRange) -> None:
    if kind not in USUAL_RANGES:
        raise not_plantable_kind(kind, USUAL_RANGES)
    check_bounds(f"{kind}.count", each.count, 0, MOST_EVENTS)
    check_bounds(f"{kind}.days", each.days[0], 1, each.days[1])
    check_bounds(f"{kind}.days", each.days[1], 1, MOST_DAYS)
    check_bounds(f"{kind}.size", each.size[0], 0, each.size[1])
    check_bounds(f"{kind}.size", each.size[1], 0, 1 if kind in SHARES else MOST_SIZE)


def not_plantable_kind(kind: str, kinds: Iterable[EventKind]) -> Problem:
    """Return what is told of a kind that is none of the `kinds` that can be planted here."""
    listed = ", ".join(kinds)
    return Problem(
        "simulation.not-plantable-kind",
        Text("事件种类 {kind}", "kind of event {kind}").fill(kind=kind),
        Text("请删去该项", "leave it out"),
        expected=Text("{kinds} 之一", "one of {kinds}").fill(kinds=listed),
        field=f"events.{kind}",
    )
