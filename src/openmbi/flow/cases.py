"""`mbi case`: find cases, show one, take a step with it. A step is checked, done by the machine and kept with its line of the audit chain, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from openmbi.alerts.cases.machine import apply
from openmbi.alerts.cases.moves import legal_moves
from openmbi.core.alerts import Standing
from openmbi.core.cases import (
    BY_PERSONS,
    Action,
    ActionKind,
    Case,
    CaseState,
    Cause,
    Closing,
    EvidenceFile,
    Transition,
    transition_between,
)
from openmbi.core.language import Text
from openmbi.core.owners import Role
from openmbi.core.problems import Problem
from openmbi.core.tables import Level
from openmbi.flow.alerts import FoundAlert, newest_alerts
from openmbi.flow.authority import check_authority
from openmbi.flow.bureau import Bureau
from openmbi.flow.case_desk import CaseDesk
from openmbi.flow.evidence import evidence_of
from openmbi.flow.follow_cases import data_followed_until
from openmbi.store.case_ledger import CaseFilter
from openmbi.store.case_problems import changed_meanwhile


@dataclass(frozen=True)
class Asked:
    """Which cases are asked for; closed ones only where their state or `closed` says so. `limit`: None for all, after the first `skip`."""

    states: tuple[CaseState, ...] = ()
    level: Level | None = None
    place: str | None = None
    owner: str | None = None
    overdue: bool = False
    closed: bool = False
    limit: int | None = None
    skip: int = 0


@dataclass(frozen=True)
class Listed:
    """The cases of one page, and how many there are on all."""

    cases: tuple[Case, ...]
    total: int


@dataclass(frozen=True)
class CaseFile:
    """A case with its history, oldest first, and the steps that a person may take now."""

    case: Case
    history: tuple[Transition, ...]
    legal: tuple[ActionKind, ...]


@dataclass(frozen=True)
class CaseStep:
    """What a person wants to do with a case; see `openmbi.core.cases.Action` for what each kind needs. `files`: the evidence; `evidence`: what of it was kept
    before.
    """

    kind: ActionKind
    note: str = ""
    files: tuple[Path, ...] = ()
    owner: str | None = None
    causes: tuple[Cause, ...] = ()
    closing: Closing | None = None
    upheld: bool | None = None
    evidence: tuple[EvidenceFile, ...] = ()


def listed(desk: CaseDesk, asked: Asked, now: datetime) -> Listed:
    """Return the cases that are asked for, the most pressing first: those whose step is due soonest, then those without a clock."""
    wanted = CaseFilter(
        states=asked.states,
        is_closed=None if asked.closed or asked.states else False,
        level=asked.level,
        place=asked.place,
        owner=asked.owner,
        overdue_at=now if asked.overdue else None,
    )
    found = sorted(desk.ledger.find(wanted), key=_pressing)
    stop = None if asked.limit is None else asked.skip + asked.limit
    return Listed(tuple(found[asked.skip : stop]), len(found))


def _pressing(case: Case) -> tuple[object, ...]:
    return case.is_closed, case.due_at is None, case.due_at or case.changed_at, case.number


def shown(desk: CaseDesk, number: int) -> CaseFile:
    """Return a case with its history.

    Raises
    ------
    Problem
        `case.none`.
    """
    with desk.operations.reading():
        case = desk.ledger.get(number)
        return CaseFile(case, desk.ledger.history(number), steps_of(case))


def steps_of(case: Case) -> tuple[ActionKind, ...]:
    """Return the steps that a person may take with a case now."""
    legal = legal_moves(case)
    return tuple(kind for kind in BY_PERSONS if kind in legal)


def act(desk: CaseDesk, number: int, step: CaseStep, *, actor: str, now: datetime, seen: int | None = None) -> CaseFile:
    """Take a step as an actor and return what the case has become. `seen`: the version that the actor saw.

    Raises
    ------
    Problem
        `case.none`, `case.not-yours`, `case.changed-meanwhile`, `case.unknown-owner`, `case.no-standing`; those of the machine, such as `case.illegal-move`.
    """
    evidence = (*step.evidence, *evidence_of(step.files))
    with desk.operations.changing():
        case = desk.ledger.get(number)
        if seen is not None and case.version != seen:
            raise changed_meanwhile(case, desk.ledger.history(number)[-1])
        check_authority(desk.owners, actor, case, step.kind)
        _check_owner(desk, case, step)
        action = Action(
            step.kind,
            actor,
            now,
            note=step.note.strip(),
            evidence=evidence,
            owner=step.owner,
            causes=step.causes,
            closing=step.closing,
            upheld=step.upheld,
            standing=standing_of_case(desk.bureau, case) if step.kind is ActionKind.VERIFY else None,
            known_until=data_followed_until(desk),
        )
        after = apply(case, action, desk.rules(now), now, desk.workdays)
        desk.ledger.append(after, transition_between(case, action, after), case.version)
    return shown(desk, number)


def _check_owner(desk: CaseDesk, case: Case, step: CaseStep) -> None:
    """Refuse to give a case to nobody, or to an enterprise that it is not about."""
    owner = desk.owners.owner(step.owner) if step.owner else None
    if step.owner is None or (owner and (owner.role is not Role.ENTERPRISE or case.subject in owner.enterprises)):
        return
    fitting = (one for one in desk.owners.owners if one.role is not Role.ENTERPRISE or case.subject in one.enterprises)
    listed = ", ".join(sorted(one.identifier for one in fitting))
    raise Problem(
        "case.unknown-owner",
        Text("工单 {n} 不能分派给「{owner}」", "case {n} cannot be given to “{owner}”").fill(
            n=case.number, owner=step.owner
        ),
        Text(
            "改用 owners.yml 中的单位，或该工单所涉企业的标识",
            "name an office of owners.yml, or the enterprise that it is about",
        ),
        expected=Text(listed, listed),
    )


def standing_of_case(bureau: Bureau, case: Case) -> Standing:
    """Return how the subject of a case stands by the newest run.

    Raises
    ------
    Problem
        `run.none`, `alerts.not-looked-for`; `case.no-standing` where the newest run was made before the case was opened.
    """
    found = newest_alerts(bureau)
    standing = next((one for one in found.standings if (one.level, one.subject) == case.key), None)
    if standing is not None:
        return standing
    raise Problem(
        "case.no-standing",
        Text("计算 {run} 没有工单 {n} 主体的现状", "run {run} does not say how the subject of case {n} stands").fill(
            run=found.run, n=case.number
        ),
        Text("有新数据后执行 mbi run", "give `mbi run` once there are new data"),
    )


def cases_of_alerts(desk: CaseDesk, alerts: Sequence[FoundAlert]) -> list[int | None]:
    """Return the number of the case of each alert: of its subject's case that is not closed, or else the last one that was opened by it."""
    if not alerts:
        return []
    numbers: dict[tuple[Level, str], int] = {}
    for case in desk.ledger.find(CaseFilter(is_closed=False)):
        numbers[case.key] = case.number
    return [numbers.get((one.alert.level, one.alert.subject)) for one in alerts]
