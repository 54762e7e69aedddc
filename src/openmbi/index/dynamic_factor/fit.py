"""Fitting a dynamic factor model: from several starts up to the likeliest parameters."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from threadpoolctl import threadpool_limits

from openmbi.core.tables import Floats
from openmbi.index.dynamic_factor.agreement import check_model, check_parameters
from openmbi.index.dynamic_factor.climb import climb
from openmbi.index.dynamic_factor.layout import Layout
from openmbi.index.dynamic_factor.maximise import maximise
from openmbi.index.dynamic_factor.model import Ended, Errors, FactorFit, FactorModel, FactorParameters, FitOptions
from openmbi.index.dynamic_factor.panel import MixedPanel
from openmbi.index.dynamic_factor.posterior import Workspace, condition, spread, workspace
from openmbi.index.dynamic_factor.precision import Theta
from openmbi.index.dynamic_factor.robust import reweighted
from openmbi.index.dynamic_factor.smooth import factors, laid_out, smooth, theta_of
from openmbi.index.dynamic_factor.standardise import scales, standardised
from openmbi.index.dynamic_factor.starts import start

MEMORY = 10
ROUNDS = 50
SETTLED = 1e-3
ENDED = (Ended.CONVERGED, Ended.ITERATIONS, Ended.STUCK)


@threadpool_limits.wrap(limits=1, user_api="blas")
def fit(
    panel: MixedPanel,
    model: FactorModel,
    options: FitOptions | None = None,
    *,
    parameters: FactorParameters | None = None,
) -> FactorFit:
    """Return the likeliest of the fits from `options.starts` starts, or from given parameters; the same inputs give the same figures.

    Linear algebra keeps to one thread: sums that several threads share out differ in their last bits from one time to the next.

    Raises
    ------
    Problem
        `index.flat-series`, `index.growth-too-close`, `index.factor-model`.
    """
    options = options or FitOptions()
    check_model(panel, model)
    if parameters is not None:
        check_parameters(panel, model, parameters)
    mean, scale = (parameters.mean, parameters.scale) if parameters else scales(panel)
    z = standardised(panel, mean, scale)
    lay = laid_out(panel, model, z)
    work = workspace(lay)
    begun = (
        [theta_of(parameters)]
        if parameters
        else [start(panel, model, z, number, options.seed) for number in range(options.starts)]
    )
    ends = [_ascent(lay, one, work, options) for one in begun]
    best = int(np.argmax([end[1][-1] for end in ends]))
    theta, path, why = ends[best]
    if model.errors is Errors.STUDENT_T:
        lay, theta, path, why = _robust(panel, model, z, theta, options)
    smoothed = factors(lay, theta, workspace(lay))
    return FactorFit(
        parameters=FactorParameters(*theta, mean=mean, scale=scale),
        smoothed=smoothed,
        log_likelihood=smoothed.log_likelihood,
        iterations=len(path),
        ended=why,
        path=path,
        likelihoods=np.array([end[1][-1] for end in ends]),
    )


def _robust(
    panel: MixedPanel, model: FactorModel, z: Floats, theta: Theta, options: FitOptions
) -> tuple[Layout, Theta, Floats, Ended]:
    """Raise parameters and weights in turn until the parameters settle; the path is that of the last climb, at its weights."""
    lay = laid_out(panel, model, z)
    path, why = np.zeros(0), Ended.ITERATIONS
    for _ in range(ROUNDS):
        weights = reweighted(panel, model, lay, theta, workspace(lay))
        lay = laid_out(panel, model, z, weights)
        before = theta.variance
        theta, path, why = _ascent(lay, theta, workspace(lay), options)
        if np.abs(np.log(theta.variance / before)).max() < SETTLED:
            return lay, theta, path, why
    return lay, theta, path, Ended.ITERATIONS


def _ascent(lay: Layout, begun: Theta, work: Workspace, options: FitOptions) -> tuple[Theta, Floats, Ended]:
    if options.two_step:
        x, before = condition(lay, begun, work)
        theta = maximise(lay, begun, x, spread(lay, begun, work))
        _, after = condition(lay, theta, work)
        return (
            (theta, np.array([before, after]), Ended.ITERATIONS)
            if after >= before
            else (begun, np.array([before]), Ended.STUCK)
        )
    theta, path, why = climb(lay, begun, work, options.iterations, options.tolerance, MEMORY)
    return Theta(*theta), path, ENDED[why]


def refreshed(panel: MixedPanel, model: FactorModel, fitted: FactorFit) -> FactorFit:
    """Return the fit with the factors of a newer panel at the old parameters."""
    smoothed = smooth(panel, model, fitted.parameters)
    return replace(fitted, smoothed=smoothed, log_likelihood=smoothed.log_likelihood)
