"""A dynamic factor model as a forecaster: growth of the domains and of the target, driven by common factors, fitted anew at every origin.

The grid is that of the target's figures: January and February together are one period. y_it = λ_i'f_t + e_it, e white noise (Bańbura and Modugno 2014, J. Appl.
Econometrics 29:133); the density of the wanted figure is normal, with mean λ'E[f] and variance λ'Var[f]λ + σ². That the parameters are estimated is not in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Days, Flags, Floats
from openmbi.index.backtest.figure_grid import next_figure
from openmbi.index.backtest.protocol import NO_FORECAST, Density, KnownAt
from openmbi.index.dynamic_factor import FactorModel, FitOptions, same_frequency
from openmbi.index.figure_months import figure_months, year_on_year

FEWEST = 12
"""As the bridge: figures of the target beside which a row is known."""
MOST = 120
TARGET = "target"
TOO_LITTLE = frozenset({"index.flat-series"})
LABEL = Text("动态因子模型（一个共同因子）", "dynamic factor model (one common factor)")


@dataclass(frozen=True)
class FactorForecaster:
    """One common factor by default, of the `rows` of a monthly panel and the target; a series counts from twelve known figures on.

    The grid begins where the first row does: before, the factor would be the target itself."""

    rows: tuple[str, ...]
    model: FactorModel = field(default_factory=FactorModel)
    options: FitOptions = field(default_factory=FitOptions)
    name: str = "dynamic_factor"
    label: Text = LABEL

    def forecast(self, known: KnownAt) -> Density:
        """Return the density of the wanted figure, however far ahead; `NO_FORECAST` where the target, or every row, is known for too few figures."""
        periods, value = _grid(known, [row for row in self.rows if row in known.panel.indicators])
        counted = _counted(value)
        if not counted[-1] or not counted[:-1].any():
            return NO_FORECAST
        try:
            return self._fitted(periods, value[counted])
        except Problem as problem:
            if problem.code not in TOO_LITTLE:
                raise
            return NO_FORECAST

    def _fitted(self, periods: Days, value: Floats) -> Density:
        from openmbi.index.dynamic_factor import fit  # noqa: PLC0415  compiled kernels are slow to import

        names = np.array([*(str(row) for row in range(len(value) - 1)), TARGET])
        made = fit(same_frequency(names, periods, value), self.model, self.options)
        parameters, smoothed = made.parameters, made.smoothed
        loading = parameters.loadings[-1]
        mean = loading @ smoothed.factor[-1]
        variance = loading @ smoothed.covariance[-1] @ loading + parameters.variance[-1]
        scale = parameters.scale[-1]
        return Density(float(parameters.mean[-1] + scale * mean), float(scale * np.sqrt(variance)))


def _grid(known: KnownAt, rows: list[str]) -> tuple[Days, Floats]:
    """Return the figures' periods (T,), the wanted one last, and growth of rows and target (n + 1, T), NaN where it is not known."""
    panel, target = known.panel.of(rows), known.target
    months = figure_months(panel.periods, combined_january_february=target.combined_january_february)
    growth = year_on_year(panel.value, panel.periods, months)
    inside = months.last <= known.wanted
    there = inside & ~np.isnan(growth).all(axis=0)
    first = months.last[there][0] if there.any() else None
    if first is None:
        return np.empty(0, "datetime64[D]"), np.empty((len(rows) + 1, 0))
    periods = [first]
    while periods[-1] < known.wanted:
        periods.append(next_figure(periods[-1], target))
    grid = np.array(periods[-MOST:])
    value = np.full((len(rows) + 1, len(grid)), np.nan)
    _put(value[:-1], grid, months.last[inside], growth[:, inside])
    _put(value[-1:], grid, target.periods, target.value[None])
    return grid, value


def _put(into: Floats, grid: Days, periods: Days, value: Floats) -> None:
    """Write values (k, S) of periods (S,) into their places (k, T) of the grid; a period that is not on it is left out."""
    place = np.searchsorted(grid, periods)
    there = (place < len(grid)) & (grid[np.minimum(place, len(grid) - 1)] == periods)
    into[:, place[there]] = value[:, there]


def _counted(value: Floats) -> Flags:
    """Return which series (n,) are known often enough, and vary."""
    known = ~np.isnan(value)
    spread = np.array([row[there].std() if there.any() else 0.0 for row, there in zip(value, known, strict=True)])
    return (known.sum(axis=1) >= FEWEST) & (spread > 0)
