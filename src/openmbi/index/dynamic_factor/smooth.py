"""What a panel says of the factors, and of any value of any series, at given parameters."""

from __future__ import annotations

import numpy as np

from openmbi.core.tables import Floats
from openmbi.index.dynamic_factor.agreement import check_model, check_parameters
from openmbi.index.dynamic_factor.calendar_layout import calendar_layout, is_calendar
from openmbi.index.dynamic_factor.layout import Layout, layout
from openmbi.index.dynamic_factor.model import Errors, FactorModel, FactorParameters, Smoothed
from openmbi.index.dynamic_factor.moments import means
from openmbi.index.dynamic_factor.panel import MixedPanel
from openmbi.index.dynamic_factor.posterior import Workspace, condition, spread, workspace
from openmbi.index.dynamic_factor.precision import Theta
from openmbi.index.dynamic_factor.robust import Weights, even, reweighted
from openmbi.index.dynamic_factor.standardise import standardised

ROUNDS = 30
SETTLED = 1e-4


def smooth(panel: MixedPanel, model: FactorModel, parameters: FactorParameters) -> Smoothed:
    """Return mean and covariance of the factors given the whole panel, and the log-likelihood of the standardised panel.

    Raises
    ------
    Problem
        `index.growth-too-close`.
    """
    lay = at_parameters(panel, model, parameters)
    return factors(lay, theta_of(parameters), workspace(lay))


def at_parameters(panel: MixedPanel, model: FactorModel, parameters: FactorParameters) -> Layout:
    """Return the layout of a panel at given parameters: of errors with fat tails, with the weights that settle there."""
    check_parameters(panel, model, parameters)
    z = standardised(panel, parameters.mean, parameters.scale)
    lay = laid_out(panel, model, z)
    if model.errors is Errors.NORMAL:
        return lay
    weights, theta, work = even(panel), theta_of(parameters), workspace(lay)
    for _ in range(ROUNDS):
        before, weights = weights, reweighted(panel, model, lay, theta, work)
        lay = laid_out(panel, model, z, weights)
        if np.abs(weights.observation - before.observation).max() < SETTLED:
            break
    return lay


def laid_out(panel: MixedPanel, model: FactorModel, z: Floats, weights: Weights | None = None) -> Layout:
    """Return the layout that a panel calls for, of standardised values z (n, T) and their weights."""
    check_model(panel, model)
    lay = (calendar_layout if is_calendar(panel) else layout)(panel, model, z, weights and weights.observation)
    return lay if weights is None else lay._replace(pace=np.pad(weights.pace, (lay.before, 0), constant_values=1.0))


def theta_of(parameters: FactorParameters) -> Theta:
    """Return the parameters as the compiled steps take them."""
    names = ("loadings", "transition", "innovation", "variance", "persistence")
    return Theta(*(np.ascontiguousarray(getattr(parameters, name), np.float64) for name in names))


def factors(lay: Layout, theta: Theta, work: Workspace) -> Smoothed:
    """Return the factors of a layout at given parameters."""
    x, likelihood = condition(lay, theta, work)
    Z = spread(lay, theta, work)
    return Smoothed(
        factor=means(lay, x)[lay.before :],
        covariance=variances(lay, Z)[lay.before :],
        log_likelihood=float(likelihood),
    )


def as_given(z: Floats, parameters: FactorParameters) -> Floats:
    """Return standardised values (n, T) in the series' own units."""
    return parameters.mean[:, None] + parameters.scale[:, None] * z


def variances(lay: Layout, Z: Floats) -> Floats:
    """Return the covariance (T, r, r) of each period's factors."""
    if lay.calendar:
        whole = Z.reshape(len(lay.pattern), lay.state, lay.state)
        return whole[:, : lay.factors, : lay.factors].copy()
    row = lay.block[:-1, None] + np.arange(lay.factors)
    k, m = np.tril_indices(lay.factors)
    found = np.empty((len(row), lay.factors, lay.factors))
    found[:, k, m] = found[:, m, k] = Z[lay.start[row[:, k]] - lay.first[row[:, k]] + row[:, m]]
    return found
