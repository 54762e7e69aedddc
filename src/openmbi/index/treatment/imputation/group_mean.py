"""The mean of the columns of the same group: of the same calendar month, or of the places of the same region."""

from __future__ import annotations

import numpy as np

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Floats
from openmbi.index.treatment.method import Options, Outcome, StepMethod
from openmbi.index.treatment.setting import Setting


def _apply(values: Floats, setting: Setting, _options: Options) -> Outcome:
    """A group in which an indicator has no value stays missing; the means are over the base."""
    if setting.groups is None:
        raise _no_groups()
    codes, group = np.unique(setting.groups, return_inverse=True)
    member = (group[:, None] == np.arange(len(codes))).astype(np.float64)
    there = ~np.isnan(values) & setting.base
    count = there @ member
    mean = np.where(there, values, 0.0) @ member / np.where(count > 0, count, np.nan)
    return Outcome(np.where(np.isnan(values), mean[:, group], values))


def _no_groups() -> Problem:
    return Problem(
        "index.no-groups",
        Text("没有给出各列所属的组", "no groups of columns are given"),
        Text(
            "请给出各列的组（如日历月份、地区），或改选其他插补方法",
            "give the group of each column, such as its calendar month, or fill otherwise",
        ),
    )


METHOD = StepMethod(
    name="group_mean",
    label=Text("同组均值插补", "mean of the group"),
    citation=Text(
        "OECD 与欧盟联合研究中心《综合指标构建手册》（2008）第 3 步",
        "OECD and JRC, Handbook on Constructing Composite Indicators (2008), step 3",
    ),
    apply=_apply,
)
