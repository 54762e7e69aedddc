"""Standard errors of the parameters, from the curvature of the likelihood at its maximum.

The observed information of one series' loadings, variance and persistence at a time, by second differences of the exact log-likelihood, with the other
series and the law of the factors held. Holding them fixes the rotation of the factors, without which loadings have no errors; what their own errors would
add falls with the number of series (Bai 2003, Econometrica 71:135).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.core.tables import Floats
from openmbi.index.dynamic_factor.climb import to_theta, to_vector
from openmbi.index.dynamic_factor.layout import Layout
from openmbi.index.dynamic_factor.model import FactorFit, FactorModel, Idiosyncratic
from openmbi.index.dynamic_factor.panel import MixedPanel
from openmbi.index.dynamic_factor.posterior import Workspace, condition, workspace
from openmbi.index.dynamic_factor.smooth import at_parameters, theta_of

STEP = 1e-4
FLAT = 1e-7


@dataclass(frozen=True)
class ParameterErrors:
    """Standard errors on the standardised scale: `loadings` (n, r), `variance` (n,) and `persistence` (n,); 0 where a parameter is fixed."""

    loadings: Floats
    variance: Floats
    persistence: Floats


def standard_errors(panel: MixedPanel, model: FactorModel, fitted: FactorFit) -> ParameterErrors:
    """Return the standard errors of loadings, variances and persistence at a maximum; some 60 passes of the filter a series."""
    parameters = fitted.parameters
    lay = at_parameters(panel, model, parameters)
    theta = theta_of(parameters)
    work = workspace(lay)
    centre = to_vector(theta)
    n, r = theta.loadings.shape
    behind = len(centre) - 2 * n
    loadings, variance, persistence = np.zeros((n, r)), np.zeros(n), np.zeros(n)
    for i in range(n):
        own = [i * r + k for k in range(r) if lay.loads[i, k]] + [behind + i]
        own += [behind + n + i] if model.idiosyncratic is Idiosyncratic.AR1 else []
        errors = _errors(lay, work, centre, np.array(own), (n, model.lags, r))
        count = len(own) - 1 - (model.idiosyncratic is Idiosyncratic.AR1)
        loadings[i, lay.loads[i]] = errors[:count]
        variance[i] = theta.variance[i] * errors[count]
        if model.idiosyncratic is Idiosyncratic.AR1:
            persistence[i] = (1 - theta.persistence[i] ** 2) * errors[count + 1]
    return ParameterErrors(loadings, variance, persistence)


def _errors(lay: Layout, work: Workspace, centre: Floats, own: np.ndarray, shape: tuple[int, int, int]) -> Floats:
    """Return the errors of some entries of the parameter vector given the others."""
    k = len(own)
    information = np.empty((k, k))
    step = STEP * np.maximum(np.abs(centre[own]), 0.1)
    middle = _likelihood(lay, work, centre, shape)
    for a in range(k):
        for b in range(a + 1):
            values = [
                _likelihood(lay, work, _moved(centre, {own[a]: p * step[a]}, {own[b]: q * step[b]}), shape)
                for p, q in ((1, 1), (1, -1), (-1, 1), (-1, -1))
            ]
            if a == b:
                second = (values[0] - 2 * middle + values[3]) / (2 * step[a]) ** 2
            else:
                second = (values[0] - values[1] - values[2] + values[3]) / (4 * step[a] * step[b])
            information[a, b] = information[b, a] = -second
    sizes, directions = np.linalg.eigh(information)
    kept = sizes > FLAT * max(sizes.max(), FLAT)
    covariance = (directions[:, kept] / sizes[kept]) @ directions[:, kept].T
    return np.sqrt(np.diag(covariance))


def _moved(centre: Floats, *steps: dict[int, float]) -> Floats:
    moved = centre.copy()
    for one in steps:
        for place, step in one.items():
            moved[place] += step
    return moved


def _likelihood(lay: Layout, work: Workspace, vector: Floats, shape: tuple[int, int, int]) -> float:
    return float(condition(lay, to_theta(vector, *shape), work)[1])
