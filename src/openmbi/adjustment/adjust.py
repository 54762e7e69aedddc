"""Take the calendar out of the daily series of a panel: weekdays, holidays, make-up workdays and the Spring Festival."""

from __future__ import annotations

import numpy as np
from threadpoolctl import threadpool_limits

from openmbi.adjustment.design import Design, build_design
from openmbi.adjustment.parameters import AdjustmentParameters
from openmbi.adjustment.robust import robust_scale, smearing
from openmbi.adjustment.robust_fit import LogFit, fit_logs
from openmbi.adjustment.status import active_days, day_status
from openmbi.catalog.calendar import Calendar
from openmbi.core.adjusted import AdjustedPanel
from openmbi.core.tables import CellPanel, Codes, Flags, Floats

FIRST_VALUES = AdjustmentParameters()


@threadpool_limits.wrap(limits=1, user_api="blas")
def adjust(
    panel: CellPanel,
    calendar: Calendar,
    *,
    strata: Codes | None = None,
    parameters: AdjustmentParameters = FIRST_VALUES,
) -> AdjustedPanel:
    """Adjust every subject of a panel.

    Linear algebra runs in one thread: the products are too narrow to gain from more, and the last bits must not depend on how many there are.

    Parameters
    ----------
    panel
        n subjects × T consecutive days.
    calendar
        The calendar in force.
    strata
        Stratum of each subject (n,): a stratum learns its own Spring Festival profile and sees no other. None: one stratum.
    parameters
        Windows, knots and bounds.

    Returns
    -------
    AdjustedPanel
        A subject with fewer active days than `minimum_active_days` keeps its readings: effect 0; fit, residual and scale NaN.
    """
    active = active_days(panel)
    design = build_design(panel.days, active.sum(axis=0) > 0, calendar, parameters)
    logs = np.log(panel.value, out=np.zeros(panel.value.shape), where=active)
    strata = np.zeros(len(logs), np.uint8) if strata is None else strata
    found = _fit_strata(logs, active, strata, design, parameters)
    residual = np.where(active, logs - found.level - found.effect, np.nan)
    scale, fit = _back_from_logs(found.level, residual, parameters)
    return AdjustedPanel(
        subjects=panel.subjects,
        days=panel.days,
        value=_adjusted(panel.value, active, fit, np.exp(found.effect), parameters.deep_factor),
        fit=fit,
        effect=found.effect,
        residual=residual,
        scale=scale,
        day_class=calendar.day_class(panel.days),
        status=day_status(panel, calendar, parameters.closure_window),
        provisional=calendar.provisional(panel.days) | design.festivals.unlearnt,
    )


def _fit_strata(logs: Floats, active: Flags, strata: Codes, design: Design, parameters: AdjustmentParameters) -> LogFit:
    """Fit each stratum's subjects that have enough active days; the others have level NaN and effect 0."""
    level, effect = np.full(logs.shape, np.nan), np.zeros(logs.shape)
    enough = active.sum(axis=1) >= parameters.minimum_active_days
    for stratum in np.unique(strata[enough]):
        rows = np.flatnonzero(enough & (strata == stratum))
        found = fit_logs(logs[rows], active[rows], design, parameters)
        level[rows], effect[rows] = found.level, found.effect
    return LogFit(level, effect)


def _back_from_logs(level: Floats, residual: Floats, parameters: AdjustmentParameters) -> tuple[Floats, Floats]:
    """Return the scale (n,) of the residuals and the fit (n, T) in the panel's unit, the bias of transforming back corrected."""
    rows = np.flatnonzero(~np.isnan(level).any(axis=1))
    known = ~np.isnan(residual[rows])
    scale, fit = np.full(len(level), np.nan), np.full(level.shape, np.nan)
    scale[rows] = robust_scale(residual[rows], known)
    factor = smearing(residual[rows], known, parameters.smearing_bound * scale[rows])
    fit[rows] = np.exp(level[rows]) * factor[:, None]
    return scale, fit


def _adjusted(reading: Floats, active: Flags, fit: Floats, factor: Floats, deep_factor: float) -> Floats:
    """Return κ · reading / factor + (1 − κ) · fit with κ = min(1, factor / deep_factor): docs/decisions/0003."""
    kept = np.minimum(1.0, factor / deep_factor)
    normal = np.where(np.isnan(fit), reading, fit)
    return np.where(active, kept * reading / factor + (1 - kept) * normal, np.nan)
