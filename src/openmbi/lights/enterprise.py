"""The light of each enterprise: its last days against its own active days before, or how long it has stood still."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from openmbi.catalog.lights import LightRule
from openmbi.core.tables import CellPanel, Codes, Flags, Floats, IndexTerms, Lights, Reading
from openmbi.lights.bounds import daily_bounds
from openmbi.lights.kept_days import last_days, stacked
from openmbi.lights.light_table import TOLERANCE, light_table
from openmbi.lights.measures import change_over_active_days, trailing_mean, within_last
from openmbi.lights.reasons import Reason, needed_history

_ROWS = 1024  # of a block: what is worked out in between is some ten times its terms


def enterprise_lights(
    terms: IndexTerms,
    panel: CellPanel,
    rule: LightRule,
    *,
    unmeasured: Flags | None = None,
    keep_days: int | None = None,
) -> Lights:
    """Return the light of each enterprise by day, from its relative use in the index.

    "Zero or no reading" counts as a reading, so that a stopped enterprise goes red and not grey. Low coverage of the recent days outranks idleness: what has
    not been heard of is not known to stand still. `terms` and `panel` have the same subjects and days.

    Parameters
    ----------
    unmeasured
        Days (n, T) on which an enterprise is known to generate electricity but not how much: absent in `panel`. Where they make the coverage low, the
        reason is own generation: what the grid delivers is not the use, so that such an enterprise is flagged and never red for it.
    keep_days
        How many of the last days to return (n, keep_days); all (n, T) where None. Hysteresis and `since` know the days before them.
    """
    return stacked(
        [
            last_days(_block(terms, panel, rule, unmeasured, slice(start, start + _ROWS)), keep_days)
            for start in range(0, max(len(terms.subjects), 1), _ROWS)
        ]
    )


def _block(terms: IndexTerms, panel: CellPanel, rule: LightRule, unmeasured: Flags | None, rows: slice) -> Lights:
    """Return the lights of some rows: memory is bounded by the block."""
    terms = replace(
        terms,
        subjects=terms.subjects[rows],
        weight=terms.weight[rows],
        relative=terms.relative[rows],
        member=terms.member[rows],
        filled=terms.filled[rows],
        capped=terms.capped[rows],
    )
    panel = replace(panel, subjects=panel.subjects[rows], value=panel.value[rows], reading=panel.reading[rows])
    return _lights(terms, panel, rule, None if unmeasured is None else unmeasured[rows])


def _lights(terms: IndexTerms, panel: CellPanel, rule: LightRule, unmeasured: Flags | None) -> Lights:
    active = (panel.reading == Reading.NORMAL) & terms.member
    relative = np.where(terms.member, terms.relative, np.nan)
    measure = change_over_active_days(relative, active, rule.recent_days, rule.reference_days)
    unjudgeable = _unjudgeable(terms, panel, rule, unmeasured)
    idle = _long_idle(terms, panel, rule) & (unjudgeable == 0)
    young = (unjudgeable == 0) & ((measure.history < needed_history(rule)) | np.isnan(measure.change))
    hindrance = np.where(young, np.uint8(Reason.SHORT_HISTORY), unjudgeable)
    return light_table(rule, terms.subjects, terms.days, measure=measure.change, hindrance=hindrance, idle=idle)


def _unjudgeable(terms: IndexTerms, panel: CellPanel, rule: LightRule, unmeasured: Flags | None) -> Codes:
    """Return what forbids even a light for idleness (n, T)."""
    reported = (panel.reading != Reading.ABSENT).astype(np.float64)
    thin = trailing_mean(reported, rule.recent_days) < rule.minimum_coverage - TOLERANCE
    in_force = daily_bounds(rule, terms.days).in_force
    result = np.where(thin, np.uint8(Reason.LOW_COVERAGE), np.uint8(0))
    if unmeasured is not None:
        result[thin & within_last(unmeasured, rule.recent_days)] = Reason.OWN_GENERATION
    result[~terms.member] = Reason.NOT_A_MEMBER
    result[:, ~in_force] = Reason.NO_THRESHOLD
    return result


def _long_idle(terms: IndexTerms, panel: CellPanel, rule: LightRule) -> Flags:
    """Return where (n, T) an enterprise that was active before has stood still for the days that the rule asks for."""
    if rule.idle_red_days is None:
        raise ValueError(f"{rule.code} is a rule for groups such as the zone")
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
