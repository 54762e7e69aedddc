"""Winsorising, and a logarithm where it does not suffice: many values far out are no outliers but a skewed distribution."""

from __future__ import annotations

import numpy as np

from openmbi.core.language import Text
from openmbi.core.tables import Floats
from openmbi.index.treatment.method import Options, Outcome, StepMethod
from openmbi.index.treatment.moments import KURTOSIS, SKEWNESS, has_outliers, skewness
from openmbi.index.treatment.outliers import winsorise
from openmbi.index.treatment.setting import Setting


def from_the_end(values: Floats, points: Floats) -> Floats:
    """Return ln(x − min + a) of points (n, k), min and a = 1 % of the range of indicators (n, T); −ln(max + a − x) where the skewness is negative.

    Order is kept; NaN beyond the end by a or more.
    """
    least, greatest = np.nanmin(values, axis=1, keepdims=True), np.nanmax(values, axis=1, keepdims=True)
    start = 0.01 * (greatest - least)
    above = skewness(values)[:, None] > 0
    distance = np.where(above, points - least, greatest - points) + start
    return np.where(above, 1.0, -1.0) * np.log(np.where(distance > 0, distance, np.nan))


def _apply(values: Floats, setting: Setting, options: Options) -> Outcome:
    """`logged` (n,) marks what took the logarithm, of its values as they were; `passes` whether the rule is kept after all."""
    pulled = winsorise.METHOD.apply(values, setting, options)
    failing = pulled.parameters["passes"] == 0

    def logged(points: Floats) -> Floats:
        result = points.copy()
        result[failing] = from_the_end(values[failing], points[failing])
        return result

    value = np.where(failing[:, None], logged(values), pulled.value) if failing.any() else pulled.value
    passes = ~has_outliers(value, float(options["skewness"]), float(options["kurtosis"]))
    points = np.where(failing, 0.0, pulled.parameters["points"])
    parameters = {"points": points, "logged": failing.astype(np.float64), "passes": passes.astype(np.float64)}
    return Outcome(value, parameters, logged if failing.any() else None)


METHOD = StepMethod(
    name="winsorise_or_log",
    label=Text("缩尾，不足时取对数", "winsorising, else logarithm"),
    citation=Text(
        "COINr 的默认两步处理（缩尾、对数）",
        "the treatment in two stages that is the default of COINr: winsorising, then a logarithm",
    ),
    apply=_apply,
    defaults={"limit": 5.0, "skewness": SKEWNESS, "kurtosis": KURTOSIS},
)
