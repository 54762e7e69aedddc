"""Between a lower and an upper goalpost, which are declared and not taken from the data."""

from __future__ import annotations

import numpy as np

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Floats
from openmbi.index.treatment.method import Options, Outcome, StepMethod
from openmbi.index.treatment.refusals import refuse_spans
from openmbi.index.treatment.setting import Setting


def _apply(values: Floats, setting: Setting, options: Options) -> Outcome:
    """v = 100 (x − lower)/(upper − lower), or (upper − x) where inverted. `clipped`: `yes` counts what is beyond a goalpost as at it."""
    lower, upper = _goalposts(setting)
    refuse_spans(upper - lower, setting)
    start, end = np.where(setting.inverted, (upper, lower), (lower, upper))
    value = 100 * (values - start[:, None]) / (end - start)[:, None]
    value = np.clip(value, 0.0, 100.0) if options["clipped"] == "yes" else value
    return Outcome(value, {"lower": lower, "upper": upper})


def _goalposts(setting: Setting) -> Floats:
    if setting.goalposts is None:
        raise Problem(
            "index.no-goalposts",
            Text("没有给出各指标的上下限", "no goalposts of the indicators are given"),
            Text(
                "请给出上下限，或改选其他标准化方法",
                "give the lower and upper goalpost of each indicator, or normalise otherwise",
            ),
        )
    return setting.goalposts


METHOD = StepMethod(
    name="goalposts",
    label=Text("阈值法（上下限）", "goalposts"),
    citation=Text("联合国开发计划署人类发展指数技术说明", "UNDP, Human Development Report, technical notes"),
    apply=_apply,
    defaults={"clipped": "yes"},
)
