"""Ridge regression drawn towards the weights of experts: the data move them as far as they can tell, and no further.

The scale c is estimated with the coefficients: experts say what counts how much beside the rest, not by how many points the target moves. With an infinite
penalty it is the bridge regression on the experts' composite.
"""

from __future__ import annotations

from openmbi.core.language import Text
from openmbi.index.supervised.base import Learned, Options, SupervisedMethod
from openmbi.index.supervised.refusals import no_expert_weights
from openmbi.index.supervised.ridge_choice import learn_ridge
from openmbi.index.supervised.training import Training

LABEL = Text("向专家权重收缩的岭回归", "ridge regression drawn to expert weights")


def _learn(training: Training, options: Options) -> Learned:
    if training.expert is None or not training.expert.any():
        raise no_expert_weights(LABEL)
    return learn_ridge(training, options)


METHOD = SupervisedMethod(
    name="ridge_to_expert",
    label=LABEL,
    citation=Text(
        "Theil 与 Goldberger（1961）《经济学中的纯估计与混合估计》，International Economic Review 2:65–78；"
        "Hoerl 与 Kennard（1970），Technometrics 12:55–67。",
        "Theil and Goldberger (1961), On pure and mixed statistical estimation in economics, International Economic Review 2:65–78; "
        "Hoerl and Kennard (1970), Technometrics 12:55–67.",
    ),
    work=_learn,
    uses=frozenset({"penalty", "choose"}),
)
