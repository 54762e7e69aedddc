"""What meters do not report: gaps of some days, long silences, and what of it is delivered late."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.core.tables import Flags, Numbers
from openmbi.simulation.province.clock import Clock
from openmbi.simulation.province.meters import Meters
from openmbi.simulation.province.streams import stream

GAP_STARTS, GAP_DAYS = 0.0022, (1, 5)  # share of connection-days on which a gap begins, and how long it lasts
SILENT_SHARE, SILENT_DAYS = 0.005, (20, 40)  # connections that are silent once for long
LATE_SHARE, LATE_DAYS = 0.3, (3, 20)  # of the days in gaps are delivered so many days later


@dataclass(frozen=True)
class Gaps:
    """Connection-days (k,) without a reading, by day: `slot`, `day`; `late` (k,): days until it is delivered after all, 0 for never."""

    slot: Numbers
    day: Numbers
    late: Numbers

    def within(self, first: int, stop: int) -> slice:
        """Return which of them lie on the days `first` to `stop`, `stop` not included."""
        return slice(*np.searchsorted(self.day, [first, stop]).tolist())

    def delivered_late(self, clock: Clock) -> Flags:
        """Mark (k,) those that have been delivered by the last delivery."""
        return (self.late > 0) & (self.day + self.late <= clock.number(clock.today))


def draw_gaps(meters: Meters, clock: Clock, seed: int) -> Gaps:
    """Draw the gaps; none on the first and last ten days."""
    rng = stream(seed, "gaps")
    count = rng.poisson(GAP_STARTS * meters.slots * clock.length)
    slot, start = rng.integers(meters.slots, size=count), rng.integers(clock.length, size=count)
    silent = rng.permutation(meters.slots)[: max(1, int(SILENT_SHARE * meters.slots))]
    slot = np.concatenate([slot, silent])
    start = np.concatenate([start, rng.integers(clock.length, size=len(silent))])
    days = np.concatenate([
        rng.integers(*GAP_DAYS, size=count, endpoint=True), rng.integers(*SILENT_DAYS, size=len(silent), endpoint=True),
    ])  # fmt: skip
    return _spread(slot, start, days, clock, rng)


def _spread(slot: Numbers, start: Numbers, days: Numbers, clock: Clock, rng: np.random.Generator) -> Gaps:
    step = np.arange(days.sum()) - np.repeat(np.cumsum(days) - days, days)
    slots, of_day = np.repeat(slot, days), np.repeat(start, days) + step
    inside = (of_day >= 10) & (of_day < clock.length - 10)
    keys = np.unique(of_day[inside] * (int(slot.max()) + 1) + slots[inside])
    day, slots = np.divmod(keys, int(slot.max()) + 1)
    late = np.where(rng.random(len(day)) < LATE_SHARE, rng.integers(*LATE_DAYS, size=len(day), endpoint=True), 0)
    return Gaps(slots, day, late)
