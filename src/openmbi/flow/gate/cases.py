"""Cases, as far as a viewer's scope reaches: found, shown, worked."""

from __future__ import annotations

from dataclasses import replace

from openmbi.core.access import Permission, Scope, Viewer, no_such
from openmbi.core.cases import ActionKind, Case
from openmbi.core.language import Text
from openmbi.core.owners import Actor, Owners
from openmbi.core.problems import Problem
from openmbi.core.tables import Level
from openmbi.flow.authority import OF_ENTERPRISES, check_authority
from openmbi.flow.case_desk import CaseDesk
from openmbi.flow.cases import Asked, CaseFile, CaseStep, Listed, act, listed, shown
from openmbi.flow.gate.gate import Gate


def cases(gate: Gate, viewer: Viewer, asked: Asked) -> Listed:
    """Return the cases that are asked for and lie within the scope; `skip` and `limit` count among them.

    Raises
    ------
    Problem
        `access.not-permitted`.
    """
    check_reads(viewer)
    found = listed(gate.desk, replace(asked, limit=None, skip=0), gate.now()).cases
    seen = tuple(case for case in found if within(viewer.scope, case))
    stop = None if asked.limit is None else asked.skip + asked.limit
    return Listed(seen[asked.skip : stop], len(seen))


def check_reads(viewer: Viewer) -> None:
    """Refuse who may read neither internal figures nor its own. Raises `access.not-permitted`."""
    if not viewer.may(Permission.READ_INTERNAL):
        viewer.check(Permission.READ_OWN)


def case(gate: Gate, viewer: Viewer, number: int) -> CaseFile:
    """Return a case with its history and the steps that may be taken now.

    Raises
    ------
    Problem
        `access.not-permitted`; `access.none` where there is no such case or the scope does not reach it.
    """
    check_reads(viewer)
    found = _found(gate, number)
    if found is None or not within(viewer.scope, found.case):
        raise no_such(f"case/{number}")
    return found


def take_step(gate: Gate, viewer: Viewer, number: int, step: CaseStep, *, seen: int) -> CaseFile:
    """Take a step with a case as the viewer. `seen`: the version of the case that the viewer saw.

    Raises
    ------
    Problem
        As `case`, and those of `openmbi.flow.cases.act`.
    """
    case(gate, viewer, number)
    answering = step.kind in OF_ENTERPRISES and viewer.may(Permission.ANSWER_CASES)
    if not answering:
        viewer.check(Permission.WORK_CASES)
    return act(acting_as(gate.desk, viewer), number, step, actor=viewer.user, now=gate.now(), seen=seen)


def acting_as(desk: CaseDesk, viewer: Viewer) -> CaseDesk:
    """Return the desk with the viewer among its actors: for the office or enterprise that `office_of` tells."""
    known, owner = desk.owners, office_of(desk, viewer)
    if owner is None or known.owner(viewer.user) is not None:
        return desk
    others = tuple(one for one in known.actors if one.identifier != viewer.user)
    actor = Actor(viewer.user, Text(viewer.name, viewer.name), owner)
    return CaseDesk(desk.bureau, Owners(known.owners, (*others, actor)))


def office_of(desk: CaseDesk, viewer: Viewer) -> str | None:
    """Return whom a viewer acts for: the owner that is said of the user; else, of who works cases, the office of the first place of the scope, where all
    that this office watches lies within the scope. None for nobody.
    """
    known = desk.owners
    said = viewer.owner or (known.acts_for(viewer.user) and viewer.user)
    if said:
        acting = known.acts_for(said)
        return acting.identifier if acting else said
    if not viewer.may(Permission.WORK_CASES) or not viewer.scope.places:
        return None
    first = desk.bureau.settings.zone.code if viewer.scope.is_everywhere else viewer.scope.places[0]
    office = known.owner_of(first)
    within = office is not None and all(map(viewer.scope.covers_place, office.places))
    return office.identifier if office and within else None


def steps_for(gate: Gate, viewer: Viewer, file: CaseFile) -> tuple[ActionKind, ...]:
    """Return the steps that the viewer may take with a case now."""
    desk = acting_as(gate.desk, viewer)
    return tuple(kind for kind in file.legal if _may_take(desk, viewer, file.case, kind))


def _may_take(desk: CaseDesk, viewer: Viewer, case: Case, kind: ActionKind) -> bool:
    answering = kind in OF_ENTERPRISES and viewer.may(Permission.ANSWER_CASES)
    if not answering and not viewer.may(Permission.WORK_CASES):
        return False
    try:
        check_authority(desk.owners, viewer.user, case, kind)
    except Problem:
        return False
    return True


def reaches_case(gate: Gate, scope: Scope, number: int) -> bool:
    """Whether there is a case of that number and the scope reaches it."""
    found = _found(gate, number)
    return found is not None and within(scope, found.case)


def _found(gate: Gate, number: int) -> CaseFile | None:
    try:
        return shown(gate.desk, number)
    except Problem as problem:
        if problem.code == "case.none":
            return None
        raise


def within(scope: Scope, case: Case) -> bool:
    """Whether a case lies within a scope: its place does, or it is about an enterprise that does."""
    if case.level is Level.ENTERPRISE and case.subject in scope.enterprises:
        return True
    return scope.is_everywhere or (case.place is not None and scope.covers_place(case.place))
