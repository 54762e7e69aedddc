"""A forecast as a density: its mean, its standard error, and how the probability lies around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from openmbi.core.tables import Floats
from openmbi.index.backtest.laws import Draws, Law, Normal, StudentT, ThroughQuantiles


@dataclass(frozen=True, eq=False)
class Density:
    """A forecast in the units of its target.

    Normal by `mean` and `standard_error`; Student's t where `degrees_of_freedom` (> 1) are given: its interval is mean ± t · standard error. `draws` (m,) or
    `quantiles` {level in (0, 1): value}, at least two, rising, replace the law and leave the mean. A forecaster that cannot forecast returns `NO_FORECAST`.
    """

    mean: float
    standard_error: float
    degrees_of_freedom: float | None = None
    quantiles: Mapping[float, float] | None = None
    draws: Floats | None = None

    def __post_init__(self) -> None:
        if self.degrees_of_freedom is not None and self.degrees_of_freedom <= 1:
            raise ValueError("a density needs more than one degree of freedom: its mean and CRPS are infinite")
        if self.quantiles is not None and not _rising(self.quantiles):
            raise ValueError("quantiles: at least two levels inside (0, 1), and values that do not fall")

    @property
    def known(self) -> bool:
        """Whether there is a forecast."""
        return bool(np.isfinite(self.mean))

    @cached_property
    def law(self) -> Law:
        """The distribution."""
        if self.draws is not None:
            return Draws(np.sort(np.asarray(self.draws, np.float64)))
        if self.quantiles is not None:
            levels = sorted(self.quantiles)
            return ThroughQuantiles(np.array(levels), np.array([self.quantiles[level] for level in levels]))
        if self.degrees_of_freedom is not None:
            return StudentT(self.mean, self.standard_error, self.degrees_of_freedom)
        return Normal(self.mean, self.standard_error)

    def cdf(self, value: float) -> float:
        """Return the probability of not more than a value: at what came out, the probability integral transform."""
        return self.law.cdf(value) if self.known else np.nan

    def quantile(self, level: float) -> float:
        """Return the value below which the target lies with a probability in (0, 1)."""
        return self.law.quantile(level) if self.known else np.nan

    def interval(self, coverage: float) -> tuple[float, float]:
        """Return the central interval of a probability in (0, 1)."""
        return self.quantile((1 - coverage) / 2), self.quantile((1 + coverage) / 2)

    def crps(self, value: float) -> float:
        """Return the continuous ranked probability score at what came out; smaller is better."""
        return self.law.crps(value) if self.known else np.nan

    def log_score(self, value: float) -> float:
        """Return the logarithm of the density at what came out; larger is better."""
        return self.law.log_density(value) if self.known else np.nan


NO_FORECAST = Density(np.nan, np.nan)


def _rising(quantiles: Mapping[float, float]) -> bool:
    levels = sorted(quantiles)
    values = [quantiles[level] for level in levels]
    inside = len(levels) > 1 and levels[0] > 0 and levels[-1] < 1
    return inside and all(lower <= upper for lower, upper in pairwise(values))
