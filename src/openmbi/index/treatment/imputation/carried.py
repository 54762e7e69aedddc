"""The last value carried forward, over at most so many columns; what comes before the first value stays missing."""

from __future__ import annotations

import numpy as np

from openmbi.core.language import Text
from openmbi.core.tables import Floats
from openmbi.index.treatment.method import Options, Outcome, StepMethod
from openmbi.index.treatment.setting import Setting


def _apply(values: Floats, _setting: Setting, options: Options) -> Outcome:
    """`limit`: how many columns a value is carried; 0: without limit."""
    place = np.arange(values.shape[1])
    last = np.maximum.accumulate(np.where(np.isnan(values), -1, place), axis=1)
    near = (last >= 0) & ((options["limit"] == 0) | (place - last <= float(options["limit"])))
    return Outcome(np.where(near, np.take_along_axis(values, last, axis=1), values))


METHOD = StepMethod(
    name="carried",
    label=Text("沿用前值", "last value carried forward"),
    citation=Text(
        "OECD 与欧盟联合研究中心《综合指标构建手册》（2008）第 3 步",
        "OECD and JRC, Handbook on Constructing Composite Indicators (2008), step 3",
    ),
    apply=_apply,
    defaults={"limit": 0.0},
)
