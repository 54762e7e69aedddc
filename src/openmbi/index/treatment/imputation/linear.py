"""A straight line between the values before and after a gap."""

from __future__ import annotations

import numpy as np

from openmbi.core.language import Text
from openmbi.core.tables import Floats
from openmbi.index.treatment.method import Options, Outcome, StepMethod
from openmbi.index.treatment.setting import Setting


def _apply(values: Floats, _setting: Setting, options: Options) -> Outcome:
    """`ends`: `missing` leaves what lies before the first and after the last value; `carried` gives it the nearest value."""
    outside = None if options["ends"] == "carried" else np.nan
    return Outcome(np.array([_filled(row, outside) for row in values]))


def _filled(row: Floats, outside: float | None) -> Floats:
    there = np.flatnonzero(~np.isnan(row))
    return row if len(there) == len(row) else np.interp(np.arange(len(row)), there, row[there], outside, outside)


METHOD = StepMethod(
    name="linear",
    label=Text("线性插补", "linear between neighbours"),
    citation=Text(
        "OECD 与欧盟联合研究中心《综合指标构建手册》（2008）第 3 步",
        "OECD and JRC, Handbook on Constructing Composite Indicators (2008), step 3",
    ),
    apply=_apply,
    defaults={"ends": "missing"},
)
