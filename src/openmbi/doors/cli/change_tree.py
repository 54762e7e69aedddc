"""A change as a tree in the terminal: the largest parts of every node, the others as one line, and what is no part of anybody's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import typer
from rich.markup import escape
from rich.tree import Tree

from openmbi.core.language import Text
from openmbi.core.levels import Level
from openmbi.core.line_kinds import LineKind
from openmbi.doors.cli.language import here

if TYPE_CHECKING:
    from openmbi.core.tables import ContributionNode
    from openmbi.flow.change_trees import ChangeTree

LINES = {
    LineKind.ENTRY_AND_EXIT: Text("进入与退出", "entry and exit"),
    LineKind.WINSORISING: Text("缩尾", "winsorising"),
    LineKind.ROUNDING: Text("取整", "rounding"),
}


def levels_asked(text: str | None) -> tuple[Level, ...] | None:
    """Read `city,industry`; None is None.

    Raises
    ------
    typer.BadParameter
        Where a name is no level that a change can be taken apart by, or stands twice.
    """
    from openmbi.flow.change_trees import PARTITIONS

    if text is None:
        return None
    names = [name.strip() for name in text.split(",") if name.strip()]
    wrong = [name for name in names if name not in PARTITIONS]
    if wrong or len(set(names)) != len(names):
        told = Text("可用层级（不重复）：{levels}", "levels, each once: {levels}").fill(levels=", ".join(PARTITIONS))
        raise typer.BadParameter(here(told), param_hint="--by")
    return tuple(Level(name) for name in names)


def codes_asked(text: str | None) -> tuple[str, ...]:
    """Read `export_cny/440600/C39`."""
    return tuple(code for code in (text or "").split("/") if code)


def drawn(made: ChangeTree, top: int) -> Tree:
    """Return the tree, of every node the `top` largest parts (0: all)."""
    titled = Text("{index} {told}：{points:+} 点", "{index}, {told}: {points:+} points")
    label = escape(here(titled.fill(index=made.index, told=made.told, points=made.root.points)))
    above = escape("".join(f"{code}/" for code in made.path[:-1]))
    whole = Tree(f"[bold]{label}[/bold]  {above}{_named(made.root, made.name)}")
    _grow(whole, made.root, made.name, top)
    return whole


def _grow(tree: Tree, node: ContributionNode, name: Callable[[str, str], Text], top: int) -> None:
    parts = [part for part in node.parts if part.level not in LINES]
    shown, rest = (parts, []) if top == 0 else (parts[:top], parts[top:])
    for part in shown:
        _grow(tree.add(f"{part.points:+}  {_named(part, name)}"), part, name, top)
    if rest:
        said = Text("其余 {count} 项", "the other {count}").fill(count=len(rest))
        tree.add(f"{_sum(rest):+}  {here(said)}")
    for line in node.parts:
        if line.level in LINES:
            tree.add(f"{line.points:+}  {here(LINES[LineKind(line.level)])}")


def _named(node: ContributionNode, name: Callable[[str, str], Text]) -> str:
    said = here(name(node.level, node.code))
    return escape(f"{node.code} {said}" if said else node.code)


def _sum(parts: Sequence[ContributionNode]) -> Decimal:
    return sum((part.points for part in parts), Decimal(0))
