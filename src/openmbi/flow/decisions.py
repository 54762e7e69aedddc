"""What a person says of holders is checked, and recorded for good."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pyarrow as pa

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.flow.bureau import Bureau
from openmbi.flow.linking import Row, register_of
from openmbi.linking.link import Key, key_of
from openmbi.store.decisions import DECISIONS, record_decisions
from openmbi.store.holders import holders_as_of
from openmbi.store.manifest import Entry


@dataclass(frozen=True)
class Said:
    """What a person said of the holder of a key (`holder_number`): the enterprise, or None for nobody's; `line`: where it stands in a file."""

    holder: str
    enterprise: str | None
    note: str | None = None
    line: int | None = None


def holder_number(row: Row) -> str:
    """Return a short name of a holder, the same for ever and never taken for a number: h and 12 hexadecimal digits of the SHA-256 of its key."""
    said = "\0".join(str(part if part is not None else "") for part in key_of(row))
    return "h" + hashlib.sha256(said.encode()).hexdigest()[:12]


def holders_now(bureau: Bureau, now: datetime) -> dict[str, Row]:
    """Return every holder of the books by its number."""
    rows = holders_as_of(bureau.store, now.astimezone(bureau.zone)).to_pylist()
    return {holder_number(row): row for row in rows}


def decide(bureau: Bureau, said: Sequence[Said], *, by: str, now: datetime) -> Entry:
    """Record what a person said, all of it or nothing; it is known from `now` on and changes no earlier as-of.

    Raises
    ------
    Problem
        `link.nothing-said`, `link.unknown-holder`, `link.unknown-enterprise`; as `record_decisions`.
    """
    if not said:
        raise _nothing_said()
    known = holders_now(bureau, now)
    registered = set(register_of(bureau, now)["enterprise"].to_pylist())
    for one in said:
        _check(one, known, registered)
    rows = [_row(key_of(known[one.holder]), one, by, now) for one in said]
    return record_decisions(bureau.store, pa.Table.from_pylist(rows, schema=DECISIONS), now)


def the_holder(bureau: Bureau, kind: str, subject: str, *, name: str | None, since: date | None, now: datetime) -> str:
    """Return the number of the one holder that is meant.

    Raises
    ------
    Problem
        `link.no-such-holder` where the books have none, `link.several-holders` where they have more than one.
    """
    found = {
        number: row
        for number, row in holders_now(bureau, now).items()
        if (row["kind"], row["subject"]) == (kind, subject)
        and name in (None, row["name"])
        and since in (None, row["valid_from"])
    }
    if len(found) != 1:
        raise _several(kind, subject, list(found.values())) if found else _none(kind, subject)
    return next(iter(found))


def _row(key: Key, said: Said, by: str, now: datetime) -> dict[str, object]:
    kind, subject, name, valid_from = key
    return {
        "kind": kind,
        "subject": subject,
        "name": name,
        "valid_from": valid_from,
        "enterprise": said.enterprise,
        "decided_by": by,
        "note": said.note,
        "decided_at": now.astimezone(UTC).replace(tzinfo=None),
    }


def _check(said: Said, known: dict[str, Row], registered: set[str]) -> None:
    if said.holder not in known:
        raise Problem(
            "link.unknown-holder",
            Text("登记中没有编号为 {number} 的户主", "no holder has the number {number}").fill(number=said.holder),
            Text("请保留导出文件中的编号，或重新导出", "keep the numbers of the export, or export again"),
            line=said.line,
        )
    if said.enterprise is not None and said.enterprise not in registered:
        raise Problem(
            "link.unknown-enterprise",
            Text("名录中没有企业「{code}」", "the register has no enterprise “{code}”").fill(code=said.enterprise),
            Text(
                "填写名录中的企业代码，或填 none 表示不属于任何企业",
                "give the code of a registered enterprise, or none for nobody's",
            ),
            line=said.line,
        )


def _nothing_said() -> Problem:
    return Problem(
        "link.nothing-said",
        Text("没有填写任何决定", "nothing was decided"),
        Text("在“决定”一列填写企业代码或 none", "fill the column “decision” with the code of an enterprise, or none"),
    )


def _none(kind: str, subject: str) -> Problem:
    return Problem(
        "link.no-such-holder",
        Text("登记中没有 {kind}「{subject}」", "the books have no {kind} “{subject}”").fill(kind=kind, subject=subject),
        Text("用 mbi link queue 查看待复核的户主", "see `mbi link queue` for what waits"),
    )


def _several(kind: str, subject: str, rows: Sequence[Row]) -> Problem:
    listed = "; ".join(f"{row['name'] or '–'}, {row['valid_from']}" for row in rows)
    return Problem(
        "link.several-holders",
        Text("{kind}「{subject}」有多个户主：{listed}", "{kind} “{subject}” has several holders: {listed}").fill(
            kind=kind, subject=subject, listed=listed
        ),
        Text("用 --name 与 --since 指明其中之一", "say which one by --name and --since"),
    )
