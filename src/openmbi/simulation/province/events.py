"""Events that are planted in the province, and written into its truth file. Sizes are drawn from stated ranges."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from openmbi.core.tables import Floats
from openmbi.simulation.province.clock import Clock
from openmbi.simulation.province.enterprises import Roster


class EventKind(StrEnum):
    """What happens to the enterprises of an event."""

    SHUTDOWN = "shutdown"
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

    Sizes are: share of activity lost (shutdown, relocation, cell shock, typhoon, power rationing), log points lost a day (slow decline), times the true use
    (spike, wrong multiplier), share of use generated (own generation).
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
TYPHOON = EventRange(0, (1, 2), (0.4, 0.8))
POWER_RATIONING = EventRange(0, (5, 10), (0.3, 0.5))
OWN_GENERATION_SHARE = (0.15, 0.60)
QUIET_DAYS = 120  # no planted event begins so soon after the first day
LAST_START = 15  # nor so late before the last
RECENT_SHARE, RECENT_DAYS = 0.35, 90  # so many more begin in the last days, so that the newest lights find some
MOST_KWH_OF_SPIKE = 400_000.0  # beyond it a spike would be more than a meter can show


@dataclass(frozen=True)
class PlantedEvent:
    """What was planted: whom it strikes (rows of the roster), from which day number to which, both included, and its size as `RANGES` says.

    `about` names the place, cell or owner that it is about.
    """

    kind: EventKind
    rows: tuple[int, ...]
    first: int
    last: int
    size: float
    about: str = ""

    def factor(self, length: int) -> Floats:
        """Return (T,) what the event multiplies true activity by (a spike: use); 1 where it does nothing to it."""
        since = np.arange(length) - self.first
        struck = (since >= 0) & (np.arange(length) <= self.last)
        match self.kind:
            case EventKind.SHUTDOWN | EventKind.CELL_SHOCK | EventKind.TYPHOON | EventKind.POWER_RATIONING:
                return np.where(struck, 1.0 - self.size, 1.0)
            case EventKind.SLOW_DECLINE:
                return np.exp(-self.size * np.clip(since + 1, 0, self.last - self.first + 1))
            case EventKind.RELOCATION_FROM:
                return 1.0 - self.size * self._progress(since)
            case EventKind.RELOCATION_TO:
                return 1.0 + self.size * self._progress(since)
            case EventKind.SPIKE:
                return np.where(struck, self.size, 1.0)
            case _:
                return np.ones(length)

    def _progress(self, since: np.ndarray) -> Floats:
        return np.clip((since + 1) / (self.last - self.first + 1), 0.0, 1.0)

    def as_dict(self, roster: Roster, clock: Clock) -> dict[str, object]:
        """Return the event for the truth file."""
        return {
            "kind": str(self.kind),
            "enterprises": [roster.code[row] for row in self.rows],
            "first": clock.day(self.first).isoformat(),
            "last": clock.day(self.last).isoformat(),
            "size": self.size,
            "about": self.about,
        }


STRIKES_ACTIVITY = frozenset(EventKind) - {
    EventKind.SPIKE, EventKind.WRONG_MULTIPLIER, EventKind.OWN_GENERATION_START, EventKind.ENTRY, EventKind.DEREGISTRATION,
}  # fmt: skip
