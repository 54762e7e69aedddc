"""The dynamic factor model as a forecaster of US manufacturing production: beside the headline, not in it.

Production's growth and what is out of the same month, monthly, three factors with two lags, white noise; three had the least error on the vintages before 2005.
It has no bounds: 2020 is in its sample like any other year.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.us_forecasters import START
from openmbi.core.language import Text
from openmbi.index.backtest.protocol import Density, KnownAt
from openmbi.index.dynamic_factor import FactorModel, FitOptions, fit, same_frequency

SERIES = (
    *("production.0", "hours.0", "jobs.0", "durable.0", "nondurable.0", "overtime.0", "claims.0", "goods.0"),
    *("construction.0", "payroll.0", "unemployment.0", "premium_change.0", "yield_change.0"),
)
MODEL = FactorModel(factors=(3,), lags=2)
OPTIONS = FitOptions(starts=1, iterations=200)
LABEL = Text("动态因子模型", "dynamic factor model")


@dataclass(frozen=True)
class Factors:
    """Production in the wanted month as the factors of that month give it."""

    name: str = "dynamic_factor"
    label: Text = LABEL

    def forecast(self, known: KnownAt) -> Density:
        """Return mean + scale · λ'f of production, with the variance of the factors and of its noise."""
        place = {str(name): row for row, name in enumerate(known.panel.indicators)}
        kept = known.panel.periods >= START
        value = known.panel.value[[place[name] for name in SERIES]][:, kept]
        found = fit(same_frequency(np.array(SERIES), known.panel.periods[kept], value), MODEL, OPTIONS)
        of, loading = found.parameters, found.parameters.loadings[0]
        mean = of.mean[0] + of.scale[0] * float(loading @ found.smoothed.factor[-1])
        variance = of.variance[0] + float(loading @ found.smoothed.covariance[-1] @ loading)
        return Density(float(mean), float(of.scale[0] * np.sqrt(variance)))
