"""What a forecaster may see at a moment, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

import numpy as np

from openmbi.core.language import Text
from openmbi.core.periods import Frequency
from openmbi.core.tables import Days, Floats
from openmbi.index.backtest.density import NO_FORECAST, Density
from openmbi.index.indicator_panel import IndicatorPanel

__all__ = ["NO_FORECAST", "Density", "Forecaster", "KnownAt", "TargetSeries", "Vintage"]


class Vintage(StrEnum):
    """Which version of each figure a target series holds."""

    FIRST = "first"
    LATEST = "latest"


@dataclass(frozen=True)
class TargetSeries:
    """The target's figures `value` (k,) by the first days (k,) of their periods, rising; a period without a figure is left out.

    `vintage`: each as first printed, or as last known at the moment. `combined_january_february`: a figure that stands at February speaks for January too,
    which has none.
    """

    name: str
    frequency: Frequency
    periods: Days
    value: Floats
    vintage: Vintage = Vintage.LATEST
    combined_january_february: bool = False

    def before(self, period: np.datetime64) -> TargetSeries:
        """Return the figures of periods before one."""
        kept = self.periods < period
        return TargetSeries(
            self.name,
            self.frequency,
            self.periods[kept],
            self.value[kept],
            self.vintage,
            self.combined_january_february,
        )


@dataclass(frozen=True)
class KnownAt:
    """All that a forecaster may see: what was known at the end of `as_of`.

    `panel`: series × periods as known then, NaN where unknown; it may end after the target does. `target`: its figures as known then. `wanted`: first day
    of the target period to forecast.
    """

    as_of: date
    panel: IndicatorPanel
    target: TargetSeries
    wanted: np.datetime64


class Forecaster(Protocol):
    """A method that forecasts; it holds its choices, no data, and gives the same density for the same knowledge."""

    @property
    def name(self) -> str:
        """Stable code, unique in a backtest."""
        ...

    @property
    def label(self) -> Text:
        """What readers call it."""
        ...

    def forecast(self, known: KnownAt) -> Density:
        """Return the density of the target in the wanted period; `NO_FORECAST` where too little is known."""
        ...
