"""What the power company's meters report of the true use: missing readings, lives of enterprises, a wrong multiplier."""

from __future__ import annotations

from datetime import date

import numpy as np

from openmbi.core.tables import Flags
from openmbi.simulation.electricity import Hundredths
from openmbi.simulation.enterprises import Enterprise
from openmbi.simulation.events import EventKind, PlantedEvent

SENTINEL = 100  # 1 kWh: the power company writes 1 where it has no reading
UNREGISTERED = -1  # no meter stands there on that day
OUTAGE_STARTS = 0.004  # share of days on which readings of an enterprise begin to fail
OUTAGE_DAYS = (1, 3)


def draw_missing(count: int, length: int, rng: np.random.Generator) -> Flags:
    """Return (n, T) days without a reading, in runs of one to three days; none on the first and last ten days."""
    missing = np.zeros((count, length), dtype=np.bool_)
    for row, start in zip(*np.nonzero(rng.random((count, length)) < OUTAGE_STARTS), strict=True):
        missing[row, start : start + int(rng.integers(*OUTAGE_DAYS, endpoint=True))] = True
    missing[:, :10] = missing[:, -10:] = False
    return missing


def report(
    use: Hundredths,
    missing: Flags,
    enterprises: tuple[Enterprise, ...],
    days: tuple[date, ...],
    events: tuple[PlantedEvent, ...],
) -> Hundredths:
    """Return (n, T) what the first delivery says."""
    reported = use * _multiplier(enterprises, days, events)
    reported[missing] = SENTINEL
    return _within_life(reported, enterprises, days)


def _multiplier(
    enterprises: tuple[Enterprise, ...], days: tuple[date, ...], events: tuple[PlantedEvent, ...]
) -> Hundredths:
    factor = np.ones((len(enterprises), len(days)), dtype=np.int64)
    for event in events:
        if event.kind is EventKind.WRONG_MULTIPLIER:
            struck = [each.code in event.enterprises for each in enterprises]
            wrong = [event.first <= day <= event.last for day in days]
            factor[np.ix_(struck, wrong)] = round(event.size)
    return factor


def _within_life(amounts: Hundredths, enterprises: tuple[Enterprise, ...], days: tuple[date, ...]) -> Hundredths:
    alive = [[each.first <= day <= (each.last or day) for day in days] for each in enterprises]
    return np.where(np.array(alive), amounts, UNREGISTERED)
