"""The place of a value among those of the base, in per cent: no outlier moves it, and how far apart values lie is lost."""

from __future__ import annotations

import numpy as np

from openmbi.core.language import Text
from openmbi.core.tables import Floats
from openmbi.index.treatment.method import Options, Outcome, StepMethod
from openmbi.index.treatment.refusals import refuse_flat
from openmbi.index.treatment.setting import Setting


def _apply(values: Floats, setting: Setting, _options: Options) -> Outcome:
    """v = 100 (b + e/2 + ½)/(B + 1): of B values of the base, b lie below and e are equal; above where inverted. In (0, 100), for every value."""
    refuse_flat(values[:, setting.base], setting)
    signed = np.where(setting.inverted[:, None], -values, values)
    return Outcome(np.array([_share(row, row[setting.base]) for row in signed]))


def _share(row: Floats, base: Floats) -> Floats:
    known = np.sort(base[~np.isnan(base)])
    halves = np.searchsorted(known, row, "left") + np.searchsorted(known, row, "right")
    return np.where(np.isnan(row), np.nan, 50 * (halves + 1) / (len(known) + 1))


METHOD = StepMethod(
    name="rank",
    label=Text("秩次标准化", "ranks"),
    citation=Text(
        "OECD 与欧盟联合研究中心《综合指标构建手册》（2008）第 5 步；分位按 r/(B+1)（Weibull, 1939）",
        "OECD and JRC, Handbook on Constructing Composite Indicators (2008), step 5; plotting position r/(B + 1) of Weibull (1939)",
    ),
    apply=_apply,
)
