"""What `mbi case list --grouped` tells: cases of one owner, city, industry and direction as one line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from rich.markup import escape

from openmbi.core.alert_words import DIRECTIONS
from openmbi.core.language import Text
from openmbi.core.levels import Level
from openmbi.doors.cli.case_told import say_simulated
from openmbi.doors.cli.compare import COLOURS
from openmbi.doors.cli.console import out, print_json, table
from openmbi.doors.cli.language import here

if TYPE_CHECKING:
    from openmbi.alerts.cases.grouping import CaseGroup
    from openmbi.flow.bureau import Bureau

Name = Callable[[Level, str], Text]


def tell_groups(bureau: Bureau, groups: Sequence[CaseGroup], some: slice, names: Name, *, json: bool) -> None:
    """Print some of the groups of cases, one a line, or all that is known of them as JSON."""
    if json:
        print_json(_as_json(groups[some], len(groups)) | {"simulated": bureau.settings.simulated})
        return
    say_simulated(bureau)
    _show(groups[some], len(groups), names)


def _as_json(groups: Sequence[CaseGroup], total: int) -> dict[str, Any]:
    return {
        "total": total,
        "groups": [
            {
                "owner": group.owner,
                "city": group.city,
                "industry": group.industry,
                "direction": group.direction.value,
                "lead": group.lead.number,
                "cases": [case.number for case in group.cases],
                "muted": [case.number for case in group.muted],
            }
            for group in groups
        ],
    }


def _show(groups: Sequence[CaseGroup], total: int, names: Name) -> None:
    said = Text("{n} 组工单，列出 {m} 组", "{n} groups of cases, {m} of them listed")
    out.print(here(said.fill(n=total, m=len(groups))), style="bold")
    if not groups:
        return
    headers = (
        Text("编号", "case"),
        Text("颜色", "colour"),
        Text("首要主体", "lead"),
        Text("负责单位", "owner"),
        Text("市", "city"),
        Text("行业", "industry"),
        Text("方向", "direction"),
        Text("工单数", "cases"),
        Text("代管数", "muted"),
    )
    out.print(table(headers, [_row(group, names) for group in groups], numbers=(0, 7, 8)))


def _row(group: CaseGroup, names: Name) -> list[object]:
    lead = group.lead
    return [
        lead.number,
        COLOURS[lead.newest.colour],
        escape(here(names(lead.level, lead.subject))),
        group.owner or "–",
        group.city or "–",
        group.industry or "–",
        DIRECTIONS[group.direction],
        len(group.cases),
        len(group.muted),
    ]
