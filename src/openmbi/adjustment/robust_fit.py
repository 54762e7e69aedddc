"""The robust fit of one stratum: fit, bound the residuals, fill the gaps, refine the festival profile, and fit again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.adjustment.design import Design
from openmbi.adjustment.festival import Profile, first_profile, pool, refine
from openmbi.adjustment.parameters import AdjustmentParameters
from openmbi.adjustment.penalised_fit import Factor, Fit, factorise, fit_all
from openmbi.adjustment.robust import MAD_TO_SIGMA, bounded, median_of_active, middle, outer
from openmbi.core.tables import Flags, Floats

ROWS = 96
"""Series that a round takes at a time: what it makes of them stays near the processor, and memory is bounded."""


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
    blocks = [_Block(logs, active, slice(first, first + ROWS)) for first in range(0, len(logs), ROWS)]
    festive = active[:, inside]
    for _ in range(parameters.rounds):
        factor = _factor(design, profile)
        limited, scale, spread = np.empty(festive.shape), np.empty(len(logs)), np.empty(len(logs))
        for block in blocks:
            rows = block.rows
            fit = fit_all(factor, series[rows], known_days[rows])
            residual, spread[rows] = block.limited(fit.fitted, parameters.huber_bound)
            np.add(fit.fitted, residual, out=series[rows])
            limited[rows] = residual[:, inside]
            scale[rows] = fit.coefficients[:, design.calendar.shape[1]]
        if design.festivals.seen:
            profile = refine(design.festivals, profile, pool(profile, limited, scale, festive, spread))
    return _split(fit_all(_factor(design, profile), series, known_days), design, profile)


class _Block:
    """Some series of a stratum, and where they lie in it."""

    def __init__(self, logs: Floats, active: Flags, rows: slice) -> None:
        self.rows = rows
        self._logs, self._gap = logs[rows], ~active[rows]
        self._outer, self._count = outer(active[rows]), active[rows].sum(axis=1)

    def limited(self, fitted: Floats, huber_bound: float) -> tuple[Floats, Floats]:
        """Return the residuals (n, T) from a fit, bounded, 0 in gaps; and their robust scale (n,)."""
        residual = self._logs - fitted
        np.copyto(residual, 0.0, where=self._gap)
        spread = MAD_TO_SIGMA * middle(np.abs(residual) + self._outer, self._count)
        return bounded(residual, huber_bound * spread), spread


def _factor(design: Design, profile: Profile) -> Factor:
    effects = design.effects(profile)
    return factorise(np.hstack([effects, design.level]), design.penalty(effects))


def _split(fit: Fit, design: Design, profile: Profile) -> LogFit:
    effects = design.effects(profile)
    free = effects.shape[1]
    return LogFit(fit.coefficients[:, free:] @ design.level.T, fit.coefficients[:, :free] @ effects.T)
