"""The fit of a stratum: learn what its series share from some of them, then fit any of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.adjustment.design import Block, Design
from openmbi.adjustment.gaps import find_gaps
from openmbi.adjustment.learning import learn
from openmbi.adjustment.linear import Linear
from openmbi.adjustment.parameters import AdjustmentParameters
from openmbi.adjustment.robust import logs_of_active
from openmbi.adjustment.series_fit import SeriesFit
from openmbi.core.tables import Codes, Flags, Floats, Names, Numbers

GAP_ROUNDS = 3
"""Rounds of a fit whose residuals are not bounded, where there are gaps to fill."""


@dataclass(frozen=True)
class Fitted:
    """The fit of m series of a stratum: `coefficients` (m, p) less their `centre` (m,); residual `spread` σ (m,), the numbers (m,) of ridge `kind` and
    smoothing `choice`, and the `known` periods (m,).
    """

    linear: Linear
    coefficients: Floats
    centre: Floats
    spread: Floats
    kind: Numbers
    choice: Numbers
    known: Floats

    def effect(self, without: tuple[Block, ...] = ()) -> Floats:
        """Return what is taken out (m, T), in log points, some parts excepted."""
        design = self.linear.design
        columns = np.flatnonzero(design.taken_out & ~np.isin(design.block, without))
        found = design.periods.effect(self.coefficients[:, columns] @ self.linear.daily[:, columns].T)
        found += self.linear.learnt.smear
        return found

    def level(self, active: Flags) -> Floats:
        """Return the level (m, T): trend and annual cycle, in logs; where periods (m, T) are not active for long the trend does not run away."""
        block = self.linear.design.block
        found = self._part(block == Block.TREND)
        _hold(found, active, self.linear.gap_blocks)
        if (block == Block.ANNUAL).any():
            found += self.season()
        found += self.centre[:, None]
        return found

    def season(self) -> Floats:
        """Return the annual cycle (m, T), in log points; 0 where none was fitted."""
        return self._part(self.linear.design.block == Block.ANNUAL)

    def _part(self, mine: Flags) -> Floats:
        columns = np.flatnonzero(mine)
        return self.coefficients[:, columns] @ self.linear.matrix[:, columns].T


def learn_stratum(
    value: Floats, active: Flags, design: Design, kind_of_day: Codes, parameters: AdjustmentParameters
) -> Linear:
    """Learn from the readings (n, T) of series of one stratum on their active periods (n, T); others are not read."""
    return Linear(design, learn(logs_of_active(value, active), active, design, kind_of_day, parameters))


def fit_series(logs: Floats, active: Flags, linear: Linear, parameters: AdjustmentParameters) -> Fitted:
    """Fit the logs (m, T) of some series of a stratum on their active periods (m, T)."""
    fit = SeriesFit(logs, active)
    rounds = parameters.rounds if parameters.robust else 1 if active.all() else GAP_ROUNDS
    for _ in range(rounds - 1):
        fit.refine(linear, parameters.bound)
    fit.solve(linear)
    return Fitted(linear, fit.coefficients, fit.centre, fit.spread, fit.kind, fit.choice, fit.known.astype(float))


def teachers(names: Names, most: int) -> Numbers:
    """Return the rows of the series that teach, evenly taken in the order of their names."""
    order = np.argsort(names, kind="stable")
    if len(order) <= most:
        return np.arange(len(order))
    return np.sort(order[np.linspace(0, len(order) - 1, most).astype(np.intp)])


def _hold(trend: Floats, active: Flags, block: Numbers) -> None:
    """Keep a trend (m, T) where it was before the first and after the last period that was fitted, and draw it straight through long gaps.

    Where there are no data a spline goes where its ends point to, and after a steep end that is nowhere near. `block` (T,): as of `find_gaps`.
    """
    if active.all():
        return
    gaps = find_gaps(active, block)
    fitted = active.copy()
    fitted[gaps.rows] &= ~gaps.dropped
    for row in np.union1d(gaps.rows, np.flatnonzero(~active[:, 0] | ~active[:, -1])):
        there, still = np.flatnonzero(fitted[row]), np.flatnonzero(~fitted[row])
        trend[row, still] = np.interp(still, there, trend[row, there]) if len(there) else 0.0
