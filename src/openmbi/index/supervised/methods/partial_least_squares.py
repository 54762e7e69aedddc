"""Partial least squares of one target: components of the greatest covariance with what the ones before leave of it (NIPALS).

w = Z'y / ‖Z'y‖, t = Zw, p = Z't / t't, q = y't / t't; then Z ← Z − tp'. Coefficients Σ qⱼrⱼ with rⱼ = wⱼ − Σ_{i<j} (pᵢ'wⱼ) rᵢ. For one target SIMPLS
gives the same (de Jong 1993).
"""

from __future__ import annotations

import numpy as np

from openmbi.core.language import Text
from openmbi.core.tables import Floats
from openmbi.index.supervised.base import Learned, Options, SupervisedMethod
from openmbi.index.supervised.components import Fit, by_components, no_component
from openmbi.index.supervised.training import Training

NOTHING_LEFT = 1e-10  # of the first covariance, below which the rest is rounding


def _path(training: Training, most: int) -> list[Fit]:
    z, y = training.z, training.y
    coefficients = np.zeros(z.shape[1])
    found: list[Fit] = []
    directions: list[Floats] = []
    rotations: list[tuple[Floats, Floats]] = []
    first = np.linalg.norm(z.T @ y)
    for _ in range(min(most, *z.shape)):
        direction = z.T @ y
        size = np.linalg.norm(direction)
        if size <= NOTHING_LEFT * first:
            break
        w = direction / size
        t = z @ w
        loading = (z.T @ t) / (t @ t)
        rotation = w - sum(((p @ w) * r for p, r in rotations), np.zeros_like(w))
        rotations.append((loading, rotation))
        coefficients = coefficients + (y @ t) / (t @ t) * rotation
        directions.append(rotation / np.sqrt(t @ t))
        found.append(Fit(coefficients, np.array(directions).T))
        z = z - np.outer(t, loading)
    return found or [no_component(training.z.shape[1])]


def _learn(training: Training, options: Options) -> Learned:
    return by_components(training, options, _path, counted=False)


METHOD = SupervisedMethod(
    name="partial_least_squares",
    label=Text("偏最小二乘", "partial least squares"),
    citation=Text(
        "Wold（1966）的 NIPALS 算法；de Jong（1993）《SIMPLS》，Chemometrics and Intelligent Laboratory Systems 18:251–263。",
        "Wold (1966), the NIPALS algorithm; de Jong (1993), SIMPLS, Chemometrics and Intelligent Laboratory Systems 18:251–263.",
    ),
    work=_learn,
    uses=frozenset({"components", "most_components"}),
)
