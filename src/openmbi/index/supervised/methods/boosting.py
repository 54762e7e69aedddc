"""Gradient boosting of small trees: a challenger that finds thresholds and interactions, and has no contributions that add up.

One thread: sums in another order would give other bits. The number of trees is that of the least error in later rows predicted from earlier ones.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from openmbi.core.language import Text
from openmbi.core.tables import Floats
from openmbi.index.supervised.base import Learned, Options, SupervisedMethod
from openmbi.index.supervised.folds import best, held_out_errors
from openmbi.index.supervised.training import Training

TREES = 60
STEPS = np.arange(5, TREES + 1, 5)
RATE = 0.1
LEAVES = 4  # three splits a tree: monthly series are short
LEAST_LEAF = 10


def _learn(training: Training, options: Options) -> Learned:
    from threadpoolctl import threadpool_limits  # noqa: PLC0415  comes with scikit-learn

    with threadpool_limits(1):
        errors = held_out_errors(training, lambda one: _staged(_grown(one, options.seed, TREES)), options.folds)
        trees = int(STEPS[best(errors)])
        grown = _grown(training, options.seed, trees)
    return Learned(
        None,
        predict=grown.predict,
        errors=errors[best(errors)] if errors.size else np.empty(0),
        chosen={"trees": float(trees)},
    )


def _grown(training: Training, seed: int, trees: int) -> Any:
    from sklearn.ensemble import HistGradientBoostingRegressor  # noqa: PLC0415  takes a second, and only this method needs it

    model = HistGradientBoostingRegressor(
        learning_rate=RATE, max_iter=trees, max_leaf_nodes=LEAVES, min_samples_leaf=LEAST_LEAF, random_state=seed
    )
    model.set_params(early_stopping=False)
    return model.fit(training.z, training.y)


def _staged(model: Any) -> Callable[[Floats], Floats]:
    return lambda z: np.array(list(model.staged_predict(z)))[STEPS - 1]


METHOD = SupervisedMethod(
    name="boosting",
    label=Text("梯度提升树", "gradient boosting"),
    citation=Text(
        "Friedman（2001）《贪婪函数逼近：梯度提升机》，Annals of Statistics 29:1189–1232；实现：scikit-learn HistGradientBoostingRegressor。",
        "Friedman (2001), Greedy function approximation: a gradient boosting machine, Annals of Statistics 29:1189–1232; "
        "by scikit-learn's HistGradientBoostingRegressor.",
    ),
    work=_learn,
    additive=False,
    why_not_additive=Text(
        "树在多个指标的取值组合上分叉，预测值不能写成各指标贡献之和",
        "trees split on combinations of indicators: a prediction is no sum of one contribution each",
    ),
    uses=frozenset({"seed"}),
    needs=("methods", "sklearn"),
)
