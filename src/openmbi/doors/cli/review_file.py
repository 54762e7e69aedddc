"""The review queue as a file for a clerk: a line a holder, an empty column for the decision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.doors.cli.language import here
from openmbi.doors.cli.spreadsheet import read_sheet, write_sheet
from openmbi.linking.reasons import REASON_MEANS, WaitReason

if TYPE_CHECKING:
    from openmbi.flow.decisions import Said
    from openmbi.flow.linking import Row, Waiting

NOBODY = ("none", "无")

NUMBER, DECISION, NOTE = Text("编号", "number"), Text("决定", "decision"), Text("备注", "note")
_HOLDER = {
    "kind": Text("类别", "kind"),
    "subject": Text("户号", "subject"),
    "name": Text("户主名称", "name"),
    "enterprise": Text("登记代码", "code in the books"),
    "address": Text("地址", "address"),
    "place": Text("地区", "place"),
    "share": Text("分摊比例", "share"),
    "valid_from": Text("起", "from"),
    "valid_to": Text("止", "to"),
}
_REASON, _CANDIDATE = Text("原因", "reason"), Text("候选企业 {n}", "candidate {n}")
_LIKENESS = Text("{name}（名称 {name_likeness}，地址 {address}）", "{name} (name {name_likeness}, address {address})")


def write_queue(path: Path, queue: Sequence[Waiting]) -> None:
    """Write what waits; every header stands in both languages, so that the file is read back whoever filled it."""
    offered = max((len(one.candidates) for one in queue), default=0)
    headers = [NUMBER, *_HOLDER.values(), _REASON, DECISION, NOTE]
    for number in range(1, offered + 1):
        headers += [_CANDIDATE.fill(n=number), _CANDIDATE.fill(n=number)]
    write_sheet(path, [[_header(header) for header in headers], *map(_line, queue)])


def read_decisions(path: Path) -> list[Said]:
    """Read what was decided: the lines whose column `decision` is filled, with an enterprise's code or with none (无).

    Raises
    ------
    Problem
        As `read_sheet`; `link.no-columns` where the column of the number or of the decision is missing.
    """
    rows = read_sheet(path)
    headers = rows[0] if rows else []
    places = {text.en: headers.index(_header(text)) for text in (NUMBER, DECISION, NOTE) if _header(text) in headers}
    if not {NUMBER.en, DECISION.en} <= places.keys():
        raise Problem(
            "link.no-columns",
            Text("缺少“编号”或“决定”列", "the column of the number or of the decision is missing"),
            Text("请保留导出文件的表头", "keep the headers of the export"),
            file=path,
        )
    return list(_said(rows[1:], places))


def _said(rows: Iterable[Sequence[str]], places: dict[str, int]) -> Iterable[Said]:
    from openmbi.flow.decisions import Said

    for line, row in enumerate(rows, start=2):
        number, decision, note = (
            row[places[text.en]] if text.en in places and places[text.en] < len(row) else ""
            for text in (NUMBER, DECISION, NOTE)
        )
        if decision:
            yield Said(number, None if decision.casefold() in NOBODY else decision, note or None, line)


def _header(text: Text) -> str:
    return f"{text.zh} {text.en}"


def _line(waiting: Waiting) -> list[str]:
    from openmbi.flow.decisions import holder_number

    holder = waiting.holder
    said = ["" if holder[name] is None else str(holder[name]) for name in _HOLDER]
    offered = [cell for row in waiting.candidates for cell in (str(row["candidate"]), evidence(row))]
    return [holder_number(holder), *said, here(REASON_MEANS[WaitReason(holder["reason"])]), "", "", *offered]


def evidence(candidate: Row) -> str:
    """Return what speaks for a candidate: its registered name, likeness of name and of address."""
    address = candidate["address_likeness"]
    return here(
        _LIKENESS.fill(
            name=candidate["registered_name"] or "–",
            name_likeness=f"{candidate['name_likeness']:.0f}",
            address="–" if address is None else f"{address:.0f}",
        )
    )
