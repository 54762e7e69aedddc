"""The kinds of planted events, and the ranges that their days and sizes are drawn from where nothing else is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EventKind(StrEnum):
    """What happens to the enterprises of an event."""

    SHUTDOWN = "shutdown"
    OUTPUT_CUT = "output_cut"
    SLOW_DECLINE = "slow_decline"
    RELOCATION_FROM = "relocation_from"
    RELOCATION_TO = "relocation_to"
    SPIKE = "spike"
    CELL_SHOCK = "cell_shock"
    WRONG_MULTIPLIER = "wrong_multiplier"
    OWN_GENERATION_START = "own_generation_start"
    TYPHOON = "typhoon"
    POWER_RATIONING = "power_rationing"
    ENTRY = "entry"
    DEREGISTRATION = "deregistration"


@dataclass(frozen=True)
class EventRange:
    """What an event is drawn from: how many in 1,000 enterprises (one at least), how many days, and its size.

    Sizes are: share of activity lost (shutdown, output cut, relocation, cell shock, typhoon, power rationing), log points lost a day (slow decline), times
    the true use (spike, wrong multiplier), share of use generated (own generation).
    """

    per_thousand: float
    days: tuple[int, int]
    size: tuple[float, float]


RANGES = {
    EventKind.SHUTDOWN: EventRange(3.0, (15, 200), (1.0, 1.0)),
    EventKind.SLOW_DECLINE: EventRange(2.5, (100, 220), (0.002, 0.006)),
    EventKind.RELOCATION_FROM: EventRange(1.2, (20, 60), (0.5, 1.0)),
    EventKind.SPIKE: EventRange(4.0, (1, 3), (4.0, 10.0)),
    EventKind.CELL_SHOCK: EventRange(1.0, (25, 70), (0.25, 0.50)),
    EventKind.WRONG_MULTIPLIER: EventRange(2.0, (5, 14), (10.0, 10.0)),
}
OUTPUT_CUT = EventRange(0, (20, 120), (0.25, 0.80))  # only where a planting asks for it
TYPHOON = EventRange(0, (1, 2), (0.4, 0.8))
POWER_RATIONING = EventRange(0, (5, 10), (0.3, 0.5))
