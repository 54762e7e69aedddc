"""What `mbi case` tells of cases, on the terminal and as JSON."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rich.markup import escape

from openmbi.core.alert_words import CHANNELS
from openmbi.core.case_documents import case_document, transition_document
from openmbi.core.case_words import ACTIONS, CAUSES, CLOSINGS, STATES
from openmbi.core.cases import SYSTEM, ActionKind, Case, Filed, Transition
from openmbi.core.language import Text
from openmbi.core.levels import Level
from openmbi.doors.cli.compare import COLOURS
from openmbi.doors.cli.console import out, table
from openmbi.doors.cli.language import here

if TYPE_CHECKING:
    from openmbi.flow.bureau import Bureau
    from openmbi.flow.cases import CaseFile, Listed

Name = Callable[[Level, str], Text]
COMMANDS = {
    ActionKind.ASSIGN: "assign",
    ActionKind.ACKNOWLEDGE: "ack",
    ActionKind.SELF_CHECK: "selfcheck",
    ActionKind.MEASURE: "measure",
    ActionKind.FEEDBACK: "feedback",
    ActionKind.DISPUTE: "dispute",
    ActionKind.RESOLVE_DISPUTE: "resolve-dispute",
    ActionKind.VERIFY: "verify",
    ActionKind.CLOSE: "close",
    ActionKind.REOPEN: "reopen",
}
"""The command of each step that a person takes."""
_DAYS = Text("自 {since}，{found} 检出", "since {since}, found on {found}")


def as_json(found: Listed, names: Name, now: datetime) -> dict[str, Any]:
    """Return a list of cases as JSON types."""
    return {"total": found.total, "cases": [_case_as_json(case, names, now) for case in found.cases]}


def file_as_json(file: CaseFile, names: Name, now: datetime) -> dict[str, Any]:
    """Return a case with its history and legal steps as JSON types."""
    return {
        "case": _case_as_json(file.case, names, now),
        "legal": [COMMANDS[kind] for kind in file.legal],
        "history": [transition_document(one) for one in file.history],
    }


def _case_as_json(case: Case, names: Name, now: datetime) -> dict[str, Any]:
    told = {"name": vars(names(case.level, case.subject)), "overdue": case.is_overdue(now)}
    return case_document(case) | told


def show_list(bureau: Bureau, found: Listed, names: Name, now: datetime) -> None:
    """Print a list of cases."""
    say_simulated(bureau)
    said = Text("{n} 件工单，列出 {m} 件", "{n} cases, {m} of them listed")
    out.print(here(said.fill(n=found.total, m=len(found.cases))), style="bold")
    if not found.cases:
        return
    headers = (
        Text("编号", "case"),
        Text("状态", "state"),
        Text("颜色", "colour"),
        Text("层级", "level"),
        Text("名称", "name"),
        Text("地区", "place"),
        Text("自", "since"),
        Text("变动 %", "change, %"),
        Text("负责单位", "owner"),
        Text("期限", "due"),
    )
    out.print(table(headers, [_row(bureau, case, names, now) for case in found.cases], numbers=(0, 7)))


def _row(bureau: Bureau, case: Case, names: Name, now: datetime) -> list[object]:
    from openmbi.reports.province.levels import NAMES

    return [
        case.number,
        STATES[case.state],
        COLOURS[case.newest.colour],
        NAMES[case.level],
        escape(here(names(case.level, case.subject))),
        case.place or "–",
        case.alert.since,
        _change(case),
        case.owner or "–",
        _due(bureau, case, now),
    ]


def _change(case: Case) -> str:
    sources = case.newest.sources
    return "–" if not sources or math.isnan(sources[0].change) else f"{100 * sources[0].change:+.0f}"


def _due(bureau: Bureau, case: Case, now: datetime) -> str:
    if case.covered_by:
        level, code = case.covered_by
        return here(Text("由 {group} 的工单代为处理", "muted by the case of {group}").fill(group=f"{level}:{code}"))
    if case.due_at is None:
        return "–"
    late = here(Text(" 逾期", " overdue")) if case.is_overdue(now) else ""
    return f"{case.due_at.astimezone(bureau.zone):%Y-%m-%d %H:%M}{late}"


def show_case(bureau: Bureau, file: CaseFile, names: Name, now: datetime) -> None:
    """Print a case: what it is about, its evidence, what was filed, its history and what may be done next."""
    from openmbi.reports.province.levels import NAMES

    case = file.case
    say_simulated(bureau)
    head = Text("工单 {n} · {state} · {level}「{name}」({code})", "case {n} · {state} · {level} {name} ({code})")
    told = head.fill(
        n=case.number,
        state=STATES[case.state],
        level=NAMES[case.level],
        name=names(case.level, case.subject),
        code=case.subject,
    )
    out.print(escape(here(told)), style="bold")
    for label, value in _facts(bureau, case, now):
        out.print(f"{here(label)}{here(Text('：', ': '))}{escape(value)}", soft_wrap=True)
    _show_evidence(case)
    _show_history(bureau, file.history)
    show_next(file)


def _facts(bureau: Bureau, case: Case, now: datetime) -> Iterator[tuple[Text, str]]:
    alert = case.newest
    channels = here(Text("、", ", ")).join(here(CHANNELS[one]) for one in alert.channels)
    days = _DAYS.fill(since=alert.since, found=alert.found_on)
    yield (
        Text("预警", "alert"),
        here(Text("；", "; ")).join((here(COLOURS[alert.colour]), channels, here(days))),
    )
    yield Text("地区、行业", "place, industry"), f"{case.place or '–'}, {case.industry or '–'}"
    yield Text("负责单位", "owner"), case.owner or "–"
    yield Text("期限", "due"), _due(bureau, case, now)
    yield Text("版本", "version"), str(case.version)
    if case.escalated_to:
        yield Text("已升级到", "escalated to"), case.escalated_to
    if case.causes:
        yield Text("自查原因", "causes"), here(Text("、", ", ")).join(here(CAUSES[one]) for one in case.causes)
    for label, filed in (
        *((Text("自查", "self-check"), one) for one in (case.self_check,) if one),
        *((Text("措施", "measure"), one) for one in case.measures),
        *((Text("反馈", "feedback"), one) for one in case.feedback),
        *((Text("异议", "dispute"), one.filed) for one in case.disputes),
    ):
        yield label, _filed(bureau, filed)
    if case.closing:
        yield Text("办结", "closed as"), here(CLOSINGS[case.closing])


def _filed(bureau: Bureau, filed: Filed) -> str:
    files = "".join(f" [{file.name} sha256:{file.sha256[:12]}]" for file in filed.evidence)
    return f"{filed.note or '–'} ({filed.actor}, {filed.at.astimezone(bureau.zone):%Y-%m-%d %H:%M}){files}"


def _show_evidence(case: Case) -> None:
    if not case.newest.sources:
        return
    headers = (
        Text("指标", "indicator"),
        Text("预期（日均）", "expected a day"),
        Text("实际（日均）", "observed a day"),
        Text("单位", "unit"),
        Text("变动 %", "change, %"),
        Text("p 值", "p"),
    )
    rows = [
        [
            one.indicator,
            _figure(one.expected),
            _figure(one.observed),
            one.unit,
            _figure(100 * one.change),
            f"{one.p_value:.2g}",
        ]
        for one in case.newest.sources
    ]
    out.print(table(headers, rows, numbers=(1, 2, 4, 5)))


def _figure(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:,.1f}"


def _show_history(bureau: Bureau, history: tuple[Transition, ...]) -> None:
    headers = (
        Text("时间", "at"),
        Text("操作人", "by"),
        Text("操作", "step"),
        Text("此后状态", "state after"),
        Text("说明", "note"),
    )
    rows = [
        [
            f"{one.at.astimezone(bureau.zone):%Y-%m-%d %H:%M}",
            here(Text("系统", "daily update")) if one.action.actor == SYSTEM else one.action.actor,
            ACTIONS[one.action.kind],
            STATES[one.state_after],
            escape(one.action.note),
        ]
        for one in history
    ]
    out.print(table(headers, rows))


def show_next(file: CaseFile) -> None:
    """Print the commands of the steps that may be taken next."""
    if file.legal:
        commands = ", ".join(COMMANDS[kind] for kind in file.legal)
        said = Text("下一步：mbi case … {n}，可用 {commands}", "next: mbi case … {n}, one of {commands}")
        out.print(here(said.fill(n=file.case.number, commands=commands)), soft_wrap=True)


def show_done(bureau: Bureau, file: CaseFile, actor: str) -> None:
    """Print what a step has made of a case."""
    case = file.case
    said = Text(
        "工单 {n} 现为「{state}」（{actor}，第 {version} 版）",
        "case {n} is now {state} (by {actor}, version {version})",
    )
    out.print(here(said.fill(n=case.number, state=STATES[case.state], actor=actor, version=case.version)), style="bold")
    if case.closing:
        out.print(here(Text("办结：{how}", "closed as: {how}").fill(how=CLOSINGS[case.closing])))
    elif case.due_at:
        out.print(here(Text("下一步期限：{due}", "next step due: {due}").fill(due=_due(bureau, case, case.changed_at))))
    show_next(file)


def say_simulated(bureau: Bureau) -> None:
    """Print that the data are simulated, where they are."""
    if bureau.settings.simulated:
        out.print(here(Text("模拟数据", "simulated data")), style="bold")
