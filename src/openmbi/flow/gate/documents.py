"""The documents of the newest run's pages, as far as a viewer's scope reaches."""

from __future__ import annotations

from typing import Any

from openmbi.core.access import Permission, UserRole, Viewer, no_such
from openmbi.core.tables import Level
from openmbi.flow.gate.case_narrowing import narrowed, own_only
from openmbi.flow.gate.cases import reaches_case
from openmbi.flow.gate.enterprise_cases import cases_of_enterprise
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.reach import reaches
from openmbi.reports.province.paths import GLANCE, OVERVIEW

CASE = "case/"
ENTERPRISE = f"{Level.ENTERPRISE}/"
OWN = (ENTERPRISE, CASE)
"""What a viewer who may read no more than its own can be shown."""
NARROWED = (GLANCE,)
"""Pages that are made of the viewer's own places."""


def document(gate: Gate, viewer: Viewer, path: str) -> dict[str, Any]:
    """Return the document of a page: `index` is the overview; `matrix`, `city/440600`, `enterprise/…`, `case/12`.

    Raises
    ------
    Problem
        `access.not-permitted`; `access.none` where there is no such page or the scope does not reach it; `run.none`.
    """
    if not viewer.may(Permission.READ_INTERNAL):
        viewer.check(Permission.READ_OWN)
        if not path.startswith(OWN):
            raise no_such(path)
    if not _reached(gate, viewer, path):
        raise no_such(path)
    found = gate.overview() if path == OVERVIEW else gate.site.document(path)
    if found is None:
        raise no_such(path)
    found = _led(gate, viewer, found)
    if path.startswith(ENTERPRISE):
        told = own_only(found) if viewer.role is UserRole.ENTERPRISE else found
        return told | {"cases": cases_of_enterprise(gate, viewer, found["code"])}
    return narrowed(gate, viewer, found) if path.startswith(CASE) else found


def frame(gate: Gate, viewer: Viewer) -> dict[str, Any] | None:
    """Return what every document of the newest run begins with, its navigation as far as the scope reaches; None where the run has no such pages."""
    found = gate.site.frame()
    if found is None:
        return None
    return _led(gate, viewer, found)


def _led(gate: Gate, viewer: Viewer, found: dict[str, Any]) -> dict[str, Any]:
    """Return a document whose navigation leads nowhere that the viewer may not go."""
    if viewer.scope.is_everywhere or "navigation" not in found:
        return found
    led = [entry for entry in found["navigation"] if entry["path"] in NARROWED or _reached(gate, viewer, entry["path"])]
    return found | {"navigation": led}


def _reached(gate: Gate, viewer: Viewer, path: str) -> bool:
    if path.startswith(CASE):
        number = path.removeprefix(CASE)
        return viewer.scope.is_everywhere or (number.isdecimal() and reaches_case(gate, viewer.scope, int(number)))
    return reaches(viewer.scope, path, gate.enterprises.places_of)
