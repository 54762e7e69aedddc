"""Which days of an enterprise count as stopped: runs of idle days that have grown long enough."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from openmbi.core.tables import Codes, DayStatus, Flags


def stopped_days(status: Codes, filled_days: int) -> Flags:
    """Return the days (n, T) of every idle run of more than `filled_days` idle days, from its first day on.

    An IDLE day starts or lengthens a run; an ACTIVE day ends it. An ABSENT day says nothing: it carries a run on without lengthening it. A FESTIVAL_CLOSURE
    carries on a run that is already long enough (a plant that stopped in November is not back for the holiday) and ends any shorter one (a closure is
    not idle). Days that a run is carried over belong to it.
    """
    length = _run_lengths(np.ascontiguousarray(status.T), filled_days)
    stopped = length > filled_days
    for day in range(len(stopped) - 2, -1, -1):
        stopped[day] |= stopped[day + 1] & (length[day] > 0)
    return np.ascontiguousarray(stopped.T)


def _run_lengths(status: Codes, filled_days: int) -> NDArray[np.int32]:
    """Return the idle days so far (T, n) of the run that each day lies in, 0 outside a run; `status` is (T, n)."""
    length = np.zeros(status.shape, np.int32)
    running = np.zeros(status.shape[1], np.int32)
    for day, today in enumerate(status):
        carried = (today == DayStatus.ABSENT) | ((today == DayStatus.FESTIVAL_CLOSURE) & (running > filled_days))
        running = (running + (today == DayStatus.IDLE)) * (carried | (today == DayStatus.IDLE))
        length[day] = running
    return length
