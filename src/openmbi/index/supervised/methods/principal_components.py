"""Diffusion index: the target on the first principal components of the indicators, which are formed without the target. The peer of the others."""

from __future__ import annotations

from openmbi.core.language import Text
from openmbi.index.supervised.base import Learned, Options, SupervisedMethod
from openmbi.index.supervised.components import Fit, by_components
from openmbi.index.supervised.principal_factors import regressions_on_components
from openmbi.index.supervised.training import Training


def _path(training: Training, most: int) -> list[Fit]:
    return regressions_on_components(training.z, training.y, most)


def _learn(training: Training, options: Options) -> Learned:
    return by_components(training, options, _path, counted=True)


METHOD = SupervisedMethod(
    name="principal_components",
    label=Text("主成分回归（扩散指数）", "principal component regression (diffusion index)"),
    citation=Text(
        "Stock 与 Watson（2002）《用大量预测变量的主成分进行预测》，Journal of the American Statistical Association 97:1167–1179。",
        "Stock and Watson (2002), Forecasting using principal components from a large number of predictors, "
        "Journal of the American Statistical Association 97:1167–1179.",
    ),
    work=_learn,
    uses=frozenset({"components", "most_components"}),
)
