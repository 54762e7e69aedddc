"""How sure a light is: the probability that the measure, as it will stand once the calendar effects are known, is beyond the bound that its reason names."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.special import ndtr

from openmbi.catalog.lights import LightRule
from openmbi.core.tables import Codes, Flags, Floats, Lights
from openmbi.lights.bounds import daily_bounds
from openmbi.lights.reasons import Reason


def with_probability(lights: Lights, rule: LightRule, error: Floats) -> Lights:
    """Return the lights with their probability on the last day, NaN on the days before and where nothing was measured.

    P = Φ((b − m) / s): m the measure, s its standard error times the rule's `error_factor`, b the bound: where the light opened, where it closes if it is
    held, where the mildest one opens if it is green. A green light's is therefore the probability that it should not be green. Every member counts, so that
    there is no error of sampling; what is not known is what the calendar did to the days.

    Parameters
    ----------
    rule
        The one that made `lights` (n, T).
    error
        Standard error (n,) of the measure on the last day, as a share; NaN where not known.
    """
    measure, bound = lights.measure[:, -1], _bound(lights, rule)
    error = error * (rule.error_factor(lights.days[-1].item()) or 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        sure = ndtr((bound - measure) / error)
    probability = np.full(lights.measure.shape, np.nan)
    probability[:, -1] = np.where(error > 0, sure, np.where(error == 0, _exact(measure, bound), np.nan))
    return replace(lights, probability=probability)


def change_weights(close: Floats, rule: LightRule) -> Floats:
    """Return by how much (G, D) each day's close moves the measure of the last day: ∂(R/B − 1), R and B the means of the two windows; NaN where it has none."""
    recent, reference = rule.recent_days, rule.reference_days
    weights = np.full(close.shape, np.nan)
    if close.shape[1] < recent + reference:
        return weights
    now, before = close[:, -recent:].mean(axis=1), close[:, -recent - reference : -recent].mean(axis=1)
    known = ~np.isnan(now) & (before > 0)
    weights[known] = 0.0
    weights[known, -recent:] = 1 / (recent * before[known, None])
    weights[known, -recent - reference : -recent] = -(now / before**2)[known, None] / reference
    return weights


def active_change_weights(relative: Floats, active: Flags, rule: LightRule) -> Floats:
    """Return the same (n, D) for enterprises, whose reference is their last active days before the recent ones; NaN where D days do not hold them all."""
    recent, reference = rule.recent_days, rule.reference_days
    earlier = active.copy()
    earlier[:, -recent:] = False
    to_come = np.cumsum(earlier[:, ::-1], axis=1)[:, ::-1]
    counted = earlier & (to_come <= reference)
    now = relative[:, -recent:].mean(axis=1)
    before = np.where(counted, relative, 0.0).sum(axis=1) / reference
    known = (to_come[:, 0] >= reference) & ~np.isnan(now) & (before > 0)
    weights = np.where(known[:, None], 0.0, np.full(relative.shape, np.nan))
    weights[known] -= counted[known] * (now[known] / before[known] ** 2)[:, None] / reference
    weights[known, -recent:] += 1 / (recent * before[known, None])
    return weights


def _bound(lights: Lights, rule: LightRule) -> Floats:
    """Return the bound (n,) that the reason of the last day names; NaN where the reason is none of a bound."""
    reason, colour = lights.reason[:, -1], lights.colour[:, -1]
    bounds = daily_bounds(rule, lights.days[-1:])
    found = np.where(reason == Reason.STEADY, bounds.opening[0, 0], np.nan)
    for number, code in enumerate(bounds.colour[1:].tolist()):
        found[_is(colour, code, reason, Reason.OPENED)] = bounds.opening[number, 0]
        found[_is(colour, code, reason, Reason.HELD)] = bounds.closing[number, 0]
    return found


def _is(colour: Codes, code: int, reason: Codes, why: Reason) -> Flags:
    return (colour == code) & (reason == why)


def _exact(measure: Floats, bound: Floats) -> Floats:
    return np.where(np.isnan(bound), np.nan, (measure <= bound).astype(float))
