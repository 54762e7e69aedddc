"""The candidates of outlier detection: the column of every kind on every period, and what a smoother leaves of its length.

Symbols: W = diag(w) (T, T), the weights of the periods; X (T, p) design; V (p, p) = (XᵀWX + P)⁻¹ = R diag(d) Rᵀ; a candidate c of decay g that begins at t
is c_s = g^(s−t) from t on, 0 before: g = 0 for an additive outlier, 1 for a level shift, between for a temporary change. What the fit leaves of it is
Mc = c − XVXᵀWc, with cᵀWMc = cᵀWc − bᵀVb and b = XᵀWc. For all t at once b is the column-wise filter b_t = w_t x_t + g·b_{t+1}.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.linalg import cholesky
from scipy.signal import lfilter

from openmbi.adjustment.outliers.parameters import OutlierParameters
from openmbi.core.adjusted import OutlierKind
from openmbi.core.tables import Floats, Numbers

KINDS = tuple(OutlierKind)


@dataclass(frozen=True)
class Smoother:
    """The linear fit of a class of series: design X (T, p), and V = rotation · diag(shrinkage) · rotationᵀ, with rotation (p, p) and shrinkage (p,).

    Classes that differ by smoothing alone may share one `rotation` object: its products are made once.
    """

    design: Floats
    rotation: Floats
    shrinkage: Floats

    @classmethod
    def of_inverse(cls, design: Floats, inverse: Floats) -> Smoother:
        """Return the smoother with V (p, p) given as a matrix."""
        return cls(design, cholesky(inverse, lower=True), np.ones(len(inverse)))


def decays(parameters: OutlierParameters) -> Floats:
    """Return the decay g (3,) of each kind, in the order of `OutlierKind`."""
    return np.array([0.0, 1.0, 0.5 ** (1 / parameters.half_life)])


def backward(values: Floats, decay: float) -> Floats:
    """Return Σ_{s ≥ t} g^(s−t) values_s along the last axis: cᵀv for the candidates of all t."""
    return values if decay == 0 else np.flip(forward(np.flip(values, -1), decay), -1)


def forward(starts: Floats, decay: float) -> Floats:
    """Return Σ_{t ≤ s} g^(s−t) starts_t along the last axis: the sum of candidates with sizes `starts`."""
    if decay in (0.0, 1.0):
        return starts if decay == 0 else np.cumsum(starts, axis=-1)
    return np.asarray(lfilter([1.0], [1.0, -decay], starts, axis=-1))


class Candidates:
    """The candidates of all kinds and periods, for K smoothers that share one design.

    `norm` (K, 3, T): √(cᵀWMc). By rotation: `turned` (3, T, p): Rᵀb, and `design` (T, p): XR.
    """

    def __init__(self, smoothers: Sequence[Smoother], weight: Floats, decay: Floats) -> None:
        self.weight, self.decay = weight, decay
        self.family, rotations = _families(smoothers)
        self.shrinkage = np.stack([one.shrinkage for one in smoothers])
        weighted = (smoothers[0].design * weight[:, None]).T
        sums = [np.ascontiguousarray(backward(weighted, g).T) for g in decay]
        self.turned = [np.stack([each @ rotation for each in sums]) for rotation in rotations]
        self.design = [smoothers[0].design @ rotation for rotation in rotations]
        own = np.stack([self.sums(g * g) for g in decay.tolist()])
        lost = [self.turned[f] ** 2 @ d for f, d in zip(self.family, self.shrinkage, strict=True)]
        self.norm = np.sqrt(np.maximum(own - np.stack(lost), 0.0))

    def sums(self, decay: float) -> Floats:
        """Return Σ_{s ≥ t} g^(s−t) w_s (T,); g is the product of two decays."""
        return backward(self.weight, decay)

    def residual(self, series: Floats, number: Numbers) -> Floats:
        """Return My (m, T) of series on every period, each by the smoother of its `number` (m,)."""
        left = series.copy()
        for each in np.unique(number).tolist():
            mine, design = number == each, self.design[self.family[each]]
            left[mine] -= (series[mine] * self.weight) @ design * self.shrinkage[each] @ design.T
        return left

    def freedom(self, number: int) -> float:
        """Return tr M ÷ T: what share of the variance the fit leaves."""
        return float((self.norm[number, 0] ** 2 / self.weight).mean())

    def left(self, number: int, kind: int, period: int) -> Floats:
        """Return Mc (T,) of one candidate by one smoother."""
        family = self.family[number]
        column = np.zeros(len(self.weight))
        column[period] = 1.0
        turned = self.turned[family][kind, period] * self.shrinkage[number]
        return forward(column, self.decay[kind]) - self.design[family] @ turned


def _families(smoothers: Sequence[Smoother]) -> tuple[list[int], list[Floats]]:
    """Return the number of each smoother's rotation, and the rotations."""
    numbers: dict[int, int] = {}
    family = [numbers.setdefault(id(one.rotation), len(numbers)) for one in smoothers]
    return family, [smoothers[family.index(number)].rotation for number in range(len(numbers))]
