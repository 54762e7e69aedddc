"""The outliers of a stratum, by the factorisations that fitted its series."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.linalg import solve

from openmbi.adjustment.linear import Linear
from openmbi.adjustment.outlier_candidates import Smoother
from openmbi.adjustment.outlier_parameters import outlier_parameters
from openmbi.adjustment.outliers import find_outliers
from openmbi.adjustment.penalised_fit import SMOOTHING
from openmbi.adjustment.stratum_fit import Fitted
from openmbi.core.adjusted import Outliers
from openmbi.core.tables import Days, Flags, Floats, Names

NEARLY_WHOLE = 0.5
"""A series with this share of active periods in each block of the design is fitted plainly by iteration; others by a solution of their own."""
ITERATIONS = 5


def stratum_outliers(
    fitted: Sequence[Fitted], residual: Floats, active: Flags, *, subjects: Names, days: Days
) -> Outliers:
    """Find the outliers of the series (n, T) of one stratum, fitted block by block.

    `residual` (n, T): log readings less level and effect, on `active` periods; `subjects` (n,); `days` (T,): first days of the periods.
    """
    linear = fitted[0].linear
    kind, choice, spread = (
        np.concatenate([getattr(one, name) for one in fitted]) for name in ("kind", "choice", "spread")
    )
    classes, number = np.unique(np.column_stack([kind, choice]), axis=0, return_inverse=True)
    plain = np.empty(residual.shape)
    first = 0
    for one in fitted:
        rows = slice(first, first := first + len(one.spread))
        plain[rows] = plain_residual(one, residual[rows], active[rows])
    return find_outliers(
        plain,
        active,
        spread,
        [_smoother(linear, *each) for each in classes.tolist()],
        number.ravel(),
        subjects=subjects,
        days=days,
        day_scale=linear.learnt.noise,
        parameters=outlier_parameters(linear.design.periods.frequency),
        robust=residual + linear.learnt.smear,
    )


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
