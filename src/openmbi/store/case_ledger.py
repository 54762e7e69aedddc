"""The ledger of cases: the newest version of each, and every transition as a line of the audit chain, written in one transaction."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, literal, or_, select, tuple_, update
from sqlalchemy import case as sql_case

from openmbi.core.case_documents import (
    case_document,
    case_of,
    moment_text,
    transition_document,
    transition_of,
)
from openmbi.core.cases import SYSTEM, Action, ActionKind, Case, CaseState, CaseSubject, Transition, transition_between
from openmbi.core.language import Text
from openmbi.core.tables import Level
from openmbi.store.audit_chain import AuditChain, ChainVerdict, canonical, sha256_of
from openmbi.store.case_problems import already_open, changed_meanwhile, no_such_case
from openmbi.store.operations import Operations
from openmbi.store.operations_schema import CASES


@dataclass(frozen=True)
class CaseFilter:
    """Which cases are asked for; None or () means any.

    `place`: a place with all that lies in it, as a code of GB/T 2260 or the beginning of one. `overdue_at`: whose next step was late at that moment.
    `within`: places, with all that lies in them, and enterprises, that a case must be about one of.
    """

    states: tuple[CaseState, ...] = ()
    is_closed: bool | None = None
    level: Level | None = None
    subject: str | None = None
    place: str | None = None
    industry: str | None = None
    owner: str | None = None
    overdue_at: datetime | None = None
    within: tuple[tuple[str, ...], tuple[str, ...]] | None = None


ALL = CaseFilter()
GB_2260_DIGITS = 6


@dataclass(frozen=True)
class CaseLedger:
    """The cases of a bureau. What several calls do inside one `operations.changing()` is kept as a whole, or not at all."""

    operations: Operations

    @property
    def chain(self) -> AuditChain:
        """The audit chain that every change is written to."""
        return AuditChain(self.operations)

    def open(self, case: Case, action: Action | None = None) -> Case:
        """Add a case and return it with its number, the next one. `action`: what opened it; the daily update, where None.

        Raises
        ------
        Problem
            `case.already-open` where a case of this subject is not closed yet.
        """
        with self.operations.joining() as connection:
            self._refuse_second(connection, case)
            numbered = replace(case, number=(connection.scalar(_HIGHEST) or 0) + 1)
            row = _row(numbered)
            connection.execute(CASES.insert(), row)
            self._note(row, transition_between(None, action or _opening(numbered), numbered))
            return numbered

    def append(self, case_after: Case, transition: Transition, expected_version: int) -> None:
        """Put the next version of a case in the place of the one that it was made from.

        Raises
        ------
        Problem
            `case.changed-meanwhile` where the case is no longer at `expected_version`; `case.none`; `case.already-open` where it is opened again while
            another case of its subject is not closed.
        ValueError
            Where case, transition and expected version do not follow each other.
        """
        made = (case_after.number, case_after.version)
        if (transition.case_number, transition.version) != made or case_after.version <= expected_version:
            raise ValueError(f"version {made} does not follow {expected_version} by {transition}")
        with self.operations.joining() as connection:
            self._refuse_second(connection, case_after)
            row = _row(case_after)
            here = {"number_here": case_after.number, "version_here": expected_version}
            if connection.execute(_REPLACE, row | here).rowcount != 1:
                raise changed_meanwhile(self.get(case_after.number), self.history(case_after.number)[-1])
            self._note(row, transition)

    def get(self, number: int) -> Case:
        """Return the newest version of a case.

        Raises
        ------
        Problem
            `case.none`.
        """
        with self.operations.reading() as connection:
            text = connection.scalar(select(CASES.c.document).where(CASES.c.number == number))
        if text is None:
            raise no_such_case(number)
        return case_of(json.loads(text))

    def find(self, wanted: CaseFilter = ALL, *, limit: int | None = None, offset: int = 0) -> tuple[Case, ...]:
        """Return the cases that are asked for, oldest first: `limit` of them (all, where None) after the first `offset`."""
        chosen = select(CASES.c.document).where(*_conditions(wanted)).order_by(CASES.c.number)
        with self.operations.reading() as connection:
            texts = connection.scalars(chosen.limit(limit).offset(offset)).all()
        return tuple(case_of(json.loads(text)) for text in texts)

    def pressing(self, wanted: CaseFilter = ALL, *, after: PressingKey | None = None, limit: int) -> tuple[Case, ...]:
        """Return `limit` of the cases that are asked for, those whose step is due soonest first, then those without a clock, then closed ones; those that
        follow the case of a key, where `after` is given. See `pressing_key`.
        """
        chosen = select(CASES.c.document).where(*_conditions(wanted)).order_by(*_PRESSING).limit(limit)
        if after is not None:
            chosen = chosen.where(tuple_(*_PRESSING) > tuple_(*(literal(part) for part in after)))
        with self.operations.reading() as connection:
            texts = connection.scalars(chosen).all()
        return tuple(case_of(json.loads(text)) for text in texts)

    def count(self, wanted: CaseFilter = ALL) -> int:
        """Return how many cases are asked for."""
        with self.operations.reading() as connection:
            return connection.scalar(select(func.count()).select_from(CASES).where(*_conditions(wanted))) or 0

    def history(self, number: int) -> tuple[Transition, ...]:
        """Return what was done to a case, oldest first."""
        return tuple(transition_of(json.loads(line.content)["transition"]) for line in self.chain.lines(_about(number)))

    def verify_chain(self) -> ChainVerdict:
        """Check the audit chain, and that every case is as its last line says."""
        with self.operations.reading():
            verdict = self.chain.verify()
            return replace(verdict, faults=(*verdict.faults, *self._case_faults()))

    def _case_faults(self) -> Iterator[Text]:
        """Yield the cases that are not as the chain says, and those that the chain knows and the table does not."""
        written: dict[str, str] = {}
        for line in self.chain.lines():
            if line.about.startswith("case:"):
                written[line.about] = _written_sha256(line.content)
        with self.operations.reading() as connection:
            for number, text in connection.execute(select(CASES.c.number, CASES.c.document).order_by(CASES.c.number)):
                if written.pop(_about(number), None) != sha256_of(text):
                    yield Text("工单 {n} 与审计链不符", "case {n} is not as the audit chain says").fill(n=number)
        for about in written:
            yield Text("审计链中的 {about} 已不存在", "{about} of the audit chain is gone").fill(about=about)

    def _refuse_second(self, connection: Connection, case: Case) -> None:
        """Refuse a second case of a subject that is not closed."""
        if case.is_closed:
            return
        about = {"level_here": case.level.value, "subject_here": case.subject, "number_here": case.number}
        other = connection.scalar(_OTHER_OPEN, about)
        if other is not None:
            raise already_open(case, other)

    def _note(self, row: dict[str, Any], transition: Transition) -> None:
        content = {"transition": transition_document(transition), "case_sha256": sha256_of(row["document"])}
        self.chain.append(
            at=transition.at,
            actor=transition.action.actor,
            kind=f"case.{transition.action.kind}",
            about=_about(transition.case_number),
            content=content,
        )


_HIGHEST = select(func.max(CASES.c.number))
_REPLACE = update(CASES).where(CASES.c.number == bindparam("number_here"), CASES.c.version == bindparam("version_here"))
_OTHER_OPEN = select(CASES.c.number).where(
    CASES.c.level == bindparam("level_here"),
    CASES.c.subject == bindparam("subject_here"),
    CASES.c.number != bindparam("number_here"),
    CASES.c.state != CaseState.CLOSED.value,
)


PressingKey = tuple[int, int, str, int]
"""What says how pressing a case is: closed, without a clock, the moment when it is due or was opened, its number."""
_PRESSING = (
    sql_case((CASES.c.state == CaseState.CLOSED.value, 1), else_=0),
    sql_case((CASES.c.due_at.is_(None), 1), else_=0),
    func.coalesce(CASES.c.due_at, CASES.c.opened_at),
    CASES.c.number,
)


def pressing_key(case: Case) -> PressingKey:
    """Return how pressing a case is, as the ledger orders cases."""
    return int(case.is_closed), int(case.due_at is None), moment_text(case.due_at or case.opened_at), case.number


def _about(number: int) -> str:
    return f"case:{number}"


def _written_sha256(content: str) -> str:
    """Return the hash of the case that a line names; none of a line that cannot be read, which the chain itself tells."""
    try:
        return json.loads(content)["case_sha256"]
    except (ValueError, KeyError, TypeError):
        return ""


def _row(case: Case) -> dict[str, Any]:
    return {
        "number": case.number,
        "version": case.version,
        "state": case.state.value,
        "level": case.level.value,
        "subject": case.subject,
        "place": case.place,
        "industry": case.industry,
        "owner": case.owner,
        "opened_at": moment_text(case.opened_at),
        "due_at": None if case.due_at is None else moment_text(case.due_at),
        "document": canonical(case_document(case)),
    }


def _opening(case: Case) -> Action:
    """Return the action by which the daily update opened a case."""
    about = CaseSubject(case.level, case.subject, case.place, case.industry, case.owner)
    return Action(ActionKind.OPEN, SYSTEM, case.opened_at, alert=case.alert, about=about)


def _conditions(wanted: CaseFilter) -> Iterator[ColumnElement[bool]]:
    equal = {CASES.c.level: wanted.level, CASES.c.subject: wanted.subject, CASES.c.owner: wanted.owner}
    yield from (column == value for column, value in equal.items() if value is not None)
    if wanted.states:
        yield CASES.c.state.in_(wanted.states)
    if wanted.is_closed is not None:
        yield (CASES.c.state == CaseState.CLOSED) == wanted.is_closed
    if wanted.place is not None:
        yield _begins(CASES.c.place, _beginning(wanted.place))
    if wanted.industry is not None:
        yield _begins(CASES.c.industry, wanted.industry)
    if wanted.overdue_at is not None:
        yield CASES.c.due_at < moment_text(wanted.overdue_at)
    if wanted.within is not None:
        yield _within(*wanted.within)


def _within(places: tuple[str, ...], enterprises: tuple[str, ...]) -> ColumnElement[bool]:
    """Say that a case is about one of these enterprises, or lies in one of these places."""
    own = and_(CASES.c.level == Level.ENTERPRISE.value, CASES.c.subject.in_(enterprises))
    return or_(own, *(_begins(CASES.c.place, _beginning(place)) for place in places))


def _begins(column: ColumnElement[str], beginning: str) -> ColumnElement[bool]:
    """Say that a text begins with another, letters as they are: LIKE would not tell them apart everywhere."""
    return func.substr(column, 1, len(beginning)) == beginning


def _beginning(place: str) -> str:
    """Return how the codes of all places in a place begin: 440000 and 44 both are 44, 440100 is 4401."""
    if len(place) != GB_2260_DIGITS or not place.isdecimal():
        return place
    return re.sub("(00)+$", "", place)
