"""The lights of groups, all at once: the index of each over the last weeks against the weeks before."""

from __future__ import annotations

import numpy as np

from openmbi.catalog.lights import LightRule
from openmbi.core.tables import Days, Flags, Floats, GroupSeries, Lights, Names
from openmbi.lights.bounds import daily_bounds
from openmbi.lights.light_table import TOLERANCE, light_table
from openmbi.lights.measures import change_over_days, trailing_mean, within_last
from openmbi.lights.reasons import Reason, needed_history


def group_lights(series: GroupSeries, rule: LightRule) -> Lights:
    """Return the light (G, T) of each group's daily index; a group of few members is judged as any other.

    No data before the first thresholds, while the index is too young, where it began anew within the windows judged or has no level on one of their
    days, and where the coverage of either window is too low.

    Raises
    ------
    ValueError
        Where the rule does not name the level of the groups, or the series is not one of consecutive days.
    """
    if series.level not in rule.levels:
        raise ValueError(f"{rule.code} is no rule for the level {series.level}")
    return level_lights(
        rule,
        series.groups,
        series.days,
        close=series.close,
        coverage=series.coverage,
        restarted=series.restarted,
    )


def level_lights(
    rule: LightRule, subjects: Names, days: Days, *, close: Floats, coverage: Floats, restarted: Flags
) -> Lights:
    """Return the lights (G, T) of indices from their closes, coverage (0..1) and days of a new beginning (G, T), as `group_lights`."""
    if (np.diff(days) != np.timedelta64(1, "D")).any():
        raise ValueError("change lights judge consecutive days")
    measure = change_over_days(close, rule.recent_days, rule.reference_days)
    hindrance = np.select(
        [
            ~np.broadcast_to(daily_bounds(rule, days).in_force, close.shape),
            _young(close, rule),
            within_last(restarted, rule.recent_days + rule.reference_days - 1),
            within_last(np.isnan(close), rule.recent_days + rule.reference_days),
            np.isnan(measure),
            _thin(coverage, rule),
        ],
        [
            Reason.NO_THRESHOLD,
            Reason.SHORT_HISTORY,
            Reason.RESTARTED,
            Reason.NO_LEVEL,
            Reason.SHORT_HISTORY,
            Reason.LOW_COVERAGE,
        ],
        0,
    ).astype(np.uint8)
    return light_table(rule, subjects, days, measure=measure, hindrance=hindrance, idle=np.zeros(close.shape, bool))


def _young(close: Floats, rule: LightRule) -> Flags:
    """Return where (G, T) fewer days than the rule needs have passed since the first close, that day counted."""
    began = np.where(np.isnan(close).all(axis=1), close.shape[1], np.argmax(~np.isnan(close), axis=1))
    return np.arange(1, close.shape[1] + 1) - began[:, None] < needed_history(rule)


def _thin(coverage: Floats, rule: LightRule) -> Flags:
    """Return where (G, T) the mean coverage of the recent or the reference window is too low; either may still be unknown."""
    least = rule.minimum_coverage - TOLERANCE
    thin = trailing_mean(coverage, rule.recent_days) < least
    thin[:, rule.recent_days :] |= trailing_mean(coverage, rule.reference_days)[:, : -rule.recent_days] < least
    return thin
