"""How much of the way from the worst value of the base to a target is gone."""

from __future__ import annotations

import numpy as np

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Floats
from openmbi.index.treatment.method import Options, Outcome, StepMethod
from openmbi.index.treatment.refusals import refuse_spans
from openmbi.index.treatment.setting import Setting


def _apply(values: Floats, setting: Setting, options: Options) -> Outcome:
    """v = 100 (x − worst)/(target − worst); the worst value of the base is its least, or its greatest where inverted. `capped`: `yes` counts what is beyond
    the target as 100.
    """
    target = _targets(setting)
    inside = values[:, setting.base]
    worst = np.where(setting.inverted, np.nanmax(inside, axis=1), np.nanmin(inside, axis=1))
    way = target - worst
    refuse_spans(np.where(setting.inverted, -way, way), setting)
    value = 100 * (values - worst[:, None]) / way[:, None]
    value = np.minimum(value, 100.0) if options["capped"] == "yes" else value
    return Outcome(value, {"worst": worst, "target": target})


def _targets(setting: Setting) -> Floats:
    if setting.target is None:
        raise Problem(
            "index.no-target",
            Text("没有给出各指标的目标值", "no targets of the indicators are given"),
            Text("请给出目标值，或改选其他标准化方法", "give the target of each indicator, or normalise otherwise"),
        )
    return setting.target


METHOD = StepMethod(
    name="distance_to_target",
    label=Text("目标达成度", "distance to target"),
    citation=Text(
        "OECD 与欧盟联合研究中心《综合指标构建手册》（2008）第 5 步；形式同 COINr 的 n_dist2targ",
        "OECD and JRC, Handbook on Constructing Composite Indicators (2008), step 5; in the form of n_dist2targ of COINr",
    ),
    apply=_apply,
    defaults={"capped": "no"},
)
