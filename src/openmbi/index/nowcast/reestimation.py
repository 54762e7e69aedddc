"""A nowcast's whole change between two moments: other parameters and other data, kept apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.index.dynamic_factor import MixedPanel
from openmbi.index.nowcast.estimator import Estimator
from openmbi.index.nowcast.news import News, news


@dataclass(frozen=True)
class NowcastChange:
    """From `old` to `new` in the target's unit: `reestimation`, what other parameters make of the old data, and then the `news` at the new parameters."""

    old: float
    new: float
    reestimation: float
    news: News

    @property
    def change(self) -> float:
        """new − old = reestimation + Σ impact."""
        return self.new - self.old


def nowcast_change(
    old: tuple[MixedPanel, Estimator], new: tuple[MixedPanel, Estimator], target: str, period: np.datetime64
) -> NowcastChange:
    """Return the change from one vintage and its parameters to another; where the parameters are the same object nothing is re-estimated."""
    found = news(old[0], new[0], new[1], target, period)
    before = found.old if old[1] is new[1] else old[1].estimate(old[0], target, period).mean
    return NowcastChange(before, found.new, found.old - before, found)
