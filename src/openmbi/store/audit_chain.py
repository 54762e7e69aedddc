"""The audit chain: what people and the daily update did, one line each, every line bound to the one before it by a hash.

A line's SHA-256 is taken of the hash of the line before, a line feed, and the canonical JSON (sorted keys, no spaces, UTF-8) of its fields. Who changes,
removes or inserts a line breaks the chain there; who rewrites all of it, or cuts off its end, changes the last hash, which may be kept elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from openmbi.core.case_documents import moment_text
from openmbi.core.language import Text
from openmbi.store.operations import Operations
from openmbi.store.operations_schema import AUDIT

BEFORE_THE_FIRST = "0" * 64
LINES_AT_ONCE = 2_000
_NEWEST = select(AUDIT).order_by(AUDIT.c.sequence.desc()).limit(1)


@dataclass(frozen=True)
class AuditLine:
    """One line: who (`actor`) did what (`kind`) to what (`about`, like `case:12`), when, and the rest (`content`, canonical JSON)."""

    sequence: int
    at: str
    actor: str
    kind: str
    about: str
    content: str
    previous_sha256: str
    sha256: str

    @property
    def digest(self) -> str:
        """The hash that the line must have."""
        said = {name: getattr(self, name) for name in ("sequence", "at", "actor", "kind", "about", "content")}
        return sha256_of(f"{self.previous_sha256}\n{canonical(said)}")


@dataclass(frozen=True)
class LineFilter:
    """Which lines are asked for; empty means any. `kind` and `about`: how they begin; `since` and `until`: moments as lines have them, the latter excluded."""

    actor: str = ""
    kind: str = ""
    about: str = ""
    since: str = ""
    until: str = ""


@dataclass(frozen=True)
class ChainVerdict:
    """What came of checking a chain: how many lines it has, the hash of the last one, and what is wrong."""

    lines: int
    last_sha256: str
    faults: tuple[Text, ...] = ()


def canonical(content: Mapping[str, Any]) -> str:
    """Return the one way to write plain JSON types. NaN is not one of them.

    Raises
    ------
    ValueError
        Where a number is NaN or infinite.
    """
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sha256_of(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class AuditChain:
    """The audit chain of a bureau."""

    operations: Operations

    def append(self, *, at: datetime, actor: str, kind: str, about: str, content: Mapping[str, Any]) -> str:
        """Add a line in the transaction under way, or in one of its own, and return its hash."""
        with self.operations.joining() as connection:
            last = _last(connection)
            line = AuditLine(
                sequence=last.sequence + 1 if last else 1,
                at=moment_text(at),
                actor=actor,
                kind=kind,
                about=about,
                content=canonical(content),
                previous_sha256=last.sha256 if last else BEFORE_THE_FIRST,
                sha256="",
            )
            digest = line.digest
            connection.execute(AUDIT.insert(), vars(line) | {"sha256": digest})
            return digest

    def lines(self, about: str | None = None) -> Iterator[AuditLine]:
        """Yield the lines about one thing (all, where None), oldest first."""
        wanted = select(AUDIT).order_by(AUDIT.c.sequence).limit(LINES_AT_ONCE)
        if about is not None:
            wanted = wanted.where(AUDIT.c.about == about)
        rows = self._rows(wanted)
        while rows:
            yield from map(_line, rows)
            rows = self._rows(wanted.where(AUDIT.c.sequence > rows[-1].sequence))

    def page(self, wanted: LineFilter, *, before: int | None = None, limit: int) -> tuple[AuditLine, ...]:
        """Return `limit` of the lines that are asked for, the newest first; those before a number of a line, where one is given."""
        chosen = select(AUDIT).where(*_conditions(wanted)).order_by(AUDIT.c.sequence.desc()).limit(limit)
        if before is not None:
            chosen = chosen.where(AUDIT.c.sequence < before)
        return tuple(map(_line, self._rows(chosen)))

    def last(self) -> AuditLine | None:
        """Return the last line; None of an empty chain."""
        with self.operations.reading() as connection:
            return _last(connection)

    def verify(self) -> ChainVerdict:
        """Check every line: numbers without a gap, each bound to the one before, each as its hash says."""
        return verdict_of(self.lines())

    def _rows(self, wanted: Select[Any]) -> Sequence[Row[Any]]:
        with self.operations.reading() as connection:
            return connection.execute(wanted).all()


def verdict_of(lines: Iterable[AuditLine]) -> ChainVerdict:
    """Check lines in their order. What was cut off at the end shows only against a last hash that was kept elsewhere."""
    faults: list[Text] = []
    number, before, previous = 0, 0, BEFORE_THE_FIRST
    for line in lines:
        faults += _faults(line, before, previous)
        number, before, previous = number + 1, line.sequence, line.sha256
    return ChainVerdict(number, previous, tuple(faults))


def _faults(line: AuditLine, before: int, previous: str) -> Iterator[Text]:
    """Yield what is wrong with a line; `before` and `previous` are number and hash of the one before."""
    if line.sequence != before + 1:
        yield Text(
            "审计链缺行：第 {n} 行之后为第 {m} 行", "lines of the audit chain are missing: {m} follows {n}"
        ).fill(n=before, m=line.sequence)
    if line.previous_sha256 != previous:
        yield Text("审计链在第 {n} 行断裂", "the audit chain breaks at line {n}").fill(n=line.sequence)
    if line.digest != line.sha256:
        yield Text("审计链第 {n} 行已被改动", "line {n} of the audit chain was changed").fill(n=line.sequence)


def _conditions(wanted: LineFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.actor:
        yield AUDIT.c.actor == wanted.actor
    for column, beginning in ((AUDIT.c.kind, wanted.kind), (AUDIT.c.about, wanted.about)):
        if beginning:
            yield func.substr(column, 1, len(beginning)) == beginning
    if wanted.since:
        yield AUDIT.c.at >= wanted.since
    if wanted.until:
        yield AUDIT.c.at < wanted.until


def _last(connection: Connection) -> AuditLine | None:
    row = connection.execute(_NEWEST).first()
    return None if row is None else _line(row)


def _line(row: Row[Any]) -> AuditLine:
    return AuditLine(**row._mapping)
