"""The median over the base in the place of what is missing: as the mean, and no outlier moves it."""

from __future__ import annotations

import numpy as np

from openmbi.core.language import Text
from openmbi.core.tables import Floats
from openmbi.index.treatment.method import Options, Outcome, StepMethod
from openmbi.index.treatment.setting import Setting


def _apply(values: Floats, setting: Setting, _options: Options) -> Outcome:
    median = np.nanmedian(values[:, setting.base], axis=1)
    return Outcome(np.where(np.isnan(values), median[:, None], values), {"median": median})


METHOD = StepMethod(
    name="median",
    label=Text("中位数插补", "base median"),
    citation=Text(
        "OECD 与欧盟联合研究中心《综合指标构建手册》（2008）第 3 步",
        "OECD and JRC, Handbook on Constructing Composite Indicators (2008), step 3",
    ),
    apply=_apply,
)
