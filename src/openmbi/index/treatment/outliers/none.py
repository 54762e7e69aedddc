"""Nothing is treated: values count as they are."""

from __future__ import annotations

from openmbi.core.language import Text
from openmbi.core.tables import Floats
from openmbi.index.treatment.method import Options, Outcome, StepMethod
from openmbi.index.treatment.setting import Setting


def _apply(values: Floats, _setting: Setting, _options: Options) -> Outcome:
    return Outcome(values)


METHOD = StepMethod(
    name="none",
    label=Text("不处理", "nothing treated"),
    citation=Text("数值按原样计入", "values count as they are"),
    apply=_apply,
)
