"""`mbi silence`: for how long alerts of some subjects open no case and send no notice, and why."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from openmbi.core.language import Text
from openmbi.core.levels import Level
from openmbi.core.problems import Problem
from openmbi.core.silences import Silence, SilenceKind
from openmbi.doors.cli.console import out, print_json, table
from openmbi.doors.cli.language import here
from openmbi.doors.cli.options import By, Json, now, opened
from openmbi.doors.cli.person import login

if TYPE_CHECKING:
    from openmbi.flow.bureau import Bureau

app = typer.Typer(
    no_args_is_help=True,
    help=here(
        Text(
            "静默与检修窗口：期间不为所涉主体立单、升级或通知；都有原因与到期日。\n\n"
            "例：mbi silence list；mbi silence add --enterprise 91440600MA4ABCDE1X --until 2026-03-15 --reason 年度检修 --maintenance；mbi silence end 3",
            "Silences and maintenance windows: meanwhile no case of what they cover is opened, escalated or told of. Each has a reason and an expiry.\n\n"
            "Examples: mbi silence list; mbi silence add --enterprise 91440600MA4ABCDE1X --until 2026-03-15 --reason 'yearly repairs' --maintenance; "
            "mbi silence end 3",
        )
    ),
)
_REASON = Text("原因（必填）", "why; needed")
_UNTIL = Text(
    "到期：该日（含）为最后一天，或写完整时刻（必填）", "the last day, included, or a full ISO moment; needed"
)
_FROM = Text("开始：该日或完整时刻；缺省为现在", "the first day, or a full ISO moment. Default: now")
_ENTERPRISE = Text("企业代码", "code of an enterprise")
_PLACE = Text("行政区划代码：其中的一切", "code of a place: all that lies in it")
_INDUSTRY = Text("行业大类代码，例如 C39", "code of a division, such as C39")
_LEVEL = Text("只限这一层级的工单", "cases of this level only")
_MAINTENANCE = Text("这是事先通知的检修窗口", "this is a maintenance window, announced before")
_ALL = Text("也列出已结束的", "also those that are over")


@app.command(
    help=here(
        Text(
            "增加一个静默或检修窗口。\n\n"
            "例：mbi silence add --enterprise 91440600MA4ABCDE1X --from 2026-03-01 --until 2026-03-15 --reason 年度检修 --maintenance；"
            "mbi silence add --place 440600 --industry C30 --until 2026-02-28 --reason 错峰生产 --by li-na",
            "Add a silence or a maintenance window.\n\n"
            "Examples: mbi silence add --enterprise 91440600MA4ABCDE1X --from 2026-03-01 --until 2026-03-15 --reason 'yearly repairs' --maintenance; "
            "mbi silence add --place 440600 --industry C30 --until 2026-02-28 --reason 'staggered production' --by li-na",
        )
    )
)
def add(
    context: typer.Context,
    *,
    reason: Annotated[str, typer.Option("--reason", help=here(_REASON))],
    until: Annotated[str, typer.Option("--until", metavar="YYYY-MM-DD", help=here(_UNTIL))],
    since: Annotated[str | None, typer.Option("--from", metavar="YYYY-MM-DD", help=here(_FROM))] = None,
    enterprise: Annotated[str | None, typer.Option(help=here(_ENTERPRISE))] = None,
    place: Annotated[str | None, typer.Option(help=here(_PLACE))] = None,
    industry: Annotated[str | None, typer.Option(help=here(_INDUSTRY))] = None,
    level: Annotated[Level | None, typer.Option(help=here(_LEVEL))] = None,
    maintenance: Annotated[bool, typer.Option("--maintenance", help=here(_MAINTENANCE))] = False,
    by: By = None,
    json: Json = False,
) -> None:
    """Add a silence."""
    from openmbi.flow.authority import acting
    from openmbi.flow.case_desk import CaseDesk
    from openmbi.flow.silences import SilenceAsked, add_silence

    desk, moment = CaseDesk(opened(context)), now()
    asked = SilenceAsked(
        SilenceKind.MAINTENANCE if maintenance else SilenceKind.SILENCE,
        reason,
        _moment(since, desk.bureau) if since else moment,
        _moment(until, desk.bureau, last=True),
        enterprise,
        place,
        industry,
        level,
    )
    made = add_silence(desk, asked, by=acting(desk.owners, by, login()), now=moment)
    _tell(desk.bureau, made, moment, json)


@app.command(
    "list",
    help=here(
        Text(
            "列出有效和将要开始的静默与检修窗口。\n\n例：mbi silence list --all --json",
            "List the silences and maintenance windows in force and to come.\n\nExample: mbi silence list --all --json",
        )
    ),
)
def list_silences(
    context: typer.Context,
    *,
    every: Annotated[bool, typer.Option("--all", help=here(_ALL))] = False,
    json: Json = False,
) -> None:
    """List silences."""
    from openmbi.flow.case_desk import CaseDesk

    bureau, moment = opened(context), now()
    found = CaseDesk(bureau).silences.find(not_over_at=None if every else moment)
    if json:
        rows = [_document(silence, moment) for silence in found]
        print_json({"silences": rows, "simulated": bureau.settings.simulated})
        return
    if not found:
        out.print(here(Text("没有静默", "nothing is silenced")))
        return
    headers = (
        Text("编号", "no."),
        Text("类别", "kind"),
        Text("范围", "of what"),
        Text("起", "from"),
        Text("止", "until"),
        Text("状态", "state"),
        Text("原因", "reason"),
        Text("操作人", "by"),
    )
    out.print(table(headers, [_row(silence, bureau, moment) for silence in found], numbers=(0,)))


@app.command(
    help=here(
        Text(
            "提前结束一个静默或检修窗口。\n\n例：mbi silence end 3 --by li-na",
            "End a silence or a maintenance window before it expires.\n\nExample: mbi silence end 3 --by li-na",
        )
    )
)
def end(
    context: typer.Context,
    number: Annotated[int, typer.Argument(min=1, help=here(Text("编号", "its number")))],
    *,
    by: By = None,
    json: Json = False,
) -> None:
    """End a silence."""
    from openmbi.flow.authority import acting
    from openmbi.flow.case_desk import CaseDesk
    from openmbi.flow.silences import end_silence

    desk, moment = CaseDesk(opened(context)), now()
    ended = end_silence(desk, number, by=acting(desk.owners, by, login()), now=moment)
    _tell(desk.bureau, ended, moment, json)


def _tell(bureau: Bureau, silence: Silence, moment: datetime, json: bool) -> None:
    if json:
        print_json(_document(silence, moment) | {"simulated": bureau.settings.simulated})
        return
    said = Text(
        "第 {number} 号，{state}：{scope}，{since} 至 {until}", "no. {number}, {state}: {scope}, {since} until {until}"
    )
    since, until = _span(silence, bureau)
    told = said.fill(
        number=silence.number, state=_state(silence, moment), scope=_scope(silence), since=since, until=until
    )
    out.print(escape(here(told)))


def _document(silence: Silence, moment: datetime) -> dict[str, Any]:
    from openmbi.store.silences import silence_document

    return silence_document(silence) | {"in_force": silence.in_force(moment)}


def _row(silence: Silence, bureau: Bureau, moment: datetime) -> list[object]:
    kind = Text("检修", "maintenance") if silence.kind is SilenceKind.MAINTENANCE else Text("静默", "silence")
    told = (_scope(silence), *_span(silence, bureau), _state(silence, moment), escape(silence.reason), silence.by)
    return [silence.number, kind, *told]


def _scope(silence: Silence) -> str:
    group_level = silence.level if silence.level is not Level.ENTERPRISE or not silence.subject else None
    return " · ".join(part for part in (silence.subject, silence.place, silence.industry, group_level) if part)


def _span(silence: Silence, bureau: Bureau) -> tuple[str, str]:
    last = silence.expires_at if silence.ended_at is None else min(silence.expires_at, silence.ended_at)
    since, until = (f"{at.astimezone(bureau.zone):%Y-%m-%d %H:%M}" for at in (silence.starts_at, last))
    return since, until


def _state(silence: Silence, moment: datetime) -> Text:
    if silence.in_force(moment):
        return Text("有效", "in force")
    is_to_come = silence.ended_at is None and moment < silence.starts_at
    return Text("尚未开始", "to come") if is_to_come else Text("已结束", "over")


def _moment(text: str, bureau: Bureau, *, last: bool = False) -> datetime:
    """Read a day at the place of a bureau as its first moment, or as the first one after it where it is the last; a full moment as it is.

    Raises
    ------
    Problem
        `silence.unreadable-moment`.
    """
    from openmbi.core.periods import start_of_day

    try:
        if "T" in text or " " in text:
            given = datetime.fromisoformat(text)
            return given if given.tzinfo else given.replace(tzinfo=bureau.zone)
        return start_of_day(date.fromisoformat(text) + timedelta(days=int(last)), bureau.zone)
    except (ValueError, OverflowError) as error:
        raise Problem(
            "silence.unreadable-moment",
            Text("无法识别的时点「{text}」", "“{text}” is not a moment").fill(text=text),
            Text("请写成 2026-03-01 或 2026-03-01T08:00", "write it like 2026-03-01 or 2026-03-01T08:00"),
        ) from error
