"""The mean of the figures known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.core.language import Text
from openmbi.index.backtest.protocol import NO_FORECAST, Density, KnownAt

FEWEST = 8
LABEL = Text("历史均值", "historical mean")


@dataclass(frozen=True)
class HistoricalMean:
    """The mean of the last `window` figures (None: of all), with the standard error of a new one: s √(1 + 1/n)."""

    window: int | None = None
    name: str = "historical_mean"
    label: Text = LABEL

    def forecast(self, known: KnownAt) -> Density:
        """Return the mean of the figures known, as a density: Student's t with n − 1 degrees of freedom."""
        past = known.target.before(known.wanted).value
        past = past[~np.isnan(past)]
        past = past if self.window is None else past[-self.window :]
        n = len(past)
        if n < FEWEST:
            return NO_FORECAST
        error = float(past.std(ddof=1) * np.sqrt(1 + 1 / n))
        return Density(float(past.mean()), error, degrees_of_freedom=n - 1)


BENCHMARKS = (HistoricalMean(),)
