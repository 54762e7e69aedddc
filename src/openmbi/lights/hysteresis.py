"""Levels that open at one bound and close at a milder one, so that a light does not flicker."""

from __future__ import annotations

import numpy as np

from openmbi.core.tables import Codes, Flags, Floats
from openmbi.lights.bounds import DailyBounds


def levels(measure: Floats, judged: Flags, forced: Flags, bounds: DailyBounds) -> Codes:
    """Return the level (n, T) of each day: 0 none, 1 the mildest bound … K the most severe.

    A level opens on the day that the measure is at or below its opening bound. It is held while the measure is at or below its closing bound; then the level
    falls to the next lower one that the measure still holds, which may be none. `forced` days have level K. A day that is neither `judged` nor forced has
    level 0, and the next judged day starts anew: only its opening bounds count.
    """
    worst = len(bounds.opening)
    result = np.zeros((measure.shape[1], measure.shape[0]), np.uint8)
    level = np.zeros(measure.shape[0], np.uint8)
    by_day = zip(measure.T.copy(), judged.T.copy(), forced.T.copy(), strict=True)
    for day, (value, is_judged, is_forced) in enumerate(by_day):
        level = _step(level, value, bounds.opening[:, day], bounds.closing[:, day])
        level = np.where(is_forced, np.uint8(worst), level * is_judged)
        result[day] = level
    return np.ascontiguousarray(result.T)


def _step(level: Codes, measure: Floats, opening: Floats, closing: Floats) -> Codes:
    """Return the levels (n,) after one day's measure, given the levels before it."""
    after = np.zeros_like(level)
    for number, (opens, closes) in enumerate(zip(opening, closing, strict=True), start=1):
        after[(measure <= opens) | ((level >= number) & (measure <= closes))] = number
    return after
