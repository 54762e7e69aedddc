"""Scaled principal components: each indicator counts by how far it alone predicts the target, before components are formed.

γᵢ: slope of the target on standardised indicator i alone; components of γᵢzᵢ; the target on the first ones (Huang, Jiang, Li, Tong and Zhou 2022).
"""

from __future__ import annotations

from openmbi.core.language import Text
from openmbi.index.supervised.base import Learned, Options, SupervisedMethod
from openmbi.index.supervised.components import Fit, by_components
from openmbi.index.supervised.principal_factors import regressions_on_components
from openmbi.index.supervised.training import Training


def _path(training: Training, most: int) -> list[Fit]:
    z, y = training.z, training.y
    slope = (z.T @ y) / len(y)  # columns of z have variance 1
    return regressions_on_components(z, y, most, slope)


def _learn(training: Training, options: Options) -> Learned:
    return by_components(training, options, _path, counted=False)


METHOD = SupervisedMethod(
    name="scaled_pca",
    label=Text("定标主成分", "scaled principal components"),
    citation=Text(
        "Huang、Jiang、Li、Tong 与 Zhou（2022）《定标主成分：一种新的降维方法》，Management Science 68:1678–1695。",
        "Huang, Jiang, Li, Tong and Zhou (2022), Scaled PCA: a new approach to dimension reduction, Management Science 68:1678–1695.",
    ),
    work=_learn,
    uses=frozenset({"components", "most_components"}),
)
