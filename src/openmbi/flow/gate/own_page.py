"""The start page of an enterprise's user: the own enterprises, what is asked of them, and their cases."""

from __future__ import annotations

from typing import Any

from openmbi.core.access import Permission, Viewer, no_such
from openmbi.core.cases import ActionKind
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Level
from openmbi.flow.authority import OF_ENTERPRISES
from openmbi.flow.gate.cases import case, steps_for
from openmbi.flow.gate.documents import document
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.live_frame import live_frame
from openmbi.reports.case.labels import NEXT
from openmbi.reports.own.report import OwnEnterprise, own
from openmbi.reports.province.paths import OWN, page_path


def own_page(gate: Gate, viewer: Viewer) -> dict[str, Any]:
    """Return the document of the page.

    Raises
    ------
    Problem
        `access.not-permitted`; `access.none` where the scope names no enterprise that the newest run knows; `run.none`.
    """
    viewer.check(Permission.READ_OWN)
    told = [found for code in viewer.scope.enterprises if (found := _enterprise(gate, viewer, code))]
    if not told:
        raise no_such(OWN)
    return own(told, live_frame(gate, viewer, OWN))


def _enterprise(gate: Gate, viewer: Viewer, code: str) -> OwnEnterprise | None:
    """Return one enterprise; None where the newest run knows none of this code."""
    try:
        page = document(gate, viewer, page_path(Level.ENTERPRISE, code))
    except Problem as problem:
        if problem.code == "access.none":
            return None
        raise
    return OwnEnterprise(page, {line["number"]: _asked(gate, viewer, line["number"]) for line in page["cases"]})


def _asked(gate: Gate, viewer: Viewer, number: int) -> tuple[Text, ...]:
    """Return what the viewer is asked to do with a case now, in words; a dispute alone, which is always open to it, is not asked for."""
    file = case(gate, viewer, number)
    steps = [kind for kind in steps_for(gate, viewer, file) if kind in OF_ENTERPRISES and kind in NEXT]
    if file.case.closed_at is not None or set(steps) <= {ActionKind.DISPUTE}:
        return ()
    return tuple(NEXT[kind][0] for kind in steps)
