"""A bridge on the domains that are known already: the weighted mean of their growth, in place of a composite that needs all of them.

Weeks before the last domain is in, electricity and freight of the month are there. Their weights are those of the composite, made to sum to 1 over the domains
at hand, in the wanted month and in the past alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from openmbi.core.language import Text
from openmbi.index.backtest.growth_rows import growth_rows, usable
from openmbi.index.backtest.protocol import NO_FORECAST, Density, KnownAt
from openmbi.index.least_squares import least_squares

FEWEST = 12


@dataclass(frozen=True)
class AvailableBridge:
    """y = a + b Σ wᵢxᵢ / Σ wᵢ over the indicators with a value; `weights` of the composite by indicator."""

    name: str
    label: Text
    weights: Mapping[str, float]

    def forecast(self, known: KnownAt) -> Density:
        """Return the density of the wanted month; `NO_FORECAST` where no domain of it is known, or fewer than twelve rows are."""
        rows = growth_rows(known, list(self.weights))
        if rows is None or not (counted := usable(rows)).any():
            return NO_FORECAST
        x, y, now = rows.complete(counted)
        weight = np.array(list(self.weights.values()))[counted]
        weight = weight / weight.sum()
        if len(y) < FEWEST or (fit := least_squares(y, (x @ weight)[:, None])) is None:
            return NO_FORECAST
        return Density(*fit.forecast(np.array([now @ weight])), degrees_of_freedom=len(y) - 2)
