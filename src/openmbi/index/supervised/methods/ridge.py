"""Plain ridge regression: coefficients drawn towards zero."""

from __future__ import annotations

from dataclasses import replace

from openmbi.core.language import Text
from openmbi.index.supervised.base import Learned, Options, SupervisedMethod
from openmbi.index.supervised.ridge_choice import learn_ridge
from openmbi.index.supervised.training import Training


def _learn(training: Training, options: Options) -> Learned:
    return learn_ridge(replace(training, expert=None), options)


METHOD = SupervisedMethod(
    name="ridge",
    label=Text("岭回归", "ridge regression"),
    citation=Text(
        "Hoerl 与 Kennard（1970）《岭回归：非正交问题的有偏估计》，Technometrics 12:55–67。",
        "Hoerl and Kennard (1970), Ridge regression: biased estimation for nonorthogonal problems, Technometrics 12:55–67.",
    ),
    work=_learn,
    uses=frozenset({"penalty", "choose"}),
)
