"""`mbi notify`: tell owners what is new with their cases, once, through their channels."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from openmbi.core.language import Text
from openmbi.core.problems import ExitCode
from openmbi.doors.cli.console import log, out, print_json, table
from openmbi.doors.cli.language import here
from openmbi.doors.cli.options import Json, now, opened

if TYPE_CHECKING:
    from openmbi.flow.notice_sending import Message
    from openmbi.flow.notices import Notified, Trial

_DRY_RUN = Text("只显示将发送的消息，不写入也不发送", "show what would be sent; nothing is written or sent")
_AGAIN = Text("把已放弃的通知再试一次", "try what was given up once more")
_TRY = Text("向该单位的每个渠道发一条测试消息", "send a trial message through every channel of this owner")


def notify_owners(
    context: typer.Context,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=here(_DRY_RUN))] = False,
    again: Annotated[bool, typer.Option("--again", help=here(_AGAIN))] = False,
    try_owner: Annotated[str | None, typer.Option("--try", metavar="OWNER", help=here(_TRY))] = None,
    json: Json = False,
) -> int:
    """Write what is new, send what is due, and say what became of it."""
    from openmbi.flow.case_desk import CaseDesk
    from openmbi.flow.notice_office import NoticeOffice
    from openmbi.flow.notices import notify, rehearse, try_channels

    if (dry_run, again, bool(try_owner)).count(True) > 1:
        raise typer.BadParameter(
            here(Text("--dry-run、--again、--try 只能用其一", "give one of --dry-run, --again and --try"))
        )
    office = NoticeOffice(CaseDesk(opened(context)), os.environ)
    if try_owner:
        return _tried(try_channels(office, try_owner), json)
    done = rehearse(office, now()) if dry_run else notify(office, now(), log, once_more=again)
    if json:
        print_json(_document(done, dry_run) | {"simulated": office.desk.bureau.settings.simulated})
    else:
        _show(done, dry_run)
    return ExitCode.PROBLEM if any(message.error for message in done.messages) else ExitCode.OK


def _document(done: Notified, dry_run: bool) -> dict[str, Any]:
    return {
        "dry_run": dry_run,
        "written": done.written,
        "messages": [_message_document(message, dry_run) for message in done.messages],
        "unreachable": done.unreachable,
        "given_up": done.given_up,
    }


def _message_document(message: Message, dry_run: bool) -> dict[str, Any]:
    return {
        "owner": message.owner,
        "channel": message.channel,
        "title": message.digest.title,
        "body": message.digest.body,
        "left_out": message.digest.left_out,
        "cases": message.cases,
        "sent": not dry_run and message.error is None,
        "error": vars(message.error) if message.error else None,
        "retry_at": message.retry_at.isoformat() if message.retry_at else None,
        "given_up": not dry_run and message.is_given_up,
    }


def _show(done: Notified, dry_run: bool) -> None:
    if not done.messages:
        out.print(here(Text("没有要发送的通知", "there is nothing to send")))
    elif dry_run:
        _show_texts(done.messages)
    else:
        headers = (Text("单位", "owner"), Text("渠道", "channel"), Text("工单", "cases"), Text("结果", "outcome"))
        rows = [[m.owner, m.channel, len(m.cases), escape(here(_outcome(m)))] for m in done.messages]
        out.print(table(headers, rows, numbers=(2,)))
    if done.unreachable:
        listed = ", ".join(f"{owner} {count}" for owner, count in done.unreachable.items())
        said = Text("没有渠道、未能通知的单位：{listed}", "owners without a channel, who were not told: {listed}")
        out.print(here(said.fill(listed=listed)))
    if done.given_up:
        said = Text(
            "已放弃的通知：{n} 条（mbi notify --again 再试一次）",
            "given up: {n} notices (mbi notify --again tries them once more)",
        )
        out.print(here(said.fill(n=done.given_up)))


def _show_texts(messages: Sequence[Message]) -> None:
    for message in messages:
        out.print(f"{message.owner} · {message.channel}", style="bold")
        if message.error:
            out.print(escape(here(message.error)))
        out.print(escape(f"{message.digest.title}\n{message.digest.body}\n"), soft_wrap=True)


def _outcome(message: Message) -> Text:
    if message.error is None:
        return Text("已发送", "sent")
    if message.is_given_up:
        return message.error + Text("；不再重试", "; given up")
    after = Text("；{at:%Y-%m-%d %H:%M} 后重试", "; tried again after {at:%Y-%m-%d %H:%M}")
    return message.error + after.fill(at=message.retry_at.astimezone() if message.retry_at else "")


def _tried(trials: Sequence[Trial], json: bool) -> int:
    if json:
        rows = [{"owner": t.owner, "channel": t.channel, "error": vars(t.error) if t.error else None} for t in trials]
        print_json({"trials": rows})
    else:
        headers = (Text("单位", "owner"), Text("渠道", "channel"), Text("结果", "outcome"))
        sent = Text("已发送", "sent")
        out.print(table(headers, [[t.owner, t.channel, escape(here(t.error or sent))] for t in trials]))
    return ExitCode.PROBLEM if any(trial.error for trial in trials) else ExitCode.OK


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "notify",
        help=here(
            Text(
                "把工单的新情况通知各责任单位：每件事只通知一次，发送失败的稍后重试。渠道在 owners.yml 中设置。\n\n"
                "例：mbi notify --dry-run；mbi notify --try guangzhou；mbi notify --json",
                "Tell owners what is new with their cases: each thing once, tried again where it was not taken. Channels are set in owners.yml.\n\n"
                "Examples: mbi notify --dry-run; mbi notify --try guangzhou; mbi notify --json",
            )
        ),
    )(notify_owners)
