"""BBQ: turning points of a series as it is, by local extremes and censoring rules.

Harding and Pagan (2002), Dissecting the cycle: a methodological investigation, J. Monetary Economics 49:365–381: yₜ is a peak where it is the highest of
y₍ₜ₋K₎ … y₍ₜ₊K₎, with K = 2 quarters or 5 months; phases of at least 2 quarters, cycles of at least 5.
"""

from __future__ import annotations

from openmbi.core.tables import Floats
from openmbi.index.turning_points.censoring import QUARTERLY, CensoringRules, censor, local_extremes
from openmbi.index.turning_points.turns import Turns, check_complete


def bbq(value: Floats, rules: CensoringRules = QUARTERLY) -> Turns:
    """Return the turning points of a seasonally adjusted series (T,), in levels or logs; none where it is shorter than a window.

    Raises
    ------
    Problem
        `index.turning-gaps`.
    """
    check_complete(value)
    return censor(value, local_extremes(value, rules.window), rules)
