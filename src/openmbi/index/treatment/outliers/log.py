"""Natural logarithms: for what grows in proportion, and is never zero."""

from __future__ import annotations

import numpy as np

from openmbi.core.language import Text
from openmbi.core.tables import Floats
from openmbi.index.treatment.method import Options, Outcome, StepMethod
from openmbi.index.treatment.refusals import refuse_not_positive
from openmbi.index.treatment.setting import Setting


def _apply(values: Floats, setting: Setting, _options: Options) -> Outcome:
    refuse_not_positive(values, setting)
    return Outcome(np.log(values), carries=_logarithm)


def _logarithm(points: Floats) -> Floats:
    return np.log(np.where(points > 0, points, np.nan))


METHOD = StepMethod(
    name="log",
    label=Text("取对数", "logarithm"),
    citation=Text(
        "OECD 与欧盟联合研究中心《综合指标构建手册》（2008）第 5 步",
        "OECD and JRC, Handbook on Constructing Composite Indicators (2008), step 5",
    ),
    apply=_apply,
)
