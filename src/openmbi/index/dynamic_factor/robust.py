"""Errors of fat tails: an outlier counts little in its series, and a crisis little in the law of the factors.

Innovations of the idiosyncratic terms and of the factors are Student-t with ν degrees of freedom: normal, with the precision times a weight of their own
that is Γ(ν/2, ν/2) (Lange, Little and Taylor 1989, J. American Statistical Association 84:881). Given the present factors the expected weight of an
observation is (ν + 1) / (ν + E[e²] / Var e), and that of a period's r innovations (ν + r) / (ν + E[η'Q⁻¹η]). Weights and parameters are found in turn.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from openmbi.core.tables import Floats
from openmbi.index.dynamic_factor.layout import Layout
from openmbi.index.dynamic_factor.model import FactorModel
from openmbi.index.dynamic_factor.moments import means
from openmbi.index.dynamic_factor.panel import Aggregation, MixedPanel
from openmbi.index.dynamic_factor.posterior import Workspace, condition, spread
from openmbi.index.dynamic_factor.precision import Theta

SMALLEST = 1e-3


class Weights(NamedTuple):
    """`observation` (n, T) and `pace` (T,), the weights of observations and of the factors' innovations, in (0, (ν + 1)/ν]."""

    observation: Floats
    pace: Floats


def even(panel: MixedPanel) -> Weights:
    """Return the weights of normal errors: all 1."""
    return Weights(np.ones(panel.value.shape), np.ones(panel.value.shape[1]))


def reweighted(panel: MixedPanel, model: FactorModel, lay: Layout, theta: Theta, work: Workspace) -> Weights:
    """Return the expected weights given the factors of a layout; a sum, mean or growth over longer periods counts in full."""
    x, _ = condition(lay, theta, work)
    moments = lag_moments(lay, x, spread(lay, theta, work))
    nu, r = model.degrees, lay.factors
    L = theta.loadings
    second = moments[:, :r, :r]
    F = means(lay, x)
    whole = theta.variance / (1 - theta.persistence**2)
    square = lay.y**2 - 2 * lay.y * (F @ L.T) + np.einsum("nk,tkm,nm->tn", L, second, L)
    weight = (nu + 1) / (nu + square / whole)
    plain = np.array([how in {Aggregation.NONE, Aggregation.LAST} for how in panel.aggregation])
    weight = np.where(plain & (lay.there > 0), np.maximum(weight, SMALLEST), 1.0)
    form = np.hstack([np.eye(r), *(-one for one in theta.transition)])
    innovation = np.einsum("ij,tjk,lk->til", form, moments, form)
    size = np.einsum("ij,tji->t", np.linalg.inv(theta.innovation), innovation)
    pace = np.maximum((nu + r) / (nu + size), SMALLEST)
    pace[: lay.lags] = 1.0
    return Weights(weight[lay.before :].T, pace[lay.before :])


def lag_moments(lay: Layout, x: Floats, Z: Floats) -> Floats:
    """Return E[gg'] (T, (p + 1)r, (p + 1)r), g = (f_t, …, f_{t−p}); of the first p periods only that of f_t."""
    r, p = lay.factors, lay.lags
    T = len(lay.block) - 1
    size = (p + 1) * r
    if lay.calendar:
        mean = x.reshape(T, lay.state)[:, :size]
        return Z.reshape(T, lay.state, lay.state)[:, :size, :size] + mean[:, :, None] * mean[:, None, :]
    lagged = np.maximum(np.arange(T)[:, None] - np.arange(p + 1), 0)
    place = (lay.block[lagged][:, :, None] + np.arange(r)).reshape(T, size)
    i, j = np.maximum(place[:, :, None], place[:, None, :]), np.minimum(place[:, :, None], place[:, None, :])
    inside = j >= lay.first[i]
    entry = np.where(inside, lay.start[i] - lay.first[i] + j, 0)
    return np.where(inside, Z[entry], 0.0) + x[i] * x[j]
