"""Relative to a reference of the base, which is 100: the scale `indexed` of the composites."""

from __future__ import annotations

import numpy as np

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Floats
from openmbi.index.treatment.method import Options, Outcome, StepMethod
from openmbi.index.treatment.refusals import refuse_spans
from openmbi.index.treatment.setting import Setting

_REFERENCES = {"mean": np.nanmean, "median": np.nanmedian, "maximum": np.nanmax}


def _apply(values: Floats, setting: Setting, options: Options) -> Outcome:
    """v = 100 x/r, or 200 − 100 x/r where inverted. `reference` r: `mean`, `median` or `maximum` of the base."""
    if options["reference"] not in _REFERENCES:
        raise _no_reference(str(options["reference"]))
    reference = _REFERENCES[str(options["reference"])](values[:, setting.base], axis=1)
    refuse_spans(reference, setting)
    sign = np.where(setting.inverted, -1.0, 1.0)
    value = 100 + sign[:, None] * (100 * values / reference[:, None] - 100)
    return Outcome(value, {"reference": reference})


def _no_reference(name: str) -> Problem:
    return Problem(
        "index.no-option",
        Text("没有名为「{name}」的参照值", "there is no reference “{name}”").fill(name=name),
        Text("请改正 reference", "mend `reference`"),
        expected=Text("、".join(_REFERENCES), ", ".join(_REFERENCES)),
    )


METHOD = StepMethod(
    name="distance_to_reference",
    label=Text("相对参照值", "relative to a reference"),
    citation=Text(
        "OECD 与欧盟联合研究中心《综合指标构建手册》（2008）第 5 步",
        "OECD and JRC, Handbook on Constructing Composite Indicators (2008), step 5",
    ),
    apply=_apply,
    defaults={"reference": "mean"},
)
