"""What following runs did to the cases, on the terminal and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from openmbi.core.case_words import ACTIONS
from openmbi.core.language import Text
from openmbi.doors.cli.console import out
from openmbi.doors.cli.language import here

if TYPE_CHECKING:
    from openmbi.flow.follow_cases import Followed


def followed_as_dict(followed: Sequence[Followed]) -> list[dict[str, Any]]:
    """Return by run the moves of cases as JSON types."""
    return [
        {
            "run": one.run,
            "moves": [{"case": move.number, "kind": move.kind.value} for move in one.moves],
        }
        for one in followed
    ]


def show_followed(followed: Sequence[Followed]) -> None:
    """Print how many cases were opened, closed and so on, by run."""
    for one in followed:
        counted = [f"{here(ACTIONS[kind])} {n}" for kind, n in sorted(one.count().items())]
        said = Text("工单（计算 {run}）：{moves}", "cases by run {run}: {moves}")
        moves = here(Text("；", "; ")).join(counted) or here(Text("无变化", "no change"))
        out.print(here(said.fill(run=one.run, moves=moves)))
