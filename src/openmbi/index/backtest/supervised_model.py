"""A supervised method as a forecaster: learnt anew at every origin from the growth of the domains known then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.index.backtest.growth_rows import growth_rows, usable
from openmbi.index.backtest.protocol import NO_FORECAST, Density, KnownAt
from openmbi.index.supervised.base import Options, SupervisedMethod

FEWEST = 18
"""Rows below which nothing is learnt from several indicators."""
TOO_LITTLE = frozenset(
    {"index.too-few-rows", "index.too-few-indicators", "index.nothing-varies", "index.unknown-values"}
)


@dataclass(frozen=True)
class SupervisedModel:
    """A method on the indicators of `weights` that are known in the wanted month; their weights are those of the experts, for methods that draw on them.

    Its hyper-parameters are chosen on the rows known at the origin. Normal, with the standard error of rows that were not fitted.
    """

    method: SupervisedMethod
    weights: Mapping[str, float]

    @property
    def name(self) -> str:
        """The method's own."""
        return self.method.name

    @property
    def label(self) -> Text:
        """The method's own."""
        return self.method.label

    def forecast(self, known: KnownAt) -> Density:
        """Return the density of the wanted month; `NO_FORECAST` where too little is known for the method."""
        rows = growth_rows(known, list(self.weights))
        if rows is None or not (counted := usable(rows)).any():
            return NO_FORECAST
        x, y, now = rows.complete(counted)
        if len(y) < FEWEST:
            return NO_FORECAST
        weight = np.array(list(self.weights.values()))[counted]
        try:
            fitted = self.method.fit(x, y, options=Options(expert=weight / weight.sum()))
            mean, error = float(fitted.predict(now[None])[0]), fitted.standard_error
        except Problem as problem:
            if problem.code not in TOO_LITTLE:
                raise
            return NO_FORECAST
        return Density(mean, error) if np.isfinite(mean) and np.isfinite(error) else NO_FORECAST
