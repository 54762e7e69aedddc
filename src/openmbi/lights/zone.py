"""The light of a zone: its index over the last weeks against the weeks before."""

from __future__ import annotations

import numpy as np

from openmbi.catalog.lights import LightRule
from openmbi.core.tables import Codes, Flags, Floats, IndexSeries, Lights
from openmbi.lights.bounds import daily_bounds
from openmbi.lights.light_table import TOLERANCE, light_table
from openmbi.lights.measures import change_over_days, trailing_mean
from openmbi.lights.reasons import Reason, needed_history


def zone_lights(series: IndexSeries, rule: LightRule) -> Lights:
    """Return the light (1, T) of a zone's index by day.

    No data before the first thresholds, where the coverage of either window is too low, or while the index is too young.
    """
    measure = change_over_days(series.close, rule.recent_days, rule.reference_days)
    return light_table(
        rule,
        np.array([series.subject]),
        series.days,
        measure=measure[None],
        hindrance=_hindrance(series, rule, measure)[None],
        idle=np.zeros((1, len(series.days)), bool),
    )


def _hindrance(series: IndexSeries, rule: LightRule, measure: Floats) -> Codes:
    young = (np.arange(1, len(measure) + 1) < needed_history(rule)) | np.isnan(measure)
    return np.select(
        [~daily_bounds(rule, series.days).in_force, young, _thin(series.coverage, rule)],
        [Reason.NO_THRESHOLD, Reason.SHORT_HISTORY, Reason.LOW_COVERAGE],
        0,
    ).astype(np.uint8)


def _thin(coverage: Floats, rule: LightRule) -> Flags:
    """Return where (T,) the mean coverage of the recent or the reference window is too low; either may still be unknown."""
    least = rule.minimum_coverage - TOLERANCE
    thin = trailing_mean(coverage, rule.recent_days) < least
    thin[rule.recent_days :] |= trailing_mean(coverage, rule.reference_days)[: -rule.recent_days] < least
    return thin
