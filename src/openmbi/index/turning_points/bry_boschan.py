"""The full procedure of Bry and Boschan (1971) for months: turning points found in ever less smoothed series.

Bry and Boschan, Cyclical Analysis of Time Series: Selected Procedures and Computer Programs, NBER Technical Paper 20, table 1.
"""

from __future__ import annotations

import numpy as np

from openmbi.core.tables import Floats
from openmbi.index.turning_points.censoring import (
    MONTHLY,
    CensoringRules,
    alternate,
    censor,
    local_extremes,
    long_cycles,
)
from openmbi.index.turning_points.smoothing import months_of_dominance, moving_average, spencer, without_extremes
from openmbi.index.turning_points.turns import TurnKind, Turns, check_complete, turns_of

YEAR = 12
NEAR = 5
"""Months on either side in which a turn of a smoother series is looked for in a rougher one."""
LAST_NEAR = 4


def bry_boschan(value: Floats, rules: CensoringRules = MONTHLY) -> Turns:
    """Return the turning points of a seasonally adjusted monthly series (T,), in levels or logs; none where it is shorter than two years.

    Raises
    ------
    Problem
        `index.turning-gaps`.
    """
    check_complete(value)
    if len(value) < 2 * YEAR:
        return turns_of(())
    calm = without_extremes(value)
    year = moving_average(calm, YEAR)
    found = alternate(year, local_extremes(year, rules.window))
    curve = spencer(calm)
    found = long_cycles(curve, _moved(curve, found, NEAR), rules)
    span = months_of_dominance(value)
    short = moving_average(value, span)
    found = alternate(short, _moved(short, found, NEAR))
    return censor(value, _moved(value, found, max(LAST_NEAR, span)), rules)


def _moved(value: Floats, turns: Turns, near: int) -> Turns:
    """Return the highest place about each peak and the lowest about each trough; a place that would be both is neither."""
    places = [(_best(value, place, kind, near), kind) for place, kind in turns.pairs()]
    peaks, troughs = ({place for place, each in places if each == kind} for kind in (TurnKind.PEAK, TurnKind.TROUGH))
    return turns_of((place, kind) for place, kind in places if place not in peaks & troughs)


def _best(value: Floats, place: int, kind: int, near: int) -> int:
    first = max(0, place - near)
    around = kind * value[first : place + near + 1]
    return first + int(np.flatnonzero(around == around.max())[-1])
