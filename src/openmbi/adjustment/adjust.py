"""Take the calendar out of the series of a panel: weekdays, holidays, make-up workdays, the Spring Festival and, on demand, the weather."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
from threadpoolctl import threadpool_limits

from openmbi.adjustment.design import Block, build_design
from openmbi.adjustment.errors import stratum_errors
from openmbi.adjustment.festival import festival_profile
from openmbi.adjustment.linear import Linear
from openmbi.adjustment.outliers.find import joined
from openmbi.adjustment.outliers.of_stratum import stratum_outliers
from openmbi.adjustment.parameters import AdjustmentParameters
from openmbi.adjustment.periods import periods_of
from openmbi.adjustment.robust import logs_of_active, robust_scale, smearing
from openmbi.adjustment.status import day_status
from openmbi.adjustment.stratum_fit import Fitted, fit_series, learn_stratum, teachers
from openmbi.adjustment.temperature import Temperature
from openmbi.catalog.calendar import Calendar
from openmbi.core.adjusted import AdjustedPanel, AdjustmentDetail, DayStatus, FestivalProfile, Outliers, StratumErrors
from openmbi.core.periods import Frequency
from openmbi.core.tables import CellPanel, Codes, DayClass, Flags, Floats, Numbers

ROWS = 128
"""Series that are fitted at a time: what is made of them stays near the processor, and memory is bounded."""
FIRST_VALUES = AdjustmentParameters()
FESTIVE = (Block.DAYS_OFF, Block.FESTIVAL, Block.OWN_SHAPE)


@threadpool_limits.wrap(limits=1, user_api="blas")
def adjust(
    panel: CellPanel,
    calendar: Calendar,
    *,
    frequency: Frequency = Frequency.DAILY,
    strata: Codes | None = None,
    temperature: Temperature | None = None,
    parameters: AdjustmentParameters = FIRST_VALUES,
) -> AdjustedPanel:
    """Adjust every subject of a panel.

    Each product of matrices runs in one thread, so that the last bits do not depend on how many there are; blocks of series are worked on side by side.

    Parameters
    ----------
    panel
        n subjects × T consecutive periods, given by their first days.
    calendar
        The calendar in force.
    frequency
        Of the panel: daily, weekly, monthly or quarterly.
    strata
        Stratum of each subject (n,): a stratum learns its own Spring Festival profile and sees no other. None: one stratum.
    temperature
        Daily mean temperatures of each stratum's station, for every day of the panel; None: no temperature effect is taken out.
    parameters
        Windows, knots and bounds.

    Returns
    -------
    AdjustedPanel
        A subject with fewer active periods than the minimum keeps its readings: effect 0; fit, residual and scale NaN.

    Raises
    ------
    Problem
        `adjustment.no-temperature` where a day of the panel has no temperature.
    """
    return _Work(panel, calendar, frequency, parameters).done(strata, temperature)


class _Work:
    """What is gathered stratum by stratum, and block of rows by block of rows."""

    def __init__(
        self, panel: CellPanel, calendar: Calendar, frequency: Frequency, parameters: AdjustmentParameters
    ) -> None:
        self.panel, self.calendar, self.parameters = panel, calendar, parameters
        self.periods = periods_of(panel.days, frequency, total=parameters.period_total)
        window, standby = parameters.closure_window, parameters.standby_share
        self.status = day_status(panel, self.periods, calendar, window, standby)
        self.active = self.status == DayStatus.ACTIVE
        shape = panel.value.shape
        self.value, self.fit, self.effect, self.residual = (np.empty(shape) for _ in range(4))
        self.scale = np.full(len(panel.subjects), np.nan)
        self.unlearnt = np.zeros(shape[1], bool)
        self.parts = [np.zeros(shape) for _ in range(3)] if parameters.detail else []
        self.errors: list[StratumErrors] = []
        self.festivals: list[FestivalProfile] = []
        self.outliers: list[Outliers] = []

    def done(self, strata: Codes | None, temperature: Temperature | None) -> AdjustedPanel:
        """Adjust every stratum and return the panel."""
        least = dict(self.parameters.minimum_active_periods)[self.periods.frequency.value]
        enough = self.active.sum(axis=1) >= least
        strata = np.zeros(len(enough), np.uint8) if strata is None else strata
        self._leave(np.flatnonzero(~enough))
        for stratum in np.unique(strata[enough]):
            self._stratum(np.flatnonzero(enough & (strata == stratum)), int(stratum), temperature)
        return self._panel()

    def _leave(self, rows: Numbers) -> None:
        """Leave the readings of rows as they are."""
        self.value[rows] = np.where(self.active[rows], self.panel.value[rows], np.nan)
        self.fit[rows] = self.residual[rows] = np.nan
        self.effect[rows] = 0.0

    def _stratum(self, rows: Numbers, stratum: int, temperature: Temperature | None) -> None:
        days, parameters = self.periods.days, self.parameters
        degrees = temperature.degree_days(stratum, days, parameters) if temperature else np.empty((len(days), 0))
        reported = self.periods.on_days(np.logical_or.reduce(self.active[rows], axis=0))
        design = build_design(self.periods, reported, self.calendar, degrees, parameters)
        if not design.festivals.learnable:
            self.unlearnt |= self.periods.touched(design.festivals.inside)
        taught = rows[teachers(self.panel.subjects[rows], parameters.learnt_from)]
        linear = learn_stratum(self.panel.value[taught], self.active[taught], design, self._kinds(), parameters)
        blocks = [rows[first : first + ROWS] for first in range(0, len(rows), ROWS)]
        with ThreadPoolExecutor(parameters.threads) as workers:
            fitted = list(workers.map(partial(self._block, linear), blocks))
        if parameters.detail:
            self.errors.append(stratum_errors(rows, fitted))
            self._note_festival(rows, linear)
            self._note_outliers(rows, fitted)

    def _note_festival(self, rows: Numbers, linear: Linear) -> None:
        design, learnt = linear.design, linear.learnt
        if design.festivals.learnable:
            scale = float(learnt.shared.mean[design.block == Block.FESTIVAL][0])
            self.festivals.append(festival_profile(rows, design.festivals, learnt.profile, scale))

    def _note_outliers(self, rows: Numbers, fitted: Sequence[Fitted]) -> None:
        subjects, threads = self.panel.subjects[rows], self.parameters.threads
        found = stratum_outliers(
            fitted, self.residual[rows], self.active[rows], subjects=subjects, days=self.panel.days, threads=threads
        )
        self.outliers.append(found)

    def _kinds(self) -> Codes:
        """Return the kind (T,) of each period: its place in a festival, else its day's class; of longer periods whether a festival touches it."""
        offset = self.calendar.days_from_new_year(self.periods.days)
        first, last = self.parameters.festival_window
        inside = (offset >= first) & (offset <= last)
        if not self.periods.daily:
            return self.periods.touched(inside).astype(np.uint8)
        place = np.digitize(offset, self.parameters.own_shape_knots)
        return np.where(inside, len(DayClass) + place, self.calendar.day_class(self.periods.days)).astype(np.uint8)

    def _block(self, linear: Linear, rows: Numbers) -> Fitted:
        """Fit some rows of a stratum and settle their figures; blocks write to rows of their own."""
        place = _span(rows)
        active, reading = self.active[place], self.panel.value[place]
        logs = logs_of_active(reading, active)
        fitted = fit_series(logs, active, linear, self.parameters)
        fit, effect = fitted.level(active), fitted.effect()
        logs -= fit
        logs -= effect
        residual = logs
        np.copyto(residual, np.nan, where=~active)
        self.scale[place], lift = self._scale(residual, active)
        np.exp(fit, out=fit)
        fit *= lift[:, None]
        self.value[place] = _adjusted(reading, active, fit, effect, self.parameters.deep_factor)
        self.fit[place], self.effect[place], self.residual[place] = fit, effect, residual
        if self.parameters.detail:
            festival, temperature, season = self.parts
            festival[place] = effect - fitted.effect(without=FESTIVE)
            temperature[place] = effect - fitted.effect(without=(Block.TEMPERATURE,))
            season[place] = fitted.season()
        return fitted

    def _scale(self, residual: Floats, active: Flags) -> tuple[Floats, Floats]:
        """Return the scale (m,) of residuals, and the factor (m,) from a median in logs to a mean."""
        if self.parameters.robust:
            scale = robust_scale(residual, active)
            return scale, smearing(residual, active, self.parameters.smearing_bound * scale)
        left = np.where(active, residual, 0.0)
        variance = np.einsum("ij,ij->i", left, left) / active.sum(axis=1)
        return np.sqrt(variance), np.exp(variance / 2)

    def _panel(self) -> AdjustedPanel:
        calendar, days, daily = self.calendar, self.periods.days, self.periods.daily
        return AdjustedPanel(
            subjects=self.panel.subjects,
            days=self.panel.days,
            value=self.value,
            fit=self.fit,
            effect=self.effect,
            residual=self.residual,
            scale=self.scale,
            day_class=calendar.day_class(days) if daily else np.full(len(self.panel.days), DayClass.WORKDAY, np.uint8),
            status=self.status,
            provisional=self.periods.touched(calendar.provisional(days)) | self.unlearnt,
            detail=self._detail() if self.parameters.detail else None,
        )

    def _detail(self) -> AdjustmentDetail:
        festival, temperature, season = self.parts
        return AdjustmentDetail(
            festival, temperature, season, tuple(self.errors), joined(self.outliers), tuple(self.festivals)
        )


def _span(rows: Numbers) -> Numbers | slice:
    """Return rows as a slice where they follow one another, so that they need no copy."""
    return slice(int(rows[0]), int(rows[-1]) + 1) if rows[-1] - rows[0] + 1 == len(rows) else rows


def _adjusted(reading: Floats, active: Flags, fit: Floats, effect: Floats, deep_factor: float) -> Floats:
    """Return κ · reading / factor + (1 − κ) · fit with κ = min(1, factor / deep_factor): docs/decisions/0003."""
    factor = np.exp(effect)
    found = reading / factor
    kept = factor / deep_factor
    np.copyto(found, kept * found + (1 - kept) * fit, where=kept < 1)
    np.copyto(found, np.nan, where=~active)
    return found
