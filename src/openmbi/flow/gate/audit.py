"""The audit log for the auditor: whether the chain is whole, and its lines, the newest first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from openmbi.core.access import Permission, Viewer
from openmbi.core.case_documents import moment_of, moment_text
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.live_frame import live_frame
from openmbi.reports.province.paths import AUDIT_LOG
from openmbi.reports.sheets.report import Cell, Column, Field, Section, Sheets, sheets
from openmbi.store.audit_chain import AuditChain, AuditLine, LineFilter
from openmbi.store.case_ledger import CaseLedger

MOST = 20_000
TITLE = Text("审计日志", "Audit log")
_LEAD = Text(
    "谁在何时对什么做了什么，一行一事；每行以哈希与上一行相连，改动、删除或插入都会在此显出。",
    "Who did what to what and when, a line each; every line is bound to the one before by a hash, so that a change, a removal or an insertion shows here.",
)
_WHOLE = Text(
    "审计链完整：共 {lines} 行，末行哈希 {sha256}。", "The chain is whole: {lines} lines, the last with hash {sha256}."
)
_COLUMNS = (
    Column("sequence", Text("行", "Line"), number=True),
    Column("at", Text("时间", "When")),
    Column("actor", Text("经办", "Who")),
    Column("kind", Text("动作", "What")),
    Column("about", Text("对象", "To what")),
    Column("content", Text("内容", "Content")),
    Column("sha256", Text("哈希", "Hash")),
)
_OF_FIGURES = "case."
"""Lines whose content has figures of enterprises: the auditor is told the change of state alone."""
_HASH_DIGITS, _CONTENT_CHARACTERS = 12, 400


@dataclass(frozen=True)
class AskedLines:
    """Which lines are asked for; empty means any. `kind`, `about`: how they begin; `first`, `last`: days, both included."""

    actor: str = ""
    kind: str = ""
    about: str = ""
    first: str = ""
    last: str = ""


@dataclass(frozen=True)
class LinesPage:
    """Some of the lines; `after`: what to ask with for the next page, None on the last."""

    lines: tuple[AuditLine, ...]
    after: int | None


def audit_lines(
    gate: Gate, viewer: Viewer, asked: AskedLines, *, after: int | None = None, limit: int = 100
) -> LinesPage:
    """Return a page of the lines that are asked for, the newest first.

    Raises
    ------
    Problem
        `access.not-permitted`; `audit.wrong-day`.
    """
    viewer.check(Permission.READ_AUDIT)
    zone = gate.bureau.zone
    wanted = LineFilter(
        asked.actor, asked.kind, asked.about, _since(asked.first, zone), _since(asked.last, zone, more=1)
    )
    found = AuditChain(gate.bureau.operations).page(wanted, before=after, limit=min(limit, MOST) + 1)
    shown = found[: min(limit, MOST)]
    return LinesPage(shown, shown[-1].sequence if len(found) > len(shown) else None)


def audit_page(
    gate: Gate, viewer: Viewer, asked: AskedLines, *, after: int | None = None, limit: int = 100
) -> dict[str, Any]:
    """Return the document of the audit log; the chain is checked from its first line to its last.

    Raises
    ------
    Problem
        As `audit_lines`; `access.none` where no run has left pages yet.
    """
    found = audit_lines(gate, viewer, asked, after=after, limit=limit)
    verdict = CaseLedger(gate.bureau.operations).verify_chain()
    said = verdict.faults or (_WHOLE.fill(lines=f"{verdict.lines:,}", sha256=verdict.last_sha256[:_HASH_DIGITS]),)
    rows = [_row(line, gate.bureau.zone) for line in found.lines]
    lines = Section(
        "lines", Text("各行", "Lines"), _COLUMNS, rows, empty=Text("没有这样的行。", "There is no such line.")
    )
    source = Sheets(
        path=AUDIT_LOG,
        title=TITLE,
        lead=_LEAD,
        sections=(lines,),
        remarks=said,
        warned=bool(verdict.faults),
        fields=tuple(_fields(asked)),
        next=_query(asked, found.after) if found.after is not None else None,
    )
    return sheets(source, live_frame(gate, viewer, AUDIT_LOG))


def _fields(asked: AskedLines) -> Iterator[Field]:
    yield Field("actor", Text("经办", "Who"), asked.actor)
    yield Field("kind", Text("动作（开头）", "What (its beginning)"), asked.kind)
    yield Field("about", Text("对象（开头）", "To what (its beginning)"), asked.about)
    yield Field("first", Text("自（年-月-日）", "From (YYYY-MM-DD)"), asked.first)
    yield Field("last", Text("至（年-月-日）", "To (YYYY-MM-DD)"), asked.last)


def _query(asked: AskedLines, after: int) -> str:
    return urlencode({**{name: value for name, value in vars(asked).items() if value}, "after": after})


def _row(line: AuditLine, zone: ZoneInfo) -> dict[str, Cell]:
    return {
        "sequence": line.sequence,
        "at": f"{moment_of(line.at).astimezone(zone):%Y-%m-%d %H:%M:%S}",
        "actor": line.actor,
        "kind": line.kind,
        "about": line.about,
        "content": " · ".join(_content(line))[:_CONTENT_CHARACTERS],
        "sha256": line.sha256[:_HASH_DIGITS],
    }


def _content(line: AuditLine) -> Iterator[str]:
    """Yield what a line says beside the rest, part by part; the offices that run the system see no figures."""
    try:
        content = json.loads(line.content)
        if not line.kind.startswith(_OF_FIGURES):
            yield from _parts(content)
            return
        transition = content["transition"]
        yield f"{transition['state_before'] or '–'} → {transition['state_after']}"
    except (ValueError, KeyError, TypeError):
        yield "?"


def _parts(content: Any, name: str = "") -> Iterator[str]:
    """Yield each value under the names that lead to it, such as `user.role: county`; a hash by its first digits, an empty one not at all."""
    if isinstance(content, dict):
        for key, value in content.items():
            yield from _parts(value, f"{name}.{key}" if name else key)
    elif isinstance(content, list) and not any(isinstance(one, dict | list) for one in content):
        yield from _parts(", ".join(map(str, content)), name)
    elif isinstance(content, list):
        for number, value in enumerate(content, 1):
            yield from _parts(value, f"{name}.{number}")
    elif content not in {None, ""}:
        told = json.dumps(content) if isinstance(content, bool) else str(content)
        yield f"{name}: {told[:_HASH_DIGITS] if name.endswith('sha256') else told}"


def _since(day: str, zone: ZoneInfo, more: int = 0) -> str:
    """Return the moment at which a local day begins, or the one `more` days later; empty where none is asked for."""
    if not day:
        return ""
    try:
        begins = date.fromisoformat(day) + timedelta(days=more)
    except (ValueError, OverflowError) as error:
        raise Problem(
            "audit.wrong-day",
            Text("「{day}」不是日期", "“{day}” is no day").fill(day=day[:20]),
            Text("写成 2026-03-31 的样子", "write it like 2026-03-31"),
            field="first" if not more else "last",
        ) from error
    return moment_text(datetime(begins.year, begins.month, begins.day, tzinfo=zone))
