"""Nothing is filled: a column in which an indicator is missing has no score."""

from __future__ import annotations

from openmbi.core.language import Text
from openmbi.core.tables import Floats
from openmbi.index.treatment.method import Options, Outcome, StepMethod
from openmbi.index.treatment.setting import Setting


def _apply(values: Floats, _setting: Setting, _options: Options) -> Outcome:
    return Outcome(values)


METHOD = StepMethod(
    name="none",
    label=Text("不插补", "nothing filled"),
    citation=Text("缺测处不计算得分", "a column in which anything is missing has no score"),
    apply=_apply,
)
