"""The design that all series of a stratum share: calendar columns, annual cycle, trend splines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.adjustment.festival import Festivals, Profile, find_festivals
from openmbi.adjustment.parameters import AdjustmentParameters
from openmbi.adjustment.splines import cubic_basis, roughness
from openmbi.catalog.calendar import Calendar, weekday
from openmbi.core.tables import Codes, DayClass, Days, Flags, Floats

DAYS_OF_YEAR = 365.25
INDEPENDENT = 1e-6
"""A calendar column is left out where less than this share of it is new beside the trend and the columns before it."""


@dataclass(frozen=True)
class Design:
    """`calendar` (T, c) is taken out of the series, as are the `festivals`; `level` (T, k) stays in: annual cycle and trend, with its penalty (k, k)."""

    calendar: Floats
    festivals: Festivals
    level: Floats
    level_penalty: Floats

    def effects(self, profile: Profile) -> Floats:
        """Return the columns that are taken out: the calendar's, and the festival's (one once a festival has been seen)."""
        return np.hstack([self.calendar, profile.column(self.festivals)])

    def penalty(self, effects: Floats) -> Floats:
        """Return P for the design [effects | level]: effects are not penalised."""
        free = effects.shape[1]
        return np.pad(self.level_penalty, ((free, 0), (free, 0)))


def build_design(days: Days, reported: Flags, calendar: Calendar, parameters: AdjustmentParameters) -> Design:
    """Build the design of consecutive days (T,); `reported` (T,): days on which any subject was active."""
    festivals = find_festivals(days, reported, calendar, parameters)
    trend, roughness_of_trend = _trend(festivals.learnt, parameters)
    cycle = _annual(days, parameters)
    level = np.hstack([cycle, trend])
    free = cycle.shape[1]
    penalty = np.pad(roughness_of_trend, ((free, 0), (free, 0)))
    return Design(_independent(calendar_columns(days, calendar), level), festivals, level, penalty)


def calendar_columns(days: Days, calendar: Calendar) -> Floats:
    """Return the columns (T, 10): six weekday contrasts that sum to zero over a week, holidays, make-up workdays, weekends and workdays beside a holiday.

    Holidays, make-up workdays, weekends beside a holiday and the Spring Festival's days off have a level of their own in place of their weekday's.
    """
    classes = calendar.day_class(days)
    in_break = calendar.break_weekends(days)
    ordinary = (classes == DayClass.WORKDAY) | ((classes == DayClass.WEEKEND) & ~in_break)
    each = (weekday(days)[:, None] == np.arange(7)) & ordinary[:, None]
    weekdays = each[:, :6].astype(float) - each[:, 6:]
    others = [
        classes == DayClass.HOLIDAY,
        classes == DayClass.MAKEUP_WORKDAY,
        in_break,
        _next_to_holiday(days, calendar, classes),
    ]
    return np.column_stack([weekdays, *others])


def _next_to_holiday(days: Days, calendar: Calendar, classes: Codes) -> Flags:
    one = np.timedelta64(1, "D")
    beside = [calendar.day_class(days + step) == DayClass.HOLIDAY for step in (-one, one)]
    return (beside[0] | beside[1]) & (classes == DayClass.WORKDAY)


def _trend(learnt: Flags, parameters: AdjustmentParameters) -> tuple[Floats, Floats]:
    last = max(len(learnt) - 1, 1)
    inner = np.arange(parameters.trend_knot_days, last - parameters.trend_knot_days // 2, parameters.trend_knot_days)
    knots = np.concatenate([[0], inner[~learnt[inner]], [last]]).astype(float)
    return cubic_basis(np.arange(float(len(learnt))), knots), roughness(knots)


def _annual(days: Days, parameters: AdjustmentParameters) -> Floats:
    if len(days) < parameters.annual_after_days:
        return np.empty((len(days), 0))
    angle = 2 * np.pi * days.astype("M8[D]").astype(float) / DAYS_OF_YEAR
    pairs = [wave(k * angle) for k in range(1, parameters.annual_harmonics + 1) for wave in (np.sin, np.cos)]
    return np.column_stack(pairs)


def _independent(columns: Floats, level: Floats) -> Floats:
    """Return the columns that are not linear combinations of the level and of the columns before them."""
    kept: list[int] = []
    known = np.linalg.qr(level)[0]
    for number, column in enumerate(columns.T):
        new = _beside(_beside(column, known), known)  # twice: the first leaves rounding errors
        size = np.linalg.norm(new)
        if size > INDEPENDENT * np.linalg.norm(column):
            kept.append(number)
            known = np.column_stack([known, new / size])
    return columns[:, kept]


def _beside(column: Floats, known: Floats) -> Floats:
    """Return what of a column (T,) is not a combination of orthonormal ones (T, k)."""
    return column - known @ (known.T @ column)
