"""The cases of one enterprise, open and closed, for its page."""

from __future__ import annotations

from typing import Any

from openmbi.core.access import Viewer
from openmbi.core.case_words import CAUSES, CLOSINGS, STATES
from openmbi.core.cases import Case
from openmbi.core.tables import Level
from openmbi.flow.gate.gate import Gate
from openmbi.reports.overview.figures import both
from openmbi.reports.province.paths import case_path
from openmbi.store.case_ledger import CaseFilter

MOST = 50


def cases_of_enterprise(gate: Gate, viewer: Viewer, code: str) -> list[dict[str, Any]]:
    """Return the cases of an enterprise that the viewer's scope reaches, the newest first. The caller has asked whether the viewer may see the enterprise."""
    wanted = CaseFilter(
        level=Level.ENTERPRISE,
        subject=code,
        within=None if viewer.scope.is_everywhere else (viewer.scope.places, viewer.scope.enterprises),
    )
    found = sorted(gate.desk.ledger.find(wanted), key=lambda case: -case.number)
    return [_line(gate, case) for case in found[:MOST]]


def _line(gate: Gate, case: Case) -> dict[str, Any]:
    zone, now = gate.bureau.zone, gate.now()
    return {
        "number": case.number,
        "path": case_path(case.number),
        "since": case.newest.since.isoformat(),
        "opened": f"{case.opened_at.astimezone(zone):%Y-%m-%d}",
        "closed": f"{case.closed_at.astimezone(zone):%Y-%m-%d}" if case.closed_at else None,
        "state": both(STATES[case.state]),
        "closing": both(CLOSINGS[case.closing]) if case.closing else None,
        "causes": [both(CAUSES[cause]) for cause in case.causes],
        "due": f"{case.due_at.astimezone(zone):%Y-%m-%d %H:%M}" if case.due_at else None,
        "overdue": case.is_overdue(now),
    }
