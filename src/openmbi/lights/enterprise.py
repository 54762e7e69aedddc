"""The light of each enterprise: its last days against its own active days before, or how long it has stood still."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from openmbi.catalog.lights import LightRule
from openmbi.core.tables import CellPanel, Codes, Flags, Floats, IndexTerms, Lights, Reading
from openmbi.lights.bounds import daily_bounds
from openmbi.lights.light_table import TOLERANCE, light_table
from openmbi.lights.measures import change_over_active_days, trailing_mean
from openmbi.lights.reasons import Reason, needed_history


def enterprise_lights(terms: IndexTerms, panel: CellPanel, rule: LightRule) -> Lights:
    """Return the light (n, T) of each enterprise by day, from its relative use in the index.

    "Zero or no reading" counts as a reading, so that a stopped enterprise goes red and not grey. Low coverage of the recent days outranks idleness: what has
    not been heard of is not known to stand still. `terms` and `panel` have the same subjects and days.
    """
    active = (panel.reading == Reading.NORMAL) & terms.member
    relative = np.where(terms.member, terms.relative, np.nan)
    measure = change_over_active_days(relative, active, rule.recent_days, rule.reference_days)
    unjudgeable = _unjudgeable(terms, panel, rule)
    idle = _long_idle(terms, panel, rule) & (unjudgeable == 0)
    young = (unjudgeable == 0) & ((measure.history < needed_history(rule)) | np.isnan(measure.change))
    hindrance = np.where(young, np.uint8(Reason.SHORT_HISTORY), unjudgeable)
    return light_table(rule, terms.subjects, terms.days, measure=measure.change, hindrance=hindrance, idle=idle)


def _unjudgeable(terms: IndexTerms, panel: CellPanel, rule: LightRule) -> Codes:
    """Return what forbids even a light for idleness (n, T)."""
    reported = (panel.reading != Reading.ABSENT).astype(np.float64)
    thin = trailing_mean(reported, rule.recent_days) < rule.minimum_coverage - TOLERANCE
    in_force = daily_bounds(rule, terms.days).in_force
    result = np.where(thin, np.uint8(Reason.LOW_COVERAGE), np.uint8(0))
    result[~terms.member] = Reason.NOT_A_MEMBER
    result[:, ~in_force] = Reason.NO_THRESHOLD
    return result


def _long_idle(terms: IndexTerms, panel: CellPanel, rule: LightRule) -> Flags:
    """Return where (n, T) an enterprise that was active before has stood still for the days that the rule asks for."""
    if rule.idle_red_days is None:
        raise ValueError(f"{rule.code} is a rule for zones")
    was_active = np.maximum.accumulate(panel.reading == Reading.NORMAL, axis=1)
    return was_active & (_idle_days(terms.relative, panel.reading) >= rule.idle_red_days)


def _idle_days(relative: Floats, reading: Codes) -> NDArray[np.int64]:
    """Return the days with a reading of nothing (n, T) since the level last counted the enterprise above 0.

    A Spring Festival closure is not idle: the level counts it at its fit.
    """
    stopped = relative == 0
    nothing = stopped & ((reading == Reading.ZERO) | (reading == Reading.ZERO_OR_MISSING))
    so_far = np.cumsum(nothing, axis=1)
    return so_far - np.maximum.accumulate(np.where(stopped, 0, so_far), axis=1)
