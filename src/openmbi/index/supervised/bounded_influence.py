"""Ridge regression in which neither one month's outcome nor one month's indicators can carry the fit: bounded influence, and a memory that fades.

Rows count by w = ½^(age / half_life) · min(1, (leverage / max |z|)²) · min(1, residual · s / |e|): z the columns in robust deviations from their median, s that
of the residuals e; the last factor by iteration. Sources: bounded-influence regression, Krasker and Welsch (1982, JASA 77:595), with Huber's weights of
residuals and Mallows' of positions; ridge: Hoerl and Kennard (1970, Technometrics 12:55). A month such as April 2020 then tells little of all other months.

A column is held within `clip` robust deviations, in training and in prediction, and stands at its median beyond `reject` of them, where it tells nothing (the
redescending idea of Hampel 1974, JASA 69:383); unless it is `free`: one in proportion to which the target truly moves. T rows in the order of time, n columns.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.core.tables import Flags, Floats
from openmbi.index.supervised.refusals import unknown_values, wrong_shape

TO_DEVIATION = 1.4826  # median absolute deviation to standard deviation of a normal distribution
LEAST_SHARE = 0.25  # of the standard deviation that the robust one is taken for at least: a column that is mostly one value has none


@dataclass(frozen=True)
class Bounds:
    """`penalty`: λ of columns of spread 1, relative to the rows' weight; `half_life` in rows; the others in robust deviations."""

    penalty: float = 0.1
    half_life: float = 120.0
    residual: float = 2.0
    leverage: float = 6.0
    clip: float = 4.0
    reject: float = np.inf
    rounds: int = 12


@dataclass(frozen=True, eq=False)
class BoundedFit:
    """`constant` and `coefficients` (n,) of z; `centre`, `spread` (n,) make z of columns; `deviation`: robust, of residuals; `weight` (T,): of rows."""

    constant: float
    coefficients: Floats
    centre: Floats
    spread: Floats
    free: Flags
    deviation: float
    weight: Floats
    bounds: Bounds

    def predict(self, x: Floats) -> Floats:
        """Return the predictions (m,) at columns (m, n). Problem `index.shape`."""
        if x.ndim != 2 or x.shape[1] != len(self.centre):
            raise wrong_shape(x.shape, len(self.centre))
        return self.constant + _held((x - self.centre) / self.spread, self.free, self.bounds) @ self.coefficients


def bounded_influence(x: Floats, y: Floats, free: Flags, bounds: Bounds) -> BoundedFit:
    """Fit columns x (T, n) to a target y (T,); the last row is the newest. `free` (n,): columns that are not held.

    Raises
    ------
    Problem
        `index.unknown-values` where a value is not known.
    """
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise unknown_values(np.flatnonzero(~np.isfinite(x).all(axis=0)), rows=np.flatnonzero(~np.isfinite(y)))
    centre, spread = _robust(x)
    z = (x - centre) / spread
    held = _held(z, free, bounds)
    farthest = np.maximum(np.abs(held).max(axis=1, initial=0.0), 1e-12)
    age = np.arange(len(y) - 1, -1, -1) + 1
    prior = 0.5 ** (age / bounds.half_life) * np.minimum(1.0, (bounds.leverage / farthest) ** 2)
    weight, deviation = prior, 0.0
    constant, coefficients = 0.0, np.zeros(x.shape[1])
    for _ in range(bounds.rounds):
        constant, coefficients = _ridge(held, y, weight, bounds.penalty)
        residual = y - constant - held @ coefficients
        deviation = TO_DEVIATION * float(np.median(np.abs(residual)))
        weight = prior * np.minimum(1.0, bounds.residual * deviation / np.maximum(np.abs(residual), 1e-12))
    return BoundedFit(constant, coefficients, centre, spread, free, deviation, weight, bounds)


def _robust(x: Floats) -> tuple[Floats, Floats]:
    """Return medians and robust deviations (n,) of columns (T, n); of a column that does not vary the deviation is 1."""
    centre = np.median(x, axis=0)
    spread = np.maximum(TO_DEVIATION * np.median(np.abs(x - centre), axis=0), LEAST_SHARE * x.std(axis=0))
    return centre, np.where(spread > 0, spread, 1.0)


def _held(z: Floats, free: Flags, bounds: Bounds) -> Floats:
    inside = np.where(np.abs(z) > bounds.reject, 0.0, np.clip(z, -bounds.clip, bounds.clip))
    return np.where(free, z, inside)


def _ridge(z: Floats, y: Floats, weight: Floats, penalty: float) -> tuple[float, Floats]:
    """Return constant and coefficients of weighted ridge regression; columns are drawn to 0 in proportion to their weighted variance."""
    whole = weight.sum()
    mean, level = weight @ z / whole, float(weight @ y) / whole
    centred = z - mean
    moments = (centred.T * weight) @ centred
    ridge = penalty * np.diag(np.maximum(np.diag(moments), 1e-12 * whole))
    coefficients = np.linalg.solve(moments + ridge, (centred.T * weight) @ (y - level))
    return level - float(mean @ coefficients), coefficients
