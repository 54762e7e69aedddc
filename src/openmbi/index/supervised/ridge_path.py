"""Ridge regression drawn towards weights of experts, for all penalties at once from one decomposition.

min over b, c of ‖y − Zb‖² + λ‖b − c·w‖². With Z = USV', u = Zw, a = U'u, q = U'y and r = λ / (s² + λ):
c = Σ r a q / Σ r a²,  b = c·w + V (s / (s² + λ)) (q − c·a).
At λ → ∞ it is the regression of y on the experts' composite u alone, at λ → 0 the ordinary one. Without w: c = 0, plain ridge. Source: Hoerl and Kennard (1970,
Technometrics 12:55); a mean other than zero as in Theil and Goldberger (1961, Int. Econ. Rev. 2:65).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.core.tables import Floats
from openmbi.index.supervised.training import Training

RANK = 1e-10  # of the largest singular value, below which a direction is rounding


@dataclass(frozen=True)
class RidgePath:
    """q penalties of one training set of T rows and rank d.

    `penalty` (q,): infinite one allowed; `scale` (q,): c; `coefficients` (q, k). `expert` (k,): w. `kept` (q, d): r. `U` (T, d), `s` (d,), `V` (k, d): of the
    columns. `target` (d,): q; `along` (d,): a. `beyond`: the part of ‖y‖² that no column reaches.
    """

    penalty: Floats
    scale: Floats
    coefficients: Floats
    expert: Floats
    kept: Floats
    U: Floats
    s: Floats
    V: Floats
    target: Floats
    along: Floats
    beyond: float

    def freedom(self) -> Floats:
        """Return the effective number of parameters (q,), the constant and c included: the trace of the matrix that turns y into its fit."""
        return 1 + (1 - self.kept).sum(axis=1) + _ratio((self.kept**2) @ self.along**2, self.kept @ self.along**2)

    def directions(self, place: int) -> Floats:
        """Return D (k, d + 1) at one penalty: ‖zD‖² is the variance of z'b in those of a residual, b normal about c·w with variance σ²/λ, c of any size."""
        kept = self.kept[place]
        weight = kept @ self.along**2
        free = self.expert - self.V @ ((1 - kept) * (self.V.T @ self.expert))
        inner = self.V * (np.sqrt(1 - kept) / self.s)
        return np.column_stack([inner, free / np.sqrt(weight) if weight > 0 else np.zeros(len(free))])

    def left_out_errors(self, training: Training, place: int) -> Floats:
        """Return the errors (T,) of each row when it alone is not fitted, at one penalty and the same standardisation: e / (1 − h) (Allen 1974)."""
        kept = self.kept[place]
        leverage = 1 / len(self.U) + self.U**2 @ (1 - kept)
        weight = kept @ self.along**2
        leverage = leverage + (_ratio((self.U @ (kept * self.along)) ** 2, weight) if weight > 0 else 0.0)
        residual = training.z @ self.coefficients[place] - training.y
        return residual / np.maximum(1 - leverage, 1e-9)

    def restricted_deviance(self) -> Floats:
        """Return −2 log likelihood (q,), up to a constant, of y ~ N(c·u, σ²(I + ZZ'/λ)) with σ² at its best and the constant and c integrated out."""
        weight = self.kept @ self.along**2
        expert = weight > 0
        squares = self.kept @ self.target**2 + self.beyond - self.scale**2 * weight
        rows = len(self.U) - 1 - expert
        size = np.log1p(self.s**2 / self.penalty[:, None]).sum(axis=1)
        return (
            rows * np.log(np.maximum(squares, 1e-300)) + size + np.where(expert, np.log(np.where(expert, weight, 1)), 0)
        )


def ridge_path(training: Training, penalty: Floats) -> RidgePath:
    """Return the fits of a training set (T, k) at penalties (q,)."""
    U, s, Vt = np.linalg.svd(training.z, full_matrices=False)
    real = s > RANK * s[0]
    U, s, Vt = U[:, real], s[real], Vt[real]
    target = U.T @ training.y
    expert = np.zeros(training.z.shape[1]) if training.expert is None else training.expert
    along = s * (Vt @ expert)
    gain = s / penalty[:, None]  # s / λ, 0 at an infinite one
    kept = 1 / (1 + s * gain)
    scale = _ratio(kept @ (along * target), kept @ along**2)
    inner = gain * kept * (target - scale[:, None] * along)
    return RidgePath(
        penalty=penalty,
        scale=scale,
        coefficients=scale[:, None] * expert + inner @ Vt,
        expert=expert,
        kept=kept,
        U=U,
        s=s,
        V=Vt.T,
        target=target,
        along=along,
        beyond=max(float(training.y @ training.y - target @ target), 0.0),
    )


def _ratio(one: Floats, other: Floats) -> Floats:
    """Return one / other, 0 where other is 0."""
    return np.divide(one, other, out=np.zeros(np.broadcast(one, other).shape), where=other > 0)
