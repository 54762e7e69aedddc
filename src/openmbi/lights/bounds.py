"""The bounds of a rule laid out by day: thresholds are dated, so each day is judged by those in force on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.catalog.lights import LightRule
from openmbi.core.tables import Codes, Colour, Days, Flags, Floats


@dataclass(frozen=True)
class DailyBounds:
    """`opening` and `closing` (K, T) from mild to severe, NaN while no thresholds are in force; `colour` (K + 1,) `Colour` codes, green first."""

    opening: Floats
    closing: Floats
    colour: Codes

    @property
    def in_force(self) -> Flags:
        """Days (T,) on which thresholds are in force."""
        return ~np.isnan(self.opening[0])


def daily_bounds(rule: LightRule, days: Days) -> DailyBounds:
    """Lay the dated bounds of a rule out over days."""
    first = rule.thresholds[0].bounds
    opening = np.full((len(first), len(days)), np.nan)
    closing = opening.copy()
    for thresholds in rule.thresholds:
        since = days >= np.datetime64(thresholds.valid_from)
        opening[:, since] = [[bound.open] for bound in thresholds.bounds]
        closing[:, since] = [[bound.close] for bound in thresholds.bounds]
    return DailyBounds(opening, closing, np.array([Colour.GREEN, *(bound.code for bound in first)], np.uint8))
