"""Events that are planted in the province, and written into its truth file. Sizes are drawn from stated ranges."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.core.tables import Floats
from openmbi.simulation.province.clock import Clock
from openmbi.simulation.province.enterprises import Roster
from openmbi.simulation.province.event_kinds import EventKind

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
            case (
                EventKind.SHUTDOWN
                | EventKind.OUTPUT_CUT
                | EventKind.CELL_SHOCK
                | EventKind.TYPHOON
                | EventKind.POWER_RATIONING
            ):
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
