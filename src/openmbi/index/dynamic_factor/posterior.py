"""The posterior of the unknowns at given parameters, and the log-likelihood."""

from __future__ import annotations

from math import isnan
from typing import NamedTuple

import numpy as np

from openmbi.core.tables import Floats, Numbers
from openmbi.index.dynamic_factor.calendar_filter import backward, forward
from openmbi.index.dynamic_factor.layout import Layout
from openmbi.index.dynamic_factor.precision import Theta, assemble
from openmbi.index.dynamic_factor.skyline import factor, selected_inverse, solve

LOG_TWO_PI = float(np.log(2 * np.pi))


class Workspace(NamedTuple):
    """Memory of one model, used again by every iteration.

    `entry`: the factor L (or, of the calendar filter, filtered covariances); `inverse`: the selected inverse (smoothed covariances); `h`: the information
    vector (filtered means); `same`: which periods repeat (were updated); `gain`: of each update; `extra`: information put in by hand.
    """

    entry: Floats
    inverse: Floats
    h: Floats
    same: Numbers
    gain: Floats
    extra: Floats


def workspace(lay: Layout) -> Workspace:
    """Return the memory that a layout needs."""
    size, N, T = int(lay.start[-1]), int(lay.block[-1]), len(lay.block) - 1
    updates = T * (len(lay.starts) + 1) if lay.calendar else 0
    return Workspace(
        entry=np.zeros(size),
        inverse=np.zeros(size),
        h=np.zeros(N),
        same=np.zeros(max(T, updates), np.int64),
        gain=np.zeros((updates, lay.state + lay.factors + 1, lay.factors)),
        extra=np.zeros(N),
    )


def condition(lay: Layout, theta: Theta, work: Workspace) -> tuple[Floats, float]:
    """Return posterior means x (N,) and the log-likelihood, −∞ where the parameters are not admissible; the factor is left in `work.entry`."""
    count = np.count_nonzero(lay.there)
    if lay.calendar:
        x = np.empty(len(work.h))
        deviance = forward(lay, theta, work)
        if isnan(deviance):
            return x, -np.inf
        backward(lay, theta, work, x, False)
        return x, -0.5 * (count * LOG_TWO_PI + deviance)
    constant, normaliser = assemble(lay, theta, work.entry, work.h)
    if isnan(normaliser):
        return work.h, -np.inf
    log = factor(work.entry, lay.first, lay.start, lay.block, lay.back, lay.period, work.same)
    if isnan(log):
        return work.h, -np.inf
    x = solve(work.entry, lay.first, lay.start, work.h)
    return x, -0.5 * (count * LOG_TWO_PI + normaliser + log + constant - (x * work.h).sum())


def spread(lay: Layout, theta: Theta, work: Workspace) -> Floats:
    """Return the selected inverse after `condition`: variances of the unknowns, and covariances of those that meet in a term."""
    if lay.calendar:
        backward(lay, theta, work, np.empty(len(work.h)), True)
    else:
        selected_inverse(
            work.entry, work.inverse, lay.first, lay.start, lay.last, lay.block, lay.ahead, lay.period, work.same
        )
    return work.inverse
