"""The index page of the whole zone."""

from __future__ import annotations

from typing import Any

from openmbi.core.access import Permission, Viewer, no_such
from openmbi.core.problems import Problem
from openmbi.core.tables import Level
from openmbi.flow.gate.documents import document, frame
from openmbi.flow.gate.gate import Gate
from openmbi.reports.province.frame import frame_of_overview
from openmbi.reports.province.paths import INDEX_PAGE, page_path


def index_page(gate: Gate, viewer: Viewer, run: str | None = None) -> dict[str, Any]:
    """Return the document; `run`: the number of an earlier run that is compared with.

    Raises
    ------
    Problem
        `access.not-permitted`; `access.none` where the scope does not reach the whole zone; `run.none`; `index-page.no-run`.
    """
    viewer.check(Permission.READ_INTERNAL)
    if not viewer.scope.is_everywhere:
        raise no_such(INDEX_PAGE)
    head = frame(gate, viewer) or frame_of_overview(gate.overview())
    return gate.index_pages.document(head, _zone(gate, viewer), run)


def _zone(gate: Gate, viewer: Viewer) -> dict[str, Any] | None:
    """Return the document of the zone's page; None where nothing tells groups apart."""
    try:
        return document(gate, viewer, page_path(Level.ZONE, gate.bureau.settings.zone.code))
    except Problem as problem:
        if problem.code == "access.none":
            return None
        raise
