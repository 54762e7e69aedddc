"""The present MBI as a forecaster: a bridge regression of the target's growth on that of a composite."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.catalog.targets import Target
from openmbi.core.language import Text
from openmbi.index.backtest.protocol import NO_FORECAST, Density, KnownAt
from openmbi.index.bridge import TargetFigures, bridge


@dataclass(frozen=True)
class BridgeModel:
    """ĝ of `index/bridge.py`, from the composite of the panel that has the code `composite`; Student's t with its n − 2 degrees of freedom."""

    name: str
    label: Text
    composite: str
    target: Target

    def forecast(self, known: KnownAt) -> Density:
        """Return ĝ of the wanted month as the MBI would have had it; `NO_FORECAST` where the composite of the month is not known."""
        figures = TargetFigures(known.target.periods, known.target.value)
        made = bridge(known.panel.of([self.composite]), figures, self.target)
        place = np.flatnonzero(made.months.last == known.wanted)
        if not len(place) or np.isnan(made.growth[place[0]]):
            return NO_FORECAST
        row = int(place[0])
        freedom = int(made.observations[row]) - 2
        return Density(float(made.growth[row]), float(made.standard_error[row]), degrees_of_freedom=freedom)
