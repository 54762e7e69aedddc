"""The base period of a composite: which periods it holds, and that every indicator has them all."""

from __future__ import annotations

import numpy as np

from openmbi.catalog.composites import BaseSpan
from openmbi.core.language import Text
from openmbi.core.periods import first_days
from openmbi.core.problems import Problem
from openmbi.core.tables import Flags
from openmbi.index.indicator_panel import IndicatorPanel


def base_periods(panel: IndicatorPanel, base: BaseSpan) -> Flags:
    """Return which periods (T,) of a panel are the base.

    Raises
    ------
    Problem
        `index.base-incomplete` where an indicator lacks one of them: a base of part of a year would carry its season into every later value.
    """
    days = np.arange(np.datetime64(base.first), np.datetime64(base.last) + 1)
    wanted = np.unique(first_days(days, panel.frequency))
    inside = np.isin(panel.periods, wanted)
    has = (~np.isnan(panel.value[:, inside])).sum(axis=1)
    lacking = [f"{name} {n}/{len(wanted)}" for name, n in zip(panel.indicators, has, strict=True) if n < len(wanted)]
    if lacking:
        raise Problem(
            "index.base-incomplete",
            Text("基期不完整（已有期数/应有期数）：{lacking}", "base periods there, of those needed: {lacking}").fill(
                lacking=", ".join(lacking)
            ),
            Text(
                "请选各指标齐全的基期，或不计这些指标",
                "choose a base that every indicator covers, or leave these indicators out",
            ),
            expected=Text("{first} 至 {last}", "{first} to {last}").fill(first=base.first, last=base.last),
        )
    return inside
