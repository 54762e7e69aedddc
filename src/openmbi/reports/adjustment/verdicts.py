"""What test results mean, in plain words."""

from __future__ import annotations

from math import exp, isnan
from typing import Any

from openmbi.core.diagnosis import CycleTest, CycleTests, Stage
from openmbi.core.language import Text
from openmbi.reports.overview.figures import both

UNLIKELY = 0.01
"""A cycle counts as found where chance alone gives such a statistic more rarely than this."""
TRACE = 0.01
"""A cycle below this many log points is found, but too small to matter."""
STABLE_SEASON, UNSTABLE_SEASON = 15.0, 25.0
STABLE_GROWTH, UNSTABLE_GROWTH = 35.0, 40.0
"""Per cent of periods on which spans may disagree (Findley et al. 1990)."""

_CYCLE = {
    "untested": Text("序列太短，无法检验", "too short to test"),
    "none": Text("未发现周期", "no cycle found"),
    "trace": Text("有痕迹，高低相差不足 1%", "a trace, below 1 % from top to bottom"),
    "seen": Text("有周期", "a cycle"),
    "found": Text("有周期：高低相差 {size}%", "a cycle: {size} % from top to bottom"),
    "remains": Text("仍有残余周期", "a cycle is left"),
    "left": Text("仍有残余周期：高低相差 {size}%", "a cycle is left: {size} % from top to bottom"),
}
_STABILITY = {
    "untested": Text("历史不足四年，或方法不给出季节成分", "under four years of history, or no seasonal part"),
    "stable": Text("稳定", "stable"),
    "middling": Text("尚可", "middling"),
    "unstable": Text("不稳定", "unstable"),
}


def cycle_verdict(tests: CycleTests) -> dict[str, Any]:
    """Return whether a cycle was found, as a code and in words; where the stage should have none, what was found is `left`."""
    code = _cycle_code(tests)
    said = _CYCLE[code]
    return {
        "code": code,
        "text": both(said.fill(size=size_text(tests.kruskal_wallis)) if code in ("found", "left") else said),
    }


def _cycle_code(tests: CycleTests) -> str:
    chances = [one.p_value for one in (tests.qs, tests.kruskal_wallis) if not isnan(one.p_value)]
    if not chances:
        return "untested"
    if min(chances) >= UNLIKELY:
        return "none"
    if tests.kruskal_wallis.size < TRACE:
        return "trace"
    if isnan(tests.kruskal_wallis.size):
        return "remains" if finished(tests) else "seen"
    return "left" if finished(tests) else "found"


def finished(tests: CycleTests) -> bool:
    """Whether the stage is the one at which the cycle should be gone."""
    return tests.stage is (Stage.CALENDAR if tests.cycle == "week" else Stage.SEASON)


def stability_verdict(season: float, growth: float) -> dict[str, Any]:
    """Return what sliding spans say, as a code and in words."""
    if isnan(season) or isnan(growth):
        code = "untested"
    elif season > UNSTABLE_SEASON or growth > UNSTABLE_GROWTH:
        code = "unstable"
    else:
        code = "stable" if season <= STABLE_SEASON and growth <= STABLE_GROWTH else "middling"
    return {"code": code, "text": both(_STABILITY[code])}


def size_text(test: CycleTest) -> str | None:
    """Return the distance from the lowest to the highest place of a cycle in per cent; None where it is not known."""
    return None if isnan(test.size) else f"{100 * (exp(test.size) - 1):.1f}"


def chance_text(test: CycleTest) -> str | None:
    """Return a probability; None where there was no test."""
    if isnan(test.p_value):
        return None
    return "< 0.001" if test.p_value < 0.001 else f"{test.p_value:.3f}"


def statistic_text(test: CycleTest) -> str | None:
    """Return a statistic with one digit."""
    return None if isnan(test.statistic) else f"{test.statistic:.1f}"
