"""The outliers of a stratum, by the factorisations that fitted its series."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from scipy.linalg import solve

from openmbi.adjustment.linear import Linear
from openmbi.adjustment.outliers.candidates import Candidates, Smoother, decays
from openmbi.adjustment.outliers.find import NO_OUTLIERS, joined
from openmbi.adjustment.outliers.noise import sampled
from openmbi.adjustment.outliers.parameters import outlier_parameters
from openmbi.adjustment.outliers.search import Rows
from openmbi.adjustment.outliers.stratum import StratumSearch
from openmbi.adjustment.penalised_fit import SMOOTHING
from openmbi.adjustment.stratum_fit import Fitted
from openmbi.core.adjusted import Outliers
from openmbi.core.tables import Days, Flags, Floats, Names, Numbers

NEARLY_WHOLE = 0.5
"""A series with this share of active periods in each block of the design is fitted plainly by iteration; others by a solution of their own."""
ITERATIONS = 5


def stratum_outliers(
    fitted: Sequence[Fitted], residual: Floats, active: Flags, *, subjects: Names, days: Days, threads: int = 1
) -> Outliers:
    """Find the outliers of the series (n, T) of one stratum, fitted block by block; blocks are searched side by side, by as many `threads`.

    `residual` (n, T): log readings less level and effect, on `active` periods; `subjects` (n,); `days` (T,): first days of the periods.
    """
    if not len(active):
        return NO_OUTLIERS
    classes = [np.column_stack([one.kind, one.choice]) for one in fitted]
    each, number = np.unique(np.concatenate(classes), axis=0, return_inverse=True)
    work = _Work(fitted[0].linear, each, np.concatenate([one.spread for one in fitted]), number.ravel())
    work.learn(residual, active)
    stops = np.cumsum([len(one) for one in classes])
    rows = [np.arange(stop - len(one), stop) for stop, one in zip(stops, classes, strict=True)]

    def search(one: Fitted, mine: Numbers) -> Outliers:
        return work.search(one, mine, residual[mine], active[mine], subjects[mine], days)

    with ThreadPoolExecutor(threads) as workers:
        return joined(list(workers.map(search, fitted, rows)))


class _Work:
    """What the blocks of a stratum share: its smoothers by class (K, 2) of ridge and smoothing, `spread` (n,) and `number` (n,) of all its series."""

    def __init__(self, linear: Linear, classes: Numbers, spread: Floats, number: Numbers) -> None:
        parameters = outlier_parameters(linear.design.periods.frequency)
        smoothers = [_smoother(linear, *each) for each in classes.tolist()]
        self._candidates = Candidates(smoothers, linear.weight, decays(parameters))
        self._search = StratumSearch(self._candidates, parameters)
        self._linear, self._spread, self._number = linear, spread, number

    def learn(self, residual: Floats, active: Flags) -> None:
        """Learn what is pooled, from some of all residuals (n, T)."""
        usable = np.flatnonzero(self._spread > 0)
        rows = usable[sampled(len(usable))]
        if len(rows):
            calm = self._calm(residual[rows], active[rows])
            self._search.learn(Rows(calm, active[rows], self._spread[rows], self._number[rows]), calm)

    def search(self, fitted: Fitted, rows: Numbers, residual: Floats, active: Flags, *named: np.ndarray) -> Outliers:
        """Return the outliers of some rows (m,), of `named` subjects (m,) and days (T,)."""
        subjects, days = named
        usable = np.flatnonzero(fitted.spread > 0)
        plain = plain_residual(fitted, residual, active)
        series = Rows(plain, active, fitted.spread, self._number[rows]).of(usable)
        return self._search.outliers(series, self._calm(residual, active)[usable], subjects[usable], days)

    def _calm(self, residual: Floats, active: Flags) -> Floats:
        return np.where(active, residual + self._linear.learnt.smear, 0.0)


def plain_residual(fitted: Fitted, residual: Floats, active: Flags) -> Floats:
    """Return My (m, T) of the plain penalised fit, from the residuals of a robust one, 0 where not active.

    One Newton step from the robust coefficients θ is the plain ones: θ + V_i(XᵀWr − P(θ − μ)), V_i of the series' own active periods.
    """
    linear = fitted.linear
    left = np.where(active, residual + linear.learnt.smear, 0.0)
    pull = _pull(fitted)
    whole: Flags = np.logical_and.reduce(active, axis=1)
    nearly = _nearly_whole(linear, active)
    for kind, choice in np.unique(np.column_stack([fitted.kind, fitted.choice])[nearly], axis=0).tolist():
        rows = np.flatnonzero(nearly & (fitted.kind == kind) & (fitted.choice == choice))
        inverse, penalty = linear.factor(kind).inverse(choice), _penalty(linear, kind, choice)
        step = (left[rows] @ linear.weighted - pull[rows]) @ inverse
        left[rows] -= step @ linear.matrix.T
        rows, step = rows[~whole[rows]], step[~whole[rows]]
        for _ in range(ITERATIONS if len(rows) else 0):
            left[rows] *= active[rows]
            pull[rows] += step @ penalty
            step = (left[rows] @ linear.weighted - pull[rows]) @ inverse
            left[rows] -= step @ linear.matrix.T
    for row in np.flatnonzero(~nearly):
        step = _own_step(
            linear, left[row], active[row], pull[row], _penalty(linear, fitted.kind[row], fitted.choice[row])
        )
        left[row] -= linear.matrix @ step
    return np.where(active, left, 0.0)


def _smoother(linear: Linear, kind: int, choice: int) -> Smoother:
    factor = linear.factor(kind)
    return Smoother(linear.matrix, factor.rotation, factor.shrinkage()[choice])


def _pull(fitted: Fitted) -> Floats:
    """Return P(θ − μ) (m, p): what draws each series' coefficients back."""
    linear = fitted.linear
    away = fitted.coefficients - linear.learnt.shared.mean
    ridges = np.array([linear.ridge(int(kind)) for kind in range(int(fitted.kind.max()) + 1)])
    return ridges[fitted.kind] * away + SMOOTHING[fitted.choice][:, None] * (away @ linear.roughness)


def _penalty(linear: Linear, kind: int, choice: int) -> Floats:
    return np.diag(linear.ridge(kind)) + SMOOTHING[choice] * linear.roughness


def _nearly_whole(linear: Linear, active: Flags) -> Flags:
    """Flag the series (m,) that are active on most periods of every block of the design."""
    begin = np.flatnonzero(np.diff(linear.gap_blocks, prepend=-1))
    length = np.diff(np.append(begin, active.shape[1]))
    enough = np.add.reduceat(active, begin, axis=1, dtype=float) >= NEARLY_WHOLE * length
    return np.logical_and.reduce(enough, axis=1)


def _own_step(linear: Linear, left: Floats, active: Flags, pull: Floats, penalty: Floats) -> Floats:
    """Return the step (p,) of a series by the factorisation of its own active periods."""
    there = np.flatnonzero(active)
    gram = linear.matrix[there].T @ linear.weighted[there] + penalty
    gram[np.diag_indices_from(gram)] += 1e-9 * np.trace(gram) / len(gram)
    return solve(gram, left @ linear.weighted - pull, assume_a="pos")
