"""The one daily design of a stratum, whatever the frequency of its series: what is taken out, and the level that stays in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from openmbi.adjustment.calendar_columns import days_off_column, holiday_columns, holiday_kind_columns, weekday_columns
from openmbi.adjustment.festival import Festivals, Profile, find_festivals
from openmbi.adjustment.parameters import AdjustmentParameters
from openmbi.adjustment.periods import Periods
from openmbi.adjustment.splines import cubic_basis, roughness, steepness
from openmbi.catalog.calendar import Calendar
from openmbi.core.periods import Frequency
from openmbi.core.tables import Codes, Days, Flags, Floats

DAYS_OF_YEAR = 365.25


class Block(IntEnum):
    """What a column is a part of. Columns of all blocks but the trend's are drawn towards their stratum's mean."""

    WEEKDAY = 0
    HOLIDAY = 1
    HOLIDAY_KIND = 2
    TEMPERATURE = 3
    DAYS_OFF = 4
    FESTIVAL = 5
    OWN_SHAPE = 6
    ANNUAL = 7
    TREND = 8


@dataclass(frozen=True)
class Design:
    """The columns of one stratum for the days (D,) of its periods.

    `fixed` (D, f) does not depend on the festival's profile: weekdays, holidays, temperature, the Spring Festival's announced days off; `level` (D, k) stays
    in: annual cycle and trend; `block` (p,) of all columns, in the order fixed, festival, own shape, annual, trend; `roughness` (p, p) of the trend.
    """

    periods: Periods
    fixed: Floats
    festivals: Festivals
    level: Floats
    block: Codes
    roughness: Floats

    @property
    def taken_out(self) -> Flags:
        """Columns (p,) that are taken out of the series."""
        return self.block < Block.ANNUAL

    def columns(self, profile: Profile) -> Floats:
        """Return the daily columns (D, p)."""
        return np.hstack([self.fixed, self._festive(profile), self.level])

    def _festive(self, profile: Profile) -> Floats:
        festivals = self.festivals
        if not festivals.learnable:
            return np.empty((len(self.fixed), 0))
        own = (
            profile.own_columns(festivals)
            if self.periods.frequency in OWN_SHAPES
            else np.empty((len(festivals.position), 0))
        )
        return festivals.spread_out(np.column_stack([profile.values(festivals), own]))


OWN_SHAPES = (Frequency.DAILY, Frequency.WEEKLY)
"""Frequencies at which a series can show a shape of its own, and a kind of holiday can be told from the season."""


def build_design(
    periods: Periods, reported: Flags, calendar: Calendar, degrees: Floats, parameters: AdjustmentParameters
) -> Design:
    """Build the design of one stratum; `reported` (D,): days on which any subject was active; `degrees` (D, 0 or 2): heating and cooling degrees."""
    days = periods.days
    festivals = find_festivals(days, reported, calendar, parameters)
    trend, rough = _trend(periods, festivals, parameters)
    fixed = [
        weekday_columns(days, calendar),
        holiday_columns(days, calendar),
        holiday_kind_columns(days, calendar)[:, : None if periods.frequency in OWN_SHAPES else 0],
        degrees,
    ]
    fixed.append(days_off_column(days, calendar)[:, : int(festivals.learnable)])
    annual = _annual(days, parameters)
    own = len(festivals.own_knots) - 2 if periods.frequency in OWN_SHAPES else 0
    festive = (1, own) if festivals.learnable else (0, 0)
    sizes = [each.shape[1] for each in fixed] + [*festive, annual.shape[1], trend.shape[1]]
    block = np.repeat(np.arange(len(Block), dtype=np.uint8), sizes)
    penalty = np.zeros((len(block), len(block)))
    penalty[-len(rough) :, -len(rough) :] = rough
    return Design(periods, np.hstack(fixed), festivals, np.hstack([annual, trend]), block, penalty)


def _trend(periods: Periods, festivals: Festivals, parameters: AdjustmentParameters) -> tuple[Floats, Floats]:
    last = max(len(periods.days) - 1, 1)
    step = dict(parameters.trend_knot_days)[periods.frequency.value]
    inner = np.arange(step, last - step // 2, step)
    if festivals.learnable and periods.daily:
        inner = inner[~festivals.inside[inner]]
    knots = np.concatenate([[0], inner, [last]]).astype(float)
    tension = steepness(knots) / parameters.trend_memory_days**2
    return cubic_basis(np.arange(last + 1.0), knots), roughness(knots) + tension


def _annual(days: Days, parameters: AdjustmentParameters) -> Floats:
    if len(days) < parameters.annual_after_days:
        return np.empty((len(days), 0))
    angle = 2 * np.pi * days.astype("M8[D]").astype(float) / DAYS_OF_YEAR
    pairs = [wave(k * angle) for k in range(1, parameters.annual_harmonics + 1) for wave in (np.sin, np.cos)]
    return np.column_stack(pairs)
