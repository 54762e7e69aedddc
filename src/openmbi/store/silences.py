"""Silences and maintenance windows in the operational database: added, ended, never removed; each step is a line of the audit chain."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from openmbi.core.case_documents import moment_of, moment_text
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.silences import Silence, SilenceKind
from openmbi.core.tables import Level
from openmbi.store.audit_chain import AuditChain, canonical
from openmbi.store.operations import Operations
from openmbi.store.operations_schema import SILENCES

_MOMENTS = ("made_at", "starts_at", "expires_at", "ended_at")


@dataclass(frozen=True)
class SilenceLedger:
    """The silences of a bureau."""

    operations: Operations

    def add(self, silence: Silence) -> Silence:
        """Add a silence and return it with its number, the next one.

        Raises
        ------
        Problem
            `silence.no-time` where it would be over before it begins.
        """
        if silence.expires_at <= silence.starts_at:
            raise _no_time(silence)
        with self.operations.joining() as connection:
            newest = connection.scalar(select(func.max(SILENCES.c.number))) or 0
            numbered = replace(silence, number=newest + 1)
            connection.execute(SILENCES.insert().values(**_row(numbered)))
            self._note("silence.add", numbered, silence.by, silence.made_at)
            return numbered

    def end(self, number: int, at: datetime, by: str) -> Silence:
        """End a silence at a moment, for whoever asked (`by`), and return it.

        Raises
        ------
        Problem
            `silence.none`; `silence.over` where it has ended or expired.
        """
        with self.operations.joining() as connection:
            found = self.get(number)
            if at >= _end(found):
                raise _over(found)
            ended = replace(found, ended_at=at)
            connection.execute(update(SILENCES).where(SILENCES.c.number == number).values(**_row(ended)))
            self._note("silence.end", ended, by, at)
            return ended

    def get(self, number: int) -> Silence:
        """Return a silence.

        Raises
        ------
        Problem
            `silence.none`.
        """
        with self.operations.reading() as connection:
            text = connection.scalar(select(SILENCES.c.document).where(SILENCES.c.number == number))
        if text is None:
            raise _none(number)
        return silence_of(json.loads(text))

    def find(self, not_over_at: datetime | None = None) -> tuple[Silence, ...]:
        """Return all silences in the order they were added; where a moment is given, those in force at it or still to begin."""
        chosen = select(SILENCES.c.document).order_by(SILENCES.c.number)
        if not_over_at is not None:
            chosen = chosen.where(SILENCES.c.until > moment_text(not_over_at))
        with self.operations.reading() as connection:
            return tuple(silence_of(json.loads(text)) for text in connection.scalars(chosen))

    def _note(self, kind: str, silence: Silence, actor: str, at: datetime) -> None:
        content = {"silence": silence_document(silence)}
        AuditChain(self.operations).append(
            at=at, actor=actor, kind=kind, about=f"silence:{silence.number}", content=content
        )


def silence_document(silence: Silence) -> dict[str, Any]:
    """Return a silence as a document of plain JSON types."""
    moments = {name: None if (at := getattr(silence, name)) is None else moment_text(at) for name in _MOMENTS}
    level = None if silence.level is None else silence.level.value
    return vars(silence) | {"kind": silence.kind.value, "level": level} | moments


def silence_of(document: dict[str, Any]) -> Silence:
    """Return the silence of a document that `silence_document` made."""
    moments: dict[str, Any] = {name: None if document[name] is None else moment_of(document[name]) for name in _MOMENTS}
    level = None if document["level"] is None else Level(document["level"])
    return Silence(**document | moments | {"kind": SilenceKind(document["kind"]), "level": level})


def _end(silence: Silence) -> datetime:
    return silence.expires_at if silence.ended_at is None else min(silence.expires_at, silence.ended_at)


def _row(silence: Silence) -> dict[str, Any]:
    return {
        "number": silence.number,
        "until": moment_text(_end(silence)),
        "document": canonical(silence_document(silence)),
    }


def _none(number: int) -> Problem:
    return Problem(
        "silence.none",
        Text("没有第 {number} 号静默", "there is no silence {number}").fill(number=number),
        Text("用 mbi silence list 查看全部静默", "see all silences by mbi silence list"),
    )


def _over(silence: Silence) -> Problem:
    return Problem(
        "silence.over",
        Text(
            "第 {number} 号静默已于 {at:%Y-%m-%d %H:%M} UTC 结束", "silence {number} ended at {at:%Y-%m-%d %H:%M} UTC"
        ).fill(number=silence.number, at=_end(silence)),
        Text("无须再结束", "there is nothing to end"),
    )


def _no_time(silence: Silence) -> Problem:
    return Problem(
        "silence.no-time",
        Text("到期时刻 {end} 不晚于开始时刻 {start}", "it expires at {end}, not after it begins at {start}").fill(
            start=silence.starts_at.isoformat(), end=silence.expires_at.isoformat()
        ),
        Text("给出更晚的到期时刻", "give a later moment of expiry"),
    )
