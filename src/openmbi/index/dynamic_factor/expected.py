"""The whole panel as the model expects it, gaps filled, from one pass of the smoother."""

from __future__ import annotations

import numpy as np

from openmbi.core.tables import Floats
from openmbi.index.dynamic_factor.bridges import bridged
from openmbi.index.dynamic_factor.layout import ELIMINATED, GROWTH_WEIGHT, MIDDLE, Layout
from openmbi.index.dynamic_factor.model import FactorModel, FactorParameters
from openmbi.index.dynamic_factor.moments import means
from openmbi.index.dynamic_factor.panel import Aggregation, MixedPanel
from openmbi.index.dynamic_factor.posterior import condition, workspace
from openmbi.index.dynamic_factor.smooth import as_given, at_parameters, theta_of
from openmbi.index.dynamic_factor.standardise import standardised
from openmbi.index.dynamic_factor.starts import summed


def expected(panel: MixedPanel, model: FactorModel, parameters: FactorParameters) -> Floats:
    """Return E[y | panel] (n, T) in the series' units.

    An observed value is itself; NaN where no period of a low-frequency series ends, or where it began before the grid.
    """
    z = standardised(panel, parameters.mean, parameters.scale)
    lay, theta = at_parameters(panel, model, parameters), theta_of(parameters)
    x, _ = condition(lay, theta, workspace(lay))
    F = means(lay, x)
    common = theta.loadings @ F.T
    found = np.full(z.shape, np.nan)
    for row, how in enumerate(panel.aggregation):
        if how in {Aggregation.SUM, Aggregation.MEAN}:
            starts = panel.starts[panel.span[row]]
            whole = summed(common[row][:, None], starts, mean=how is Aggregation.MEAN)[:, 0]
            found[row] = np.where(np.append(starts[1:], True), whole, np.nan)
        elif how is Aggregation.GROWTH:
            months = common[row] + (_latent(lay, x, common, row) if lay.latent_of[row] >= 0 else 0.0)
            found[row] = np.convolve(months, GROWTH_WEIGHT)[lay.before : len(months)]
        elif theta.persistence[row] != 0:
            e = np.where(lay.there[:, row] > 0, lay.y[:, row] - common[row], np.nan)
            found[row] = (common[row] + bridged(e, float(theta.persistence[row])))[lay.before :]
        else:
            found[row] = common[row][lay.before :]
    return as_given(np.where(np.isnan(z), found, z), parameters)


def _latent(lay: Layout, x: Floats, common: Floats, row: int) -> Floats:
    """Return the posterior means (T,) of a latent term, those that were eliminated from the quarter they belong to."""
    column = lay.latent_of[row]
    place = lay.place[:, column]
    e = np.where(place == ELIMINATED, 0.0, x[np.maximum(place, 0)])
    for t in np.flatnonzero(place == ELIMINATED):
        end = t + MIDDLE
        others = sum(
            weight * (common[row, end - step] + (e[end - step] if step != MIDDLE else 0.0))
            for step, weight in enumerate(GROWTH_WEIGHT)
        )
        e[t] = (lay.y[end, row] - others) / GROWTH_WEIGHT[MIDDLE]
    return e
