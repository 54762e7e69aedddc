"""`mbi alerts`: what detection found with the newest run."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from openmbi.core.alert_documents import alert_document
from openmbi.core.alert_words import CHANNELS
from openmbi.core.colours import Colour
from openmbi.core.language import Text
from openmbi.core.levels import Level
from openmbi.doors.cli.compare import COLOURS
from openmbi.doors.cli.console import out, print_json, table
from openmbi.doors.cli.language import here
from openmbi.doors.cli.options import Json, now, opened

if TYPE_CHECKING:
    from openmbi.alerts.cases.triage import Triaged
    from openmbi.flow.alerts import FoundAlert, RunAlerts


class Shade(StrEnum):
    """The colours of an alert."""

    RED = "red"
    YELLOW = "yellow"

    @property
    def code(self) -> Colour:
        """The colour of a light."""
        return Colour[self.name]


_LEVEL = Text("只列这一层级", "only this level")
_COLOUR = Text("只列红色或黄色", "only red, or only yellow ones")
_PLACE = Text("只列这一行政区划（六位代码）之内", "only in this place, by its code of six digits")
_COVERED = Text(
    "也列出已由所在单元、行业或地区的预警覆盖的预警",
    "also those that the alert of their own cell, industry or place covers",
)
_LIMIT = Text("显示行数；0 为全部", "rows to show; 0: all")


def alerts(
    context: typer.Context,
    *,
    level: Annotated[Level | None, typer.Option(help=here(_LEVEL))] = None,
    colour: Annotated[Shade | None, typer.Option(help=here(_COLOUR))] = None,
    place: Annotated[str | None, typer.Option(help=here(_PLACE))] = None,
    covered: Annotated[bool, typer.Option("--covered", help=here(_COVERED))] = False,
    limit: Annotated[int, typer.Option(min=0, help=here(_LIMIT))] = 20,
    json: Json = False,
) -> None:
    """List the alerts of the newest run, the gravest first."""
    from openmbi.flow.alerts import Wanted, chosen, newest_alerts
    from openmbi.flow.case_desk import CaseDesk
    from openmbi.flow.cases import cases_of_alerts
    from openmbi.flow.follow_cases import held

    bureau = opened(context)
    found = newest_alerts(bureau)
    listed = chosen(found, Wanted(level, colour.code if colour else None, place, covered))
    desk = CaseDesk(bureau)
    kept = held(desk, found, now())
    followed = [
        _Followed(number, kept.get((one.alert.level, one.alert.subject)))
        for one, number in zip(listed, cases_of_alerts(desk, listed), strict=True)
    ]
    if json:
        print_json(_document(found, listed, followed) | {"simulated": bureau.settings.simulated})
        return
    if bureau.settings.simulated:
        out.print(here(Text("模拟数据", "simulated data")), style="bold")
    _show(found, listed, followed, limit)


@dataclass(frozen=True)
class _Followed:
    """The number of an alert's case, or why it has none."""

    case: int | None
    held: Triaged | None

    def document(self) -> dict[str, Any]:
        if self.held is None:
            return {"case": self.case, "held": None}
        case, silence = self.held.case, self.held.silence
        numbers = {"case": case.number if case else None, "silence": silence.number if silence else None}
        return {"case": self.case, "held": {"why": self.held.fate.value} | numbers}

    def cell(self) -> object:
        from openmbi.alerts.cases.triage import HELD

        if self.case is not None:
            return self.case
        return "–" if self.held is None else here(HELD[self.held.fate])


def _document(found: RunAlerts, listed: Sequence[FoundAlert], followed: Sequence[_Followed]) -> dict[str, Any]:
    return {
        "run": found.run,
        "as_of": found.as_of.isoformat(),
        "data_until": found.data_until.isoformat(),
        "found": len(found.alerts),
        "judged": asdict(found.judged) if found.judged else None,
        "alerts": [_row_document(one, each) for one, each in zip(listed, followed, strict=True)],
    }


def _row_document(one: FoundAlert, followed: _Followed) -> dict[str, Any]:
    where = one.subject.about
    about = {"name": vars(one.subject.name), "place": where.place, "industry": where.industry}
    return alert_document(one.alert) | about | followed.document()


def _show(found: RunAlerts, listed: Sequence[FoundAlert], followed: Sequence[_Followed], limit: int) -> None:
    from openmbi.flow.judged import told_of_judged

    said = Text(
        "计算 {run}，数据截至 {day}：共 {n} 项预警，其中由群体预警覆盖 {k} 项（--covered 也列出）；符合条件 {m} 项",
        "run {run}, data until {day}: {n} alerts, {k} of them covered by a group's (--covered lists those too); {m} match",
    )
    covered = sum(one.alert.covered_by is not None for one in found.alerts)
    told = said.fill(run=found.run, day=found.data_until, n=len(found.alerts), k=covered, m=len(listed))
    out.print(here(told), style="bold")
    for text in told_of_judged(found.judged) if found.judged else ():
        out.print(here(text))
    if not listed:
        return
    headers = (
        Text("颜色", "colour"),
        Text("层级", "level"),
        Text("代码", "code"),
        Text("名称", "name"),
        Text("自", "since"),
        Text("变动 %", "change, %"),
        Text("检测通道", "found by"),
        Text("q 值", "q"),
        Text("工单", "case"),
    )
    rows = [_row(one, each) for one, each in zip(listed, followed, strict=True)]
    out.print(table(headers, rows[: limit or None], numbers=(5, 7)))
    if limit and len(rows) > limit:
        more = Text("……另有 {n} 项（--limit 0 显示全部）", "… and {n} more (--limit 0 shows all)")
        out.print(here(more.fill(n=len(rows) - limit)))


def _row(one: FoundAlert, followed: _Followed) -> list[object]:
    from openmbi.reports.province.levels import NAMES

    alert = one.alert
    change = alert.sources[0].change if alert.sources else math.nan
    return [
        COLOURS[alert.colour],
        NAMES[alert.level],
        alert.subject,
        escape(here(one.subject.name)),
        alert.since,
        "–" if math.isnan(change) else f"{100 * change:+.0f}",
        here(CHANNELS[alert.channels[0]]),
        "–" if math.isnan(alert.q_value) else f"{alert.q_value:.3f}",
        followed.cell(),
    ]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        help=here(
            Text(
                "列出最近一次计算发现的预警，最严重的在前；已立工单的给出编号，未立单的说明原因。\n\n"
                "例：mbi alerts；mbi alerts --level cell；mbi alerts --colour red --place 440600 --json",
                "List the alerts that the newest run found, the gravest first, with the number of the case that each has, or why it has none.\n\n"
                "Examples: mbi alerts; mbi alerts --level cell; mbi alerts --colour red --place 440600 --json",
            )
        )
    )(alerts)
