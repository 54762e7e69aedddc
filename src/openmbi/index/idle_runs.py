"""Which days of an enterprise count as stopped: runs of idle days that have grown long enough."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from openmbi.core.adjusted import DayStatus
from openmbi.core.tables import Codes, Flags

DayCounts = NDArray[np.int32]


def stopped_days(status: Codes, filled_days: int) -> Flags:
    """Return the days (n, T) of every idle run of more than `filled_days` idle days, from its first day on.

    An IDLE day starts or lengthens a run; an ACTIVE day ends it. An ABSENT day says nothing: it carries a run on without lengthening it. A FESTIVAL_CLOSURE
    carries on a run that is already long enough (a plant that stopped in November is not back for the holiday) and ends any shorter one (a closure is
    not idle). Days that a run is carried over belong to it.
    """
    idle = status == DayStatus.IDLE
    rows = np.flatnonzero(idle.sum(axis=1) > filled_days)
    stopped = np.zeros(status.shape, bool)
    stopped[rows] = _long_runs(status[rows], idle[rows], filled_days)
    return stopped


def _long_runs(status: Codes, idle: Flags, filled_days: int) -> Flags:
    idle_days = np.cumsum(idle, axis=1, dtype=np.int32)
    active, closed = status == DayStatus.ACTIVE, status == DayStatus.FESTIVAL_CLOSURE
    ends, length = active, _since_last_end(idle_days, active)
    while True:  # an end makes what follows it shorter, so that further closures may end it: as often as closures follow each other
        further = active | (closed & (length <= filled_days))
        if np.array_equal(further, ends):
            break
        ends, length = further, _since_last_end(idle_days, further)
    return (length > 0) & (_length_at_the_end(length, ends) > filled_days)


def _since_last_end(idle_days: DayCounts, ends: Flags) -> DayCounts:
    """Return the idle days (n, T) since the last day that ends runs, that day included; `idle_days` counts from the first day."""
    return idle_days - np.maximum.accumulate(np.where(ends, idle_days, np.int32(0)), axis=1)


def _length_at_the_end(length: DayCounts, ends: Flags) -> DayCounts:
    """Return the length (n, T) that the run of each day has before the next day that ends runs."""
    after = np.arange(1, ends.shape[1] + 1, dtype=np.int32)
    next_end = np.minimum.accumulate(np.where(ends, after - 1, np.int32(ends.shape[1]))[:, ::-1], axis=1)[:, ::-1]
    return np.take_along_axis(length, np.maximum(next_end - 1, 0), axis=1)
