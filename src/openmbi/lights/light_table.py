"""From measures and what hinders judging them to a table of lights."""

from __future__ import annotations

import numpy as np

from openmbi.catalog.lights import LightRule
from openmbi.core.tables import Codes, Colour, Days, Flags, Floats, Lights, Names
from openmbi.lights.bounds import DailyBounds, daily_bounds
from openmbi.lights.hysteresis import levels
from openmbi.lights.reasons import REASONS, Reason
from openmbi.lights.since import since_when

TOLERANCE = 1e-9  # of a coverage against its least value: sums over windows carry rounding errors


def light_table(
    rule: LightRule, subjects: Names, days: Days, *, measure: Floats, hindrance: Codes, idle: Flags
) -> Lights:
    """Return the lights of a rule.

    Parameters
    ----------
    measure
        What the rule judges (n, T).
    hindrance
        `Reason` code (n, T) of what there is no data for, 0 where the measure can be judged.
    idle
        Where the light is the most severe whatever the measure (n, T).
    """
    bounds = daily_bounds(rule, days)
    judged = hindrance == 0
    level = levels(measure, judged, idle, bounds)
    colour = np.where(judged | idle, bounds.colour[level], np.uint8(Colour.NO_DATA))
    return Lights(
        rule=rule.code,
        polarity=rule.polarity,
        subjects=subjects,
        days=days,
        colour=colour,
        measure=measure,
        reason=np.where(idle, np.uint8(Reason.IDLE), np.where(judged, _why(level, measure, bounds), hindrance)),
        reasons=REASONS,
        since=since_when(colour, days),
    )


def _why(level: Codes, measure: Floats, bounds: DailyBounds) -> Codes:
    """Return the reason (n, T) of the level of a judged day."""
    why = np.full(level.shape, Reason.STEADY, np.uint8)
    for number, opening in enumerate(bounds.opening, start=1):
        why[level == number] = Reason.HELD
        why[(level == number) & (measure <= opening)] = Reason.OPENED
    return why
