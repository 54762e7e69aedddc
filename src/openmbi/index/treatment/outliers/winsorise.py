"""Winsorising by the rule of skewness and kurtosis: the values farthest out are pulled in, one at a time, until the indicator passes."""

from __future__ import annotations

import numpy as np

from openmbi.core.language import Text
from openmbi.core.tables import Floats
from openmbi.index.treatment.method import Options, Outcome, StepMethod
from openmbi.index.treatment.moments import KURTOSIS, SKEWNESS, has_outliers, skewness
from openmbi.index.treatment.setting import Setting


def winsorised(
    row: Floats, limit: int, least_skewness: float = SKEWNESS, least_kurtosis: float = KURTOSIS
) -> tuple[Floats, int, bool]:
    """Return an indicator (T,) with its farthest values pulled in, how many were, and whether it passes.

    An indicator passes where |skewness| ≤ 2 or kurtosis ≤ 3.5. Where it does not, its greatest value (its least, where the skewness is negative) takes the
    value next to it, then the two farthest the third, and so on, at most `limit` of them.
    """
    treated = row.copy()
    for points in range(limit + 1):
        if not has_outliers(treated[None], least_skewness, least_kurtosis)[0]:
            return treated, points, True
        if points < limit:
            treated = _pulled(row, points + 1, float(skewness(row[None])[0]) > 0)
    return treated, limit, False


def _pulled(row: Floats, points: int, above: bool) -> Floats:
    known = np.sort(row[~np.isnan(row)])
    return np.minimum(row, known[-1 - points]) if above else np.maximum(row, known[points])


def _apply(values: Floats, _setting: Setting, options: Options) -> Outcome:
    bounds = float(options["skewness"]), float(options["kurtosis"])
    suspect = has_outliers(values, *bounds)
    limit = int(float(options["limit"]))
    done = [
        winsorised(row, limit, *bounds) if one else (row, 0, True) for row, one in zip(values, suspect, strict=True)
    ]
    treated, points, passes = zip(*done, strict=True)
    return Outcome(np.array(treated), {"points": np.array(points, np.float64), "passes": np.array(passes, np.float64)})


METHOD = StepMethod(
    name="winsorise",
    label=Text("缩尾", "winsorising"),
    citation=Text(
        "OECD 与欧盟联合研究中心《综合指标构建手册》（2008）；规则同 COINr：|偏度| > 2 且峰度 > 3.5 时逐点缩尾，至多 5 点",
        "OECD and JRC, Handbook (2008); the rule of COINr: where |skewness| > 2 and kurtosis > 3.5, value by value, five at most",
    ),
    apply=_apply,
    defaults={"limit": 5.0, "skewness": SKEWNESS, "kurtosis": KURTOSIS},
)
