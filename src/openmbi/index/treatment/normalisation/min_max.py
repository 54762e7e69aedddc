"""Stretched so that the least value of the base is at one end of a scale and the greatest at the other."""

from __future__ import annotations

import numpy as np

from openmbi.core.language import Text
from openmbi.core.tables import Floats
from openmbi.index.treatment.method import Options, Outcome, StepMethod
from openmbi.index.treatment.refusals import refuse_flat
from openmbi.index.treatment.setting import Setting


def _apply(values: Floats, setting: Setting, options: Options) -> Outcome:
    """v = low + (high − low)(x − min)/(max − min), or (max − x) where inverted; min and max over the base. A value beyond them lies beyond the scale."""
    inside = values[:, setting.base]
    refuse_flat(inside, setting)
    least, greatest = np.nanmin(inside, axis=1), np.nanmax(inside, axis=1)
    worst = np.where(setting.inverted, greatest, least)
    best = np.where(setting.inverted, least, greatest)
    low, high = float(options["low"]), float(options["high"])
    value = low + (high - low) * (values - worst[:, None]) / (best - worst)[:, None]
    return Outcome(value, {"minimum": least, "maximum": greatest})


METHOD = StepMethod(
    name="min_max",
    label=Text("极差标准化", "min–max"),
    citation=Text(
        "OECD 与欧盟联合研究中心《综合指标构建手册》（2008）第 5 步",
        "OECD and JRC, Handbook on Constructing Composite Indicators (2008), step 5",
    ),
    apply=_apply,
    defaults={"low": 0.0, "high": 100.0},
)
