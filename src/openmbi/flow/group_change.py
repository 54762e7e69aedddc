"""The level of one group of the newest run, ready to be taken apart."""

from __future__ import annotations

from collections.abc import Mapping

from openmbi.core.language import Text
from openmbi.core.periods import Period
from openmbi.core.problems import Problem
from openmbi.core.tables import Flags, IndexSeries, IndexTerms, Level, Stints
from openmbi.drilldown.span import span_of
from openmbi.index.group_levels import group_levels
from openmbi.index.group_terms import group_terms


def group_level(
    terms: IndexTerms, series: IndexSeries, own: Stints, code: str, period: Period, *, base_day: Flags
) -> tuple[IndexTerms, IndexSeries]:
    """Return terms and series of a group, of the zone's.

    Raises
    ------
    Problem
        `explain.restarted` where the group's chain began anew within the period; `drilldown.no-days`.
    """
    every = group_levels(terms, own, reported=terms.member, base_day=base_day, provisional=series.provisional)
    row, span = every.groups.tolist().index(code), span_of(terms.days, period)
    if every.restarted[row, span.opening + 1 : span.closing + 1].any():
        raise _restarted(code, period)
    found = IndexSeries(series.index, code, terms.days, every.close[row], every.coverage[row], every.provisional)
    return group_terms(terms, own, code, base_day=base_day), found


def stints_of_group(belonging: Mapping[Level, Stints], group: str) -> tuple[Stints, str]:
    """Return the stints of the highest level that has a group, and its code; `group` is a code, or `level/code`.

    Raises
    ------
    Problem
        `explain.unknown-group` where nothing bears the code.
    """
    named, _, code = group.rpartition("/")
    for level, found in belonging.items():
        if level is not Level.ZONE and named in {"", level} and code in found.groups:
            return found, code
    raise Problem(
        "explain.unknown-group",
        Text("没有组「{group}」", "there is no group “{group}”").fill(group=group),
        Text("请用矩阵或列表页中的代码", "take a code of the matrix or of a list page"),
        expected=Text("例如 440600、C39、440600-C39 或 city/440600", "such as 440600, C39, 440600-C39 or city/440600"),
    )


def _restarted(code: str, period: Period) -> Problem:
    return Problem(
        "explain.restarted",
        Text(
            "{code} 的指数在 {period} 内重新起算，前后不可比",
            "the chain of {code} began anew in {period}: before and after do not compare",
        ).fill(code=code, period=str(period)),
        Text("请改选其前或其后的时期", "choose a period before or after it"),
    )
