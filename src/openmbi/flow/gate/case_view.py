"""The page of one case for a viewer: what the run told of it, within the scope, how far it has come, and forms of the steps that the viewer may take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openmbi.core.access import UserRole, Viewer
from openmbi.core.cases import Case
from openmbi.core.language import Text
from openmbi.core.owners import Role
from openmbi.core.problems import Problem
from openmbi.core.tables import Level
from openmbi.flow.case_desk import CaseDesk
from openmbi.flow.case_progress import progress_of
from openmbi.flow.cases import CaseFile
from openmbi.flow.gate.cases import acting_as, case, steps_for
from openmbi.flow.gate.documents import document, frame
from openmbi.flow.gate.evidence import MOST_BYTES, MOST_FILES
from openmbi.flow.gate.gate import Gate
from openmbi.reports.case.forms import FormsInput, Typed, forms
from openmbi.reports.case.inputs import CaseInput
from openmbi.reports.case.report import case_page
from openmbi.store.evidence import EvidenceStore

_NO_REASON: Mapping[str, Any] = {
    "headline": None,
    "sentences": [],
    "sources": [],
    "root_causes": [],
    "members": None,
    "past": {"listed": []},
    "calendar": {"provisional": False},
    "events": [],
}
_NOT_TOLD = Text("未测", "not measured")


def case_view(
    gate: Gate,
    viewer: Viewer,
    number: int,
    *,
    typed: Typed | None = None,
    refused: Problem | None = None,
    seen: int | None = None,
) -> dict[str, Any]:
    """Return the document of a case's page with `forms`. `typed` and `refused`: what was sent and why it was not taken; `seen`: the version that it was
    made from, where the case has changed since.

    Raises
    ------
    Problem
        As `openmbi.flow.gate.cases.case`.
    """
    file = case(gate, viewer, number)
    found = _told(gate, viewer, file)
    steps = steps_for(gate, viewer, file)
    plain = viewer.role is UserRole.ENTERPRISE
    source = FormsInput(
        steps, owners_for(acting_as(gate.desk, viewer), file.case), MOST_FILES, MOST_BYTES >> 20, plain, typed
    )
    changed = _changed(found, file, seen)
    return found | {
        "forms": forms(source),
        "plain": plain,
        "refused": refused.as_dict() if refused else None,
        "changed": changed,
        "lost": " ".join(typed.values.get("note", ())) if changed and typed and typed.kind not in steps else None,
        "kept_files": _kept(gate, file),
    }


def owners_for(desk: CaseDesk, about: Case | None) -> dict[str, Text]:
    """Return by identifier whom a case can be given to: the offices, and the enterprise that it is about."""
    return {
        one.identifier: one.name
        for one in desk.owners.owners
        if one.role is not Role.ENTERPRISE or (about is not None and about.subject in one.enterprises)
    }


def _told(gate: Gate, viewer: Viewer, file: CaseFile) -> dict[str, Any]:
    """Return what the newest run told of a case; of one that it has no page of, what the ledger knows."""
    try:
        return dict(document(gate, viewer, f"case/{file.case.number}"))
    except Problem as problem:
        around = frame(gate, viewer) if problem.code == "access.none" else None
        if around is None:
            raise
    about = file.case
    source = CaseInput(
        progress=progress_of(gate.desk, about, gate.now()),
        name=gate.enterprises.named(about.level, about.subject),
        reason={**_NO_REASON, "headline": None},
        rate=_NOT_TOLD,
        place=gate.enterprises.named(Level.COUNTY, about.place) if about.place else None,
    )
    return case_page(source, around)


def _changed(found: Mapping[str, Any], file: CaseFile, seen: int | None) -> list[dict[str, Any]] | None:
    """Return the steps that were taken since a version, the latest first; None where none were."""
    if seen is None or file.case.version <= seen:
        return None
    since = [one for one in file.history if one.version > seen]
    return found["timeline"][: len(since)] or None


def _kept(gate: Gate, file: CaseFile) -> list[str]:
    store = EvidenceStore(gate.bureau.folder, file.case.number)
    named = {one.sha256 for step in file.history for one in step.action.evidence}
    return sorted(sha256 for sha256 in named if store.holds(sha256))
