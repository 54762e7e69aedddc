"""`mbi explain` with `--by`, `--group` or `--index`: a change of the newest run as a tree of its parts, exact at every node."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from openmbi.core.language import Text
from openmbi.core.periods import Period, parse_period
from openmbi.core.problems import Problem
from openmbi.core.tables import ContributionNode, Level
from openmbi.drilldown.by_group import by_group
from openmbi.drilldown.node_document import as_document, find, from_document
from openmbi.drilldown.span import span_of
from openmbi.flow.bureau import Bureau
from openmbi.flow.group_change import group_level, stints_of_group
from openmbi.flow.newest_run import NewestRun, newest_run
from openmbi.index.membership import base_days
from openmbi.store.runs import Saved

if TYPE_CHECKING:  # the adjustment is slow to import
    from openmbi.flow.composites import Composites

PARTITIONS = (Level.CITY, Level.COUNTY, Level.INDUSTRY, Level.INDUSTRY_GROUP, Level.CELL, Level.SIZE_CLASS)
"""The levels that a change can be taken apart by: everybody is in one group of each. Clusters overlap."""
LEVEL, COMPOSITE = "activity_level", "composite"
_LISTED = 10
_BELOW = {
    Level.ZONE: (Level.CITY, Level.INDUSTRY),
    Level.CITY: (Level.INDUSTRY,),
    Level.INDUSTRY: (Level.CITY,),
    Level.CLUSTER: (Level.CITY, Level.INDUSTRY),
}
"""What a change is taken apart by where nothing is asked for; of a group of another level, by its enterprises."""


@dataclass(frozen=True)
class ChangeTree:
    """A change of an index: from when to when in words, the codes that lead to the part told, its tree, and what parts are called, by level and code."""

    index: str
    told: Text
    path: tuple[str, ...]
    root: ContributionNode
    name: Callable[[str, str], Text]


def kept_changes(composites: Composites | None) -> dict[str, dict[str, Any]]:
    """Return what a run keeps to be explained later: the composite's latest change, taken apart."""
    if composites is None or composites.change is None:
        return {}
    period, root = composites.change
    return {composites.by_level[Level.ZONE].index: {"period": str(period), "tree": as_document(root)}}


def level_change(
    bureau: Bureau,
    period: str | None,
    by: Sequence[Level] | None,
    *,
    group: str | None,
    path: Sequence[str],
    run: Saved | None = None,
) -> ChangeTree:
    """Return the change of the zone's level over a period, or of a group's own, arranged by levels down to the enterprise.

    Parameters
    ----------
    period
        Such as `2025-11`; the latest month with data where None.
    by
        Levels of PARTITIONS from the top down; None: city and industry, as far as the group is not one of them.
    group
        `440600`, or `city/440600`. Its points are of its own level, where its enterprises weigh more than in the zone's.
    path
        Codes that lead to the part that is told instead of the whole.
    run
        The run that is explained; the newest where None.

    Raises
    ------
    Problem
        As `newest_run`, `stints_of_group` and `group_level`; `explain.no-such-part`; `drilldown.no-days`, `drilldown.unknown-level`.
    """
    newest = newest_run(bureau, run)
    terms, series = newest.saved.terms()
    asked, level = parse_period(period or f"{series.days[-1].item():%Y-%m}"), Level.ZONE
    if group is not None:
        own, code = stints_of_group(newest.stints(terms), group)
        base_day = base_days(terms.days, newest.in_force.level)
        level, (terms, series) = own.level, group_level(terms, series, own, code, asked, base_day=base_day)
    belonging = newest.stints(terms)
    levels = [belonging[one] for one in (_BELOW.get(level, ()) if by is None else by)]
    root = replace(by_group(terms, series, asked, levels), level=str(level))
    span = span_of(series.days, asked)
    told = Text("{opening} 至 {closing}", "{opening} to {closing}")
    told = told.fill(opening=series.days[span.opening], closing=series.days[span.closing])
    return ChangeTree(series.index, told, tuple(path), part_of(root, path), _names(newest, series.days[-1].item()))


def composite_change(
    bureau: Bureau, index: str, period: str | None, path: Sequence[str], run: Saved | None = None
) -> ChangeTree:
    """Return the change of a composite over its latest month, indicator → city → industry → enterprise, as the newest run took it apart.

    `index` is its code, or `composite`; `run`: another run than the newest.

    Raises
    ------
    Problem
        As `newest_run`; `explain.unknown-index` where the run took no such index apart, `explain.month-not-kept` where another month is asked for,
        `explain.no-such-part`.
    """
    newest = newest_run(bureau, run)
    kept = newest.saved.changes()
    code = next(iter(kept), index) if index == COMPOSITE else index
    if code not in kept:
        raise _unknown_index(index, [newest.saved.pins["index"], *kept])
    month = parse_period(kept[code]["period"])
    if period is not None and parse_period(period) != month:
        raise _month_not_kept(period, month)
    told = Text("{month}（较上月）", "{month} (on the month before)").fill(month=str(month))
    return ChangeTree(
        code, told, tuple(path), part_of(from_document(kept[code]["tree"]), path), _names(newest, month.last)
    )


def _names(newest: NewestRun, day: date) -> Callable[[str, str], Text]:
    return lambda level, code: newest.name(level, code, day)


def part_of(root: ContributionNode, path: Sequence[str]) -> ContributionNode:
    """Return the part that codes lead to, level by level; the whole by none.

    Raises
    ------
    Problem
        `explain.no-such-part`.
    """
    node = root
    for depth, code in enumerate(path, 1):
        found = find(node, [code])
        if found is None:
            raise _no_such_part(path[:depth], [part.code for part in node.parts if part.code])
        node = found
    return node


def _no_such_part(path: Sequence[str], there: Sequence[str]) -> Problem:
    listed = ", ".join(there[:_LISTED]) or "–"
    return Problem(
        "explain.no-such-part",
        Text("分解中没有「{path}」", "the change has no part “{path}”").fill(path="/".join(path)),
        Text("请按分解的层次逐级写出代码", "write the codes in the order of the tree's levels"),
        expected=Text("其中最大的几项：{listed}", "the largest parts there: {listed}").fill(listed=listed),
    )


def _unknown_index(index: str, known: Sequence[str]) -> Problem:
    listed = ", ".join(known)
    return Problem(
        "explain.unknown-index",
        Text("最近一次计算没有可分解的指数「{index}」", "the newest run has no index “{index}” that is taken apart").fill(index=index),
        Text("请改用所列指数；综合指数须有最近两月的值", "name one of those; a composite needs values of its latest two months"),
        expected=Text(listed, listed),
    )  # fmt: skip


def _month_not_kept(period: str, month: Period) -> Problem:
    return Problem(
        "explain.month-not-kept",
        Text("没有 {period} 的分解", "the change of {period} is not kept").fill(period=period),
        Text(
            "综合指数只保留最近一月；其他月份请先用 mbi run --as-of 计算当时",
            "of a composite the latest month is kept; for another one give `mbi run --as-of` a day on which it was the latest",
        ),
        expected=Text(str(month), str(month)),
    )
