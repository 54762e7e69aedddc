"""What a frame is given back with: the adjusted values, and the parts that were taken out or left in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from openmbi.adjustment.uncertainty import standard_error
from openmbi.core.adjusted import AdjustedPanel, DayStatus
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Floats

PARTS = {
    "adjusted": Text(
        "扣除日历效应后的值，单位同原值；停用日为 0，春节停工日为拟合值，缺测日为空",
        "the value with the calendar effect taken out, in its own unit; 0 on an idle day, the fit on a day of a festival closure, missing where absent",
    ),
    "fit": Text(
        "调整后数值的期望；序列过短时为空",
        "what the adjusted value is expected to be; missing where the series is too short to be fitted",
    ),
    "effect": Text("扣除的日历效应，对数点", "the calendar effect that was taken out, log points"),
    "festival": Text("其中春节部分，对数点", "of it the Spring Festival's, log points"),
    "temperature": Text("其中气温部分，对数点", "of it the temperature's, log points"),
    "standard_error": Text("效应的标准误，对数点", "standard error of the effect, log points"),
    "season": Text(
        "留在 adjusted 中的年度周期，对数点；数据不足三年时为 0",
        "the annual cycle, which stays in `adjusted`, log points; 0 where there are fewer than three years",
    ),
    "seasonally_adjusted": Text("同时扣除年度周期后的值", "the value with the annual cycle taken out too"),
    "status": Text(
        "active（有正读数）、idle（停用）、festival_closure（春节停工）或 absent（缺测）",
        "`active` (a positive reading), `idle`, `festival_closure` or `absent`",
    ),
    "provisional": Text(
        "日历尚未公布，或春节效应尚无从学习",
        "the calendar is not announced yet, or the festival's effect could not yet be learnt",
    ),
}
"""The columns of the components, in order, and what each is."""
COMPONENTS = "components"
WITHOUT_DETAIL = {"adjusted", "fit", "effect", "status", "provisional"}
"""Parts that a panel has in any case."""
STATUS = np.array([one.name.lower() for one in DayStatus], object)


def part_of(panel: AdjustedPanel, name: str) -> Any:
    """Return one part as an array (n, T); what the method does not give is NaN."""
    return MADE[name](panel) if name in MADE else _detail(panel, name)


def _detail(panel: AdjustedPanel, name: str) -> Floats:
    return np.full(panel.value.shape, np.nan) if panel.detail is None else getattr(panel.detail, name)


def adjusted_values(panel: AdjustedPanel) -> Floats:
    """Return the adjusted values (n, T): 0 where a subject is idle, its fit where it is closed over the Spring Festival, NaN where nothing was reported.

    A closure is the festival's effect at its deepest; without it the subject would have worked as its fit says. One without a fit stays at 0.
    """
    value = np.where(panel.status == DayStatus.IDLE, 0.0, panel.value)
    return np.where(panel.status == DayStatus.FESTIVAL_CLOSURE, np.nan_to_num(panel.fit), value)


def _standard_error(panel: AdjustedPanel) -> Floats:
    shape = panel.value.shape
    return np.full(shape, np.nan) if panel.detail is None else standard_error(panel.detail, shape)


MADE: dict[str, Callable[[AdjustedPanel], Any]] = {
    "adjusted": adjusted_values,
    "fit": lambda panel: panel.fit,
    "effect": lambda panel: panel.effect,
    "standard_error": _standard_error,
    "seasonally_adjusted": lambda panel: adjusted_values(panel) / np.exp(_detail(panel, "season")),
    "status": lambda panel: STATUS[panel.status],
    "provisional": lambda panel: np.broadcast_to(panel.provisional, panel.value.shape),
}
"""How the parts are made that do not stand in the detail of a panel."""


def check_output(output: str | None) -> None:
    """Refuse what is no part.

    Raises
    ------
    Problem
        `frame.output-unknown`.
    """
    if output not in (None, COMPONENTS, *PARTS):
        raise Problem(
            "frame.output-unknown",
            Text("没有名为 {output} 的输出", "there is no output {output}").fill(output=output),
            Text("请选择其中之一", "choose one of these"),
            expected=Text("、".join([COMPONENTS, *PARTS]), ", ".join([COMPONENTS, *PARTS])),
            field="output",
        )


def columns_to_add(output: str | None) -> list[str]:
    """Return the parts that a long frame is given back with."""
    return list(PARTS) if output is None or output == COMPONENTS else [output]
