"""Fit some series of a stratum, given what it shares: bound the residuals, fill the gaps, and fit again."""

from __future__ import annotations

import numpy as np

from openmbi.adjustment.gaps import Gaps, find_gaps, solve_gapped
from openmbi.adjustment.linear import Linear, nearest_spread
from openmbi.adjustment.penalised_fit import likeliest, rotated, solved
from openmbi.adjustment.robust import MAD_TO_SIGMA, middle, outer
from openmbi.core.tables import Flags, Floats

MIDDLING_KIND, MIDDLING_CHOICE = 6, 8
CHOOSING_ROUNDS = 3
"""Rounds in which smoothing and spread are chosen anew; afterwards they stay, so that the rounds converge."""


class SeriesFit:
    """The fit of some series (m, T) of logs on their active periods (m, T), refined round by round.

    Each round replaces every series by its fit plus its bounded residuals, which are 0 in gaps (modified residuals: Huber 1981, §7.8; for the gaps:
    Dempster, Laird & Rubin 1977). Periods of gaps longer than a block count as not there at all.

    Each series chooses its smoothing; one with a factorisation of its own may do without (`gapped_choose`), as choosing costs it the most.

    `coefficients` (m, p) of the series less their `centre` (m,); `spread` σ (m,); `kind` (m,) its number; `choice` (m,) of the smoothing.
    """

    def __init__(self, logs: Floats, active: Flags, *, gapped_choose: bool = True) -> None:
        self.known = active.sum(axis=1)
        self.centre = np.einsum("ij,ij->i", logs, active) / self.known
        self._logs, self._gap = logs - self.centre[:, None], ~active
        self._outer = outer(active)
        self._gaps = Gaps(np.zeros(0, np.intp), np.zeros((0, 0), bool), np.zeros((0, logs.shape[1]), bool))
        self._filled = self._bounded = np.empty((0, 0))
        self._round = 0
        self.spread = np.zeros(len(logs))
        self.choice = np.full(len(logs), MIDDLING_CHOICE, np.intp)
        self._gapped_choose = gapped_choose
        self.kind = np.zeros(len(logs), np.intp)
        self.coefficients = np.zeros((len(logs), 0))

    def refine(self, linear: Linear, huber_bound: float) -> Floats:
        """Fit once more and replace the series by it; return the residuals (m, T), bounded, 0 in gaps."""
        filled = self.solve(linear)
        np.matmul(self.coefficients, linear.matrix.T, out=filled)
        filled += linear.offset
        residual = self._logs - filled
        np.copyto(residual, 0.0, where=self._gap)
        self._measure(residual, linear, huber_bound)
        if np.isfinite(huber_bound):
            bound = huber_bound * self.spread[:, None] * linear.learnt.noise
            np.clip(residual, -bound, bound, out=residual)
        filled += residual
        self._bounded = residual
        self._round += 1
        return residual

    def unbounded(self) -> Floats:
        """Return the residuals (m, T) of the last fit as they are, 0 in gaps."""
        residual = self._logs - self._filled
        residual += self._bounded
        return np.where(self._gap, 0.0, residual)

    def _started(self, linear: Linear) -> Floats:
        if self._round == 0:
            self._gaps = find_gaps(~self._gap, linear.gap_blocks)
            start = linear.matrix @ linear.learnt.shared.mean + linear.offset
            self._filled = np.where(self._gap, start, self._logs)
        return self._filled

    def _measure(self, residual: Floats, linear: Linear, huber_bound: float) -> None:
        if self._round >= CHOOSING_ROUNDS:
            return
        if np.isfinite(huber_bound):
            size = np.abs(residual)
            size /= linear.learnt.noise
            size += self._outer
            self.spread = MAD_TO_SIGMA * middle(size, self.known)
        else:
            self.spread = np.sqrt(np.einsum("ij,ij,j->i", residual, residual, linear.weight) / self.known)

    def solve(self, linear: Linear) -> Floats:
        """Find the coefficients for the series as they stand; return the series (m, T)."""
        filled, mean = self._started(linear), linear.learnt.shared.mean
        gaps = self._gaps
        filled[gaps.rows] = np.where(gaps.dropped, linear.offset, filled[gaps.rows])
        moments = filled @ linear.weighted - linear.offset @ linear.weighted - linear.gram @ mean
        squares = self._squares(linear, filled) if self._round < CHOOSING_ROUNDS else None
        if squares is not None:
            self._choose_kind(linear, moments, squares)
        self.coefficients = mean + self._away(linear, moments, squares)
        return filled

    def _away(self, linear: Linear, moments: Floats, squares: Floats | None) -> Floats:
        """Return the coefficients (m, p) less μ; smoothings are chosen where `squares` are given."""
        away, gaps = np.empty(moments.shape), self._gaps
        shared = np.ones(len(moments), bool)
        shared[gaps.rows] = False
        for kind in np.unique(self.kind[shared]):
            rows = np.flatnonzero(shared & (self.kind == kind))
            factor = linear.factor(int(kind))
            turned = rotated(factor, moments[rows])
            if squares is not None:
                self.choice[rows] = likeliest(factor, turned, squares[rows], self.known[rows])
            away[rows] = solved(factor, turned, self.choice[rows])
        if len(gaps.rows):
            self._alone(linear, moments, squares if self._gapped_choose else None, away)
        return away

    def _alone(self, linear: Linear, moments: Floats, squares: Floats | None, away: Floats) -> None:
        """Solve the series with long gaps, each with a factorisation of its own."""
        rows, gaps = self._gaps.rows, self._gaps
        theirs = moments[rows] + gaps.absent_grams(linear) @ linear.learnt.shared.mean
        mine = None if squares is None else squares[rows]
        kind, known, choice = self.kind[rows], self.known[rows], self.choice[rows]
        away[rows], self.choice[rows] = solve_gapped(linear, gaps, theirs, mine, kind=kind, known=known, choice=choice)

    def _squares(self, linear: Linear, filled: Floats) -> Floats:
        """Return ‖y − Xμ‖² (m,) in the metric of the noise, over the periods that are there."""
        away = filled - (linear.matrix @ linear.learnt.shared.mean + linear.offset)
        away[self._gaps.rows] = np.where(self._gaps.dropped, 0.0, away[self._gaps.rows])
        return np.einsum("ij,ij,j->i", away, away, linear.weight)

    def _choose_kind(self, linear: Linear, moments: Floats, squares: Floats) -> None:
        """Choose the spread whose ridge a series takes; before residuals are known, from the fit with a middling one."""
        if self._round == 0:
            factor = linear.factor(MIDDLING_KIND)
            explained = rotated(factor, moments) ** 2 @ factor.shrinkage()[MIDDLING_CHOICE]
            self.spread = np.sqrt(np.maximum(squares - explained, 0.0) / self.known)
        self.kind = nearest_spread(self.spread)
