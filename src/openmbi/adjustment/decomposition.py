"""From the parts that a method finds in logs to an adjusted panel: the same for X-13ARIMA-SEATS, STL and MSTL."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.adjustment.parameters import AdjustmentParameters
from openmbi.adjustment.periods import periods_of
from openmbi.adjustment.protocol import Options
from openmbi.adjustment.robust import robust_scale, smearing
from openmbi.adjustment.status import active_days, day_status
from openmbi.catalog.calendar import Calendar
from openmbi.core.adjusted import AdjustedPanel, AdjustmentDetail, Outliers
from openmbi.core.periods import Frequency
from openmbi.core.tables import CellPanel, DayClass, Flags, Floats

NO_OUTLIERS = Outliers(
    np.empty(0, np.str_), np.empty(0, "M8[D]"), np.empty(0, np.uint8), np.empty(0, float), np.empty(0, float)
)


@dataclass(frozen=True)
class Parts:
    """The parts of log values (n, T), in log points: `effect` is taken out, `festival` is its part of the Spring Festival; `season` and `trend` stay in.

    `trend` is NaN in the rows of subjects that could not be fitted, the other parts are 0 there.
    """

    effect: Floats
    festival: Floats
    season: Floats
    trend: Floats

    @staticmethod
    def of(shape: tuple[int, ...]) -> Parts:
        """Return parts of nothing fitted yet."""
        return Parts(np.zeros(shape), np.zeros(shape), np.zeros(shape), np.full(shape, np.nan))


def log_values(panel: CellPanel) -> tuple[Floats, Flags]:
    """Return the logs (n, T) of active values, NaN elsewhere, and which are active."""
    active = active_days(panel)
    return np.log(panel.value, out=np.full(panel.value.shape, np.nan), where=active), active


def filled(logs: Floats) -> Floats:
    """Return one series (T,) with its gaps on a straight line between their neighbours, and held at the ends."""
    known = np.flatnonzero(~np.isnan(logs))
    return np.interp(np.arange(len(logs)), known, logs[known])


def assembled(
    panel: CellPanel, calendar: Calendar, options: Options, parts: Parts, outliers: Outliers = NO_OUTLIERS
) -> AdjustedPanel:
    """Return the adjusted panel that parts stand for: value = reading · exp(−effect), fit = exp(trend + season), its bias corrected."""
    logs, active = log_values(panel)
    residual = np.where(active, logs - parts.effect - parts.season - parts.trend, np.nan)
    scale, fit = _back_from_logs(residual, parts, options.parameters)
    daily = options.frequency is Frequency.DAILY
    periods = periods_of(panel.days, options.frequency, total=options.parameters.period_total)
    return AdjustedPanel(
        subjects=panel.subjects,
        days=panel.days,
        value=np.where(active, panel.value, np.nan) * np.exp(-parts.effect),
        fit=fit,
        effect=parts.effect,
        residual=residual,
        scale=scale,
        day_class=calendar.day_class(panel.days) if daily else np.full(len(panel.days), DayClass.WORKDAY, np.uint8),
        status=day_status(panel, periods, calendar, options.parameters.closure_window, standby_share=0),
        provisional=periods.touched(calendar.provisional(periods.days)),
        detail=_detail(parts, outliers) if options.parameters.detail else None,
    )


def _back_from_logs(residual: Floats, parts: Parts, parameters: AdjustmentParameters) -> tuple[Floats, Floats]:
    rows = np.flatnonzero(~np.isnan(parts.trend).any(axis=1))
    known = ~np.isnan(residual[rows])
    scale, fit = np.full(len(residual), np.nan), np.full(residual.shape, np.nan)
    scale[rows] = robust_scale(residual[rows], known)
    factor = smearing(residual[rows], known, parameters.smearing_bound * scale[rows])
    fit[rows] = np.exp(parts.trend[rows] + parts.season[rows]) * factor[:, None]
    return scale, fit


def _detail(parts: Parts, outliers: Outliers) -> AdjustmentDetail:
    return AdjustmentDetail(parts.festival, np.zeros(parts.effect.shape), parts.season, (), outliers)
