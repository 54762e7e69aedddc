"""Shares and rates that were counted, with their intervals, as rooms hand them on."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan


@dataclass(frozen=True)
class Proportion:
    """`part` of `whole`, and the interval from `low` to `high`; NaN where nothing was counted."""

    part: int
    whole: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """Part of whole; NaN where nothing was counted."""
        return self.part / self.whole if self.whole else nan


@dataclass(frozen=True)
class EventRate:
    """`count` events over an `exposure`, and the interval of their rate from `low` to `high`; NaN where nothing was exposed."""

    count: int
    exposure: float
    low: float
    high: float

    @property
    def rate(self) -> float:
        """Events by unit of exposure; NaN where nothing was exposed."""
        return self.count / self.exposure if self.exposure else nan
