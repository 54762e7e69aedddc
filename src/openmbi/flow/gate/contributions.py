"""What a change is made of, by the newest run or the one that an `as_of` means, as far as a viewer's scope reaches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from openmbi.core.access import Permission, Viewer, no_such
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import ContributionNode, Level
from openmbi.drilldown.node_document import from_document
from openmbi.flow.change_trees import COMPOSITE, LEVEL, ChangeTree, composite_change, level_change, part_of
from openmbi.flow.gate.answer import Answer
from openmbi.flow.gate.declared import declared
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.narrowing import sees
from openmbi.flow.gate.origins import Origin
from openmbi.flow.in_force import declarations_in_force

CONTRIBUTION_COLUMNS = pa.schema(
    [
        pa.field("path", pa.string(), nullable=False),
        pa.field("depth", pa.int32(), nullable=False),
        pa.field("level", pa.string(), nullable=False),
        pa.field("code", pa.string(), nullable=False),
        pa.field("name_zh", pa.string(), nullable=False),
        pa.field("name_en", pa.string(), nullable=False),
        pa.field("points", pa.string(), nullable=False),
    ]
)
"""`path`: the codes from the whole down, joined by `/`; `points`: index points as a text, so that no digit is lost; the parts of a row sum to it exactly."""

_UNKNOWN = {
    "explain.no-such-part",
    "explain.unknown-index",
    "explain.month-not-kept",
    "explain.no-such-group",
    "explain.unknown-group",
}


@dataclass(frozen=True)
class ContributionsAsked:
    """Of which change: `index` is `activity_level` or a composite; `period`: a month, None for the latest; `group`: of the level, a group's own change, as
    `city/440600`; `path`: the codes that lead to a part; `depth`: how many levels below it are told; `as_of`: as in `FiguresAsked`.
    """

    index: str = LEVEL
    period: str | None = None
    group: str | None = None
    path: tuple[str, ...] = ()
    depth: int = 2
    as_of: datetime | None = None


def contributions(gate: Gate, viewer: Viewer, asked: ContributionsAsked) -> Answer:
    """Return the parts of a change, each after the one that it is a part of (CONTRIBUTION_COLUMNS).

    A viewer whose scope is not everywhere asks for a group inside it. Of a run that newer ones have followed, the zone's latest changes are kept down to
    cells.

    Raises
    ------
    Problem
        `access.not-permitted`; `access.none` where there is no such change, or the scope does not reach it; `run.none`, `figures.no-run`;
        `figures.not-kept` of what an older run no longer keeps; as `openmbi.flow.newest_run`.
    """
    viewer.check(Permission.READ_INTERNAL)
    origin = gate.origins.of(asked.as_of)
    if asked.group is not None or not viewer.scope.is_everywhere:
        _check_group(origin, viewer, asked.group)
    tree = _tree(gate, origin, asked)
    rows = list(_rows(tree.root, asked.path, asked.depth, 0))
    names = [_name(tree.name, node) for _, _, node in rows]
    columns = {
        "path": ["/".join(path) for path, *_ in rows],
        "depth": [depth for _, depth, _ in rows],
        "level": [str(node.level) for *_, node in rows],
        "code": [node.code for *_, node in rows],
        "name_zh": [name.zh for name in names],
        "name_en": [name.en for name in names],
        "points": [f"{node.points:f}" for *_, node in rows],
    }
    return Answer(CONTRIBUTION_COLUMNS, columns, origin.about)


def _check_group(origin: Origin, viewer: Viewer, group: str | None) -> None:
    if group is None:
        raise no_such("contributions")
    level, _, code = group.rpartition("/")
    if level and level not in list(Level):
        raise no_such(group)
    if not sees(origin, viewer, Level(level) if level else origin.level_of(code), code):
        raise no_such(group)


def _tree(gate: Gate, origin: Origin, asked: ContributionsAsked) -> ChangeTree:
    """Return the change; taking a level's apart reads all its terms, so that it is done once a question."""

    def work() -> ChangeTree:
        if asked.index != LEVEL and asked.group is not None:
            raise no_such(f"{asked.index}/{asked.group}")
        with suppress(FileNotFoundError):  # a newer run has followed meanwhile
            if origin.saved.has_terms:
                return _whole(gate, origin, asked)
        return _kept(origin, asked)

    name = (asked.index, asked.period, asked.group, asked.path, origin.saved.has_terms)
    try:
        return origin.once(("contributions", *name), work)
    except Problem as problem:
        if problem.code in _UNKNOWN or problem.code.startswith("drilldown."):
            raise no_such("/".join(filter(None, (asked.index, asked.group, asked.period, *asked.path)))) from problem
        raise


def _whole(gate: Gate, origin: Origin, asked: ContributionsAsked) -> ChangeTree:
    if asked.index == LEVEL:
        return level_change(gate.bureau, asked.period, None, group=asked.group, path=asked.path, run=origin.saved)
    return composite_change(gate.bureau, asked.index, asked.period, asked.path, origin.saved)


def _kept(origin: Origin, asked: ContributionsAsked) -> ChangeTree:
    """Return the change as a run that newer ones have followed still tells it."""
    kept = origin.saved.parts()
    composites = [index for index in kept if index != LEVEL]
    index = composites[0] if asked.index == COMPOSITE and composites else asked.index
    if not kept or asked.group is not None or (index in kept and asked.period not in (None, kept[index]["period"])):
        raise _not_kept(origin.saved.name)
    if index not in kept:
        raise no_such(asked.index)
    root = part_of(from_document(kept[index]["tree"]), asked.path)
    told = Text(kept[index]["period"], kept[index]["period"])
    return ChangeTree(index, told, asked.path, root, lambda level, code: _kept_name(origin, level, code))


def _kept_name(origin: Origin, level: str, code: str) -> Text:
    if level == "indicator":
        return declared(declarations_in_force, origin.bureau.catalog).indicators[code].name.text()
    return origin.name(Level(level), code)


def _not_kept(run: str) -> Problem:
    return Problem(
        "figures.not-kept",
        Text(
            "计算 {run} 只保留全域最近一期的分解",
            "of run {run} only the zone's latest changes are kept, taken apart down to cells",
        ).fill(run=run),
        Text(
            "不写 group 与 period，或用 mbi run --as-of 重新计算",
            "ask without group and period, or make it anew by `mbi run --as-of`",
        ),
    )


def _rows(
    node: ContributionNode, path: tuple[str, ...], depth: int, below: int
) -> Iterator[tuple[tuple[str, ...], int, ContributionNode]]:
    yield path, below, node
    if below < depth:
        for part in node.parts:
            yield from _rows(part, (*path, part.code or part.level), depth, below + 1)


def _name(name: Callable[[str, str], Text], node: ContributionNode) -> Text:
    """Return what a part is called; the word of its line where it has no code."""
    if not node.code:
        return Text(node.level, node.level)
    try:
        return name(node.level, node.code)
    except (KeyError, ValueError):
        return Text(node.code, node.code)
