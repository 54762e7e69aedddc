"""What is said before the first run: nothing is missing, it is only not computed yet."""

from __future__ import annotations

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.flow.gate.gate import Gate

NONE_YET = "run.none"
_MISSING = "access.none"
TITLE = Text("尚未计算", "Nothing has been computed yet")
STEPS = (
    (
        Text(
            "把各来源的数据文件放入单位文件夹的 incoming",
            "Put the files of the sources into incoming, in the folder of the bureau",
        ),
        None,
    ),
    (Text("入库并计算：", "Take them in and compute:"), "mbi run --ingest"),
    (Text("已入库的，只需计算：", "Where they were taken in already, compute alone:"), "mbi run"),
    (Text("完成后刷新本页", "Then load this page again"), None),
)
"""What to do, and the command that does it."""


def told_before_first_run(gate: Gate, problem: Problem) -> Problem:
    """Return that nothing has been computed yet in the place of a page that is not there; any other problem as it is.

    It tells nobody what exists: before the first run nothing does.
    """
    if problem.code != _MISSING:
        return problem
    try:
        gate.overview()
    except Problem as found:
        return found if found.code == NONE_YET else problem
    return problem
