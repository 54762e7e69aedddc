"""How many days passed from the beginning of an episode to its first alert."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.alerts.quality.intervals import wilson
from openmbi.core.proportions import Proportion
from openmbi.core.tables import Floats


@dataclass(frozen=True)
class Delays:
    """`days` (e,) of episodes: 0 on the day of the beginning, ∞ where none came."""

    days: Floats

    def reached(self, share: float) -> float:
        """Return the day by which at least this share of all episodes had been found, those never found included; ∞ where so many never were, NaN of none."""
        return float(np.quantile(self.days, share, method="inverted_cdf")) if len(self.days) else np.nan

    def within(self, days: float) -> Proportion:
        """Return how many were found so many days after their beginning at the latest."""
        return wilson(int((self.days <= days).sum()), len(self.days))

    @property
    def found(self) -> Proportion:
        """How many were found at all."""
        return wilson(int(np.isfinite(self.days).sum()), len(self.days))
