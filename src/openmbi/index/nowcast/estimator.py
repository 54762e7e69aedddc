"""What a nowcast is made with: an estimator that is linear in the data, such as a dynamic factor model at given parameters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from openmbi.core.tables import Floats
from openmbi.index.dynamic_factor import Estimate, FactorModel, FactorParameters, MixedPanel


class Estimator(Protocol):
    """The conditional expectation of series that are jointly normal: linear in what is observed, at parameters that stay the same."""

    def estimate(self, panel: MixedPanel, series: str, period: np.datetime64) -> Estimate:
        """Return E[y | panel] for one series and period, with its standard error, and the weight of every observed value in it."""
        ...

    def expected(self, panel: MixedPanel) -> Floats:
        """Return E[y | panel] (n, T) for every series and period, in the series' units; at observed values nothing is promised."""
        ...


@dataclass(frozen=True, eq=False)
class FactorEstimator:
    """A dynamic factor model at given parameters."""

    model: FactorModel
    parameters: FactorParameters

    def estimate(self, panel: MixedPanel, series: str, period: np.datetime64) -> Estimate:
        """Return E[y | panel] for one series and period."""
        from openmbi.index.dynamic_factor import estimate  # noqa: PLC0415  compiled kernels are slow to import

        return estimate(panel, self.model, self.parameters, series, period)

    def expected(self, panel: MixedPanel) -> Floats:
        """Return E[y | panel] (n, T) for every series and period."""
        from openmbi.index.dynamic_factor import expected  # noqa: PLC0415

        return expected(panel, self.model, self.parameters)
