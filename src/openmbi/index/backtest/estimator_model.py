"""An estimator of the MBI as a forecaster: the bridge regression or a supervised method, fitted anew at every origin to what was known then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.core.language import Text
from openmbi.index.backtest.growth_rows import growth_rows
from openmbi.index.backtest.protocol import NO_FORECAST, Density, KnownAt
from openmbi.index.bridge import Estimator


@dataclass(frozen=True)
class EstimatorModel:
    """ĝ of the wanted month by an estimator on the growth of `rows` of the panel: what `index/bridge.py` gives for that month.

    Of least squares with `regressors` slopes the density is Student's t with n − 1 − slopes degrees of freedom; None: normal, with the standard error that the
    method has from figures it was not fitted to.
    """

    name: str
    label: Text
    rows: tuple[str, ...]
    estimator: Estimator
    regressors: int | None = None

    def forecast(self, known: KnownAt) -> Density:
        """Return the density of the wanted month; `NO_FORECAST` where the estimator has a reason not to estimate it."""
        found = growth_rows(known, self.rows)
        if found is None:
            return NO_FORECAST
        made = self.estimator(found.g, found.x, found.now)
        if not np.isfinite(made.growth) or not np.isfinite(made.standard_error):
            return NO_FORECAST
        if self.regressors is None:
            return Density(made.growth, made.standard_error)
        freedom = made.observations - 1 - self.regressors
        return Density(made.growth, made.standard_error, degrees_of_freedom=freedom)
