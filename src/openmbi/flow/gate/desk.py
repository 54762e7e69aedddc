"""The pages of the case desk: the list, and one step with several cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from openmbi.catalog.owners import LONE_BUREAU
from openmbi.core.access import Permission, UserRole, Viewer, no_such
from openmbi.core.case_words import STATES
from openmbi.core.cases import ActionKind, Case, CaseState
from openmbi.core.language import Text
from openmbi.core.owners import EVERYWHERE
from openmbi.core.problems import Problem
from openmbi.core.tables import Level
from openmbi.flow.cases import CaseStep
from openmbi.flow.gate.case_list import AskedCases, case_counts, case_list
from openmbi.flow.gate.case_view import owners_for
from openmbi.flow.gate.cases import case, take_step
from openmbi.flow.gate.documents import frame
from openmbi.flow.gate.gate import Gate
from openmbi.reports.desk.inputs import BulkInput, BulkResult, DeskInput, DeskView
from openmbi.reports.desk.labels import BULK, LABELS
from openmbi.reports.desk.report import bulk, desk
from openmbi.reports.province.paths import CASES

SEVERAL = 200
"""With so many cases at most a step is taken at once."""


def desk_page(gate: Gate, viewer: Viewer, view: DeskView, *, limit: int = 50) -> dict[str, Any]:
    """Return the document of the case desk; `view.after`: of which page.

    Raises
    ------
    Problem
        As `openmbi.flow.gate.case_list.case_list`; `case.wrong-question` where a state or level is none.
    """
    asked = AskedCases(
        mine=view.name == "mine",
        overdue=view.name == "overdue",
        closed=view.name == "closed",
        state=_of(CaseState, view.state),
        level=_of(Level, view.level),
        place=view.place or None,
        owner=view.owner or None,
    )
    found = case_list(gate, viewer, asked, after=view.after, limit=limit)
    plain = viewer.role is UserRole.ENTERPRISE
    counts = case_counts(gate, viewer)
    source = DeskInput(
        view=DeskView(view.name, view.state, view.level, view.place, view.owner, found.after),
        cases=found.cases,
        total=found.total,
        counts={name: counts[name] for name in ("open", "closed")} if plain else counts,
        places={} if plain else places_for(gate, viewer),
        owners=_lone_bureau(found.cases) | owners_for(gate.desk, None),
        naming=gate.enterprises.naming(),
        now=gate.now(),
        zone=gate.bureau.zone,
        bulk=tuple(BULK) if viewer.may(Permission.WORK_CASES) and view.name != "closed" else (),
        plain=plain,
    )
    return desk(source, around(gate, viewer))


def bulk_page(
    gate: Gate, viewer: Viewer, kind: str, chosen: Sequence[tuple[int, int]], *, owner: str = ""
) -> dict[str, Any]:
    """Return the page that asks to confirm one step with several cases, each a number and the version that was seen.

    Raises
    ------
    Problem
        `access.not-permitted`; `access.none` where the scope does not reach one; `case.wrong-question`.
    """
    step, found = _step(viewer, kind), [(case(gate, viewer, number).case, seen) for number, seen in chosen[:SEVERAL]]
    lines = tuple((one.number, seen, _name(gate, one), STATES[one.state]) for one, seen in found)
    refused = None if lines else LABELS["choose_some"]
    return bulk(BulkInput(step, lines, _owners(gate, step), owner, refused=refused), around(gate, viewer))


def bulk_take(
    gate: Gate, viewer: Viewer, kind: str, chosen: Sequence[tuple[int, int]], *, owner: str = "", note: str = ""
) -> dict[str, Any]:
    """Take one step with several cases, each by itself, and return the page that tells what came of each.

    Raises
    ------
    Problem
        `access.not-permitted`; `case.wrong-question`.
    """
    step = _step(viewer, kind)
    if step is ActionKind.ASSIGN and not owner:
        return bulk_page(gate, viewer, kind, chosen) | {
            "note": note,
            "refused": vars(LABELS["choose_owner"]),
        }
    wanted = CaseStep(step, note, owner=owner or None if step is ActionKind.ASSIGN else None)
    results = tuple(_taken(gate, viewer, number, wanted, seen) for number, seen in chosen[:SEVERAL])
    return bulk(BulkInput(step, results=results), around(gate, viewer))


def around(gate: Gate, viewer: Viewer) -> Mapping[str, Any]:
    """Return what every page begins with.

    Raises
    ------
    Problem
        `access.none` where no run has left pages.
    """
    found = frame(gate, viewer)
    if found is None:
        raise no_such(CASES)
    return found


def _taken(gate: Gate, viewer: Viewer, number: int, step: CaseStep, seen: int) -> BulkResult:
    """Take the step with one case; a problem is its result."""
    try:
        after = take_step(gate, viewer, number, step, seen=seen).case
    except Problem as problem:
        reached = problem.code not in ("access.none", "access.not-permitted")
        name = _name(gate, case(gate, viewer, number).case) if reached else Text(str(number), str(number))
        return BulkResult(number, name, problem=problem.found, fix=problem.fix)
    return BulkResult(number, _name(gate, after), state=STATES[after.state])


def _step(viewer: Viewer, kind: str) -> ActionKind:
    viewer.check(Permission.WORK_CASES)
    found = next((one for one in BULK if one.value == kind), None)
    if found is None:
        raise _wrong_question(kind)
    return found


def _lone_bureau(cases: Iterable[Case]) -> dict[str, Text]:
    """Return the name of the bureau where cases are still its own from before owners were declared."""
    return {
        one.identifier: one.name for one in LONE_BUREAU.owners if any(case.owner == one.identifier for case in cases)
    }


def _owners(gate: Gate, step: ActionKind) -> Mapping[str, Text] | None:
    return owners_for(gate.desk, None) if step is ActionKind.ASSIGN else None


def _name(gate: Gate, one: Case) -> Text:
    return gate.enterprises.named(one.level, one.subject)


def places_for(gate: Gate, viewer: Viewer) -> dict[str, Text]:
    """Return the places that a viewer may narrow the list down to: the cities, and of a narrower scope its own places with their counties."""
    day: datetime = gate.now()
    places = gate.enterprises.hierarchy.places
    codes = places.cities(day.date())
    if not viewer.scope.is_everywhere:
        own = (*places.cities(day.date()), *places.counties(day.date()))
        codes = tuple(code for code in own if viewer.scope.covers_place(code))
    return {code: places.name(code, day.date()) for code in codes if code != EVERYWHERE}


def _of(kind: Any, value: str) -> Any:
    if not value:
        return None
    if value not in list(kind):
        raise _wrong_question(value)
    return kind(value)


def _wrong_question(value: str) -> Problem:
    return Problem(
        "case.wrong-question",
        Text("没有「{value}」这一选项", "there is no choice “{value}”").fill(value=value[:40]),
        Text("从页面上的选项中选择", "choose from those on the page"),
    )
