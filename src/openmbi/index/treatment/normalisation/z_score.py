"""z-scores on a scale with a stated mean and standard deviation."""

from __future__ import annotations

import numpy as np

from openmbi.core.language import Text
from openmbi.core.tables import Floats
from openmbi.index.treatment.method import Options, Outcome, StepMethod
from openmbi.index.treatment.refusals import refuse_flat
from openmbi.index.treatment.setting import Setting


def _apply(values: Floats, setting: Setting, options: Options) -> Outcome:
    """v = centre ± spread (x − m)/s, with m and s the mean and the standard deviation (of the population) over the base; minus where inverted."""
    inside = values[:, setting.base]
    refuse_flat(inside, setting)
    mean, deviation = np.nanmean(inside, axis=1), np.nanstd(inside, axis=1)
    slope = np.where(setting.inverted, -1.0, 1.0) * float(options["spread"]) / deviation
    value = float(options["centre"]) + slope[:, None] * (values - mean[:, None])
    return Outcome(value, {"mean": mean, "standard_deviation": deviation})


METHOD = StepMethod(
    name="z_score",
    label=Text("标准化（z 值）", "z-scores"),
    citation=Text(
        "OECD 与欧盟联合研究中心《综合指标构建手册》（2008）第 5 步；均值 100、标准差 10 同欧盟经济景气指标",
        "OECD and JRC, Handbook on Constructing Composite Indicators (2008), step 5; mean 100 and deviation 10 as the EU's economic sentiment indicator",
    ),
    apply=_apply,
    defaults={"centre": 100.0, "spread": 10.0},
)
