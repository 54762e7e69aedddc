"""Whether a viewer is given a page: the scope reaches what it tells of, or it is put together from what the scope reaches."""

from __future__ import annotations

from openmbi.core.access import Permission, Viewer
from openmbi.core.tables import Level
from openmbi.flow.gate.cases import reaches_case
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.reach import OF_A_PLACE, reaches
from openmbi.reports.province.paths import ALERTS, GLANCE, MATRIX, TILES, list_path

CASE = "case/"
ENTERPRISE = f"{Level.ENTERPRISE}/"
OWN = (ENTERPRISE, CASE)
"""What a viewer who may read no more than its own can be shown."""
LISTS = tuple(list_path(level) for level in OF_A_PLACE)
PUT_TOGETHER = (GLANCE, MATRIX, TILES, ALERTS, *LISTS)
"""Pages that a viewer with places of its own is given of these places alone, each put together from what lies in them."""


def reached(gate: Gate, viewer: Viewer, path: str) -> bool:
    """Whether the scope reaches the page of a path, as the run wrote it."""
    if path.startswith(CASE):
        number = path.removeprefix(CASE)
        return viewer.scope.is_everywhere or (number.isdecimal() and reaches_case(gate, viewer.scope, int(number)))
    return reaches(viewer.scope, path, gate.enterprises.places_of)


def put_together(viewer: Viewer, path: str) -> bool:
    """Whether a viewer is given the page of a path of its own places alone."""
    own = viewer.may(Permission.READ_INTERNAL) and not viewer.scope.is_everywhere and bool(viewer.scope.places)
    return own and path in PUT_TOGETHER
