"""The robust fit of one stratum: fit, bound the residuals, fill the gaps, refine the festival profile, and fit again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.adjustment.design import Design
from openmbi.adjustment.festival import Profile, first_profile, pool, refine
from openmbi.adjustment.parameters import AdjustmentParameters
from openmbi.adjustment.penalised_fit import Fit, factorise, fit_all
from openmbi.adjustment.robust import bounded, median_of_active, robust_scale
from openmbi.core.tables import Flags, Floats


@dataclass(frozen=True)
class LogFit:
    """The fit of n series of logs, in log points: level (n, T) and calendar effect (n, T)."""

    level: Floats
    effect: Floats


def fit_logs(logs: Floats, active: Flags, design: Design, parameters: AdjustmentParameters) -> LogFit:
    """Fit the logs (n, T) of the series of one stratum on their active days (n, T), one or more a series; other days are not read.

    Each round replaces every series by its fit plus its bounded residuals, which are 0 on days that are not active (modified residuals: Huber 1981,
    §7.8; for the gaps: Dempster, Laird & Rubin 1977), and refines the festival profile from all of them.
    """
    known_days = active.sum(axis=1).astype(float)
    series = np.where(active, logs, median_of_active(logs, active)[:, None])
    profile, inside = first_profile(design.festivals), design.festivals.position
    for _ in range(parameters.rounds):
        fit = _fit(series, known_days, design, profile)
        residual = np.where(active, logs - fit.fitted, 0.0)
        spread = robust_scale(residual, active)
        limited = bounded(residual, parameters.huber_bound * spread)
        series = fit.fitted + limited
        if design.festivals.seen:
            scale = fit.coefficients[:, design.calendar.shape[1]]
            profile = refine(
                design.festivals, profile, pool(profile, limited[:, inside], scale, active[:, inside], spread)
            )
    return _split(_fit(series, known_days, design, profile), design, profile)


def _fit(series: Floats, known_days: Floats, design: Design, profile: Profile) -> Fit:
    effects = design.effects(profile)
    return fit_all(factorise(np.hstack([effects, design.level]), design.penalty(effects)), series, known_days)


def _split(fit: Fit, design: Design, profile: Profile) -> LogFit:
    effects = design.effects(profile)
    free = effects.shape[1]
    return LogFit(fit.coefficients[:, free:] @ design.level.T, fit.coefficients[:, :free] @ effects.T)
