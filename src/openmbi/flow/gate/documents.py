"""The documents of the newest run's pages, as far as a viewer's scope reaches."""

from __future__ import annotations

from typing import Any

from openmbi.core.access import Permission, Viewer, no_such
from openmbi.core.tables import Level
from openmbi.flow.gate.case_narrowing import narrowed
from openmbi.flow.gate.enterprise_cases import cases_of_enterprise
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.own_alerts import own_alerts
from openmbi.flow.gate.own_board import own_list, own_matrix, own_tiles
from openmbi.flow.gate.own_navigation import own_navigation
from openmbi.flow.gate.own_pages import own_enterprise, own_group
from openmbi.flow.gate.page_reach import CASE, ENTERPRISE, LISTS, OWN, put_together, reached
from openmbi.reports.province.paths import ALERTS, MATRIX, OVERVIEW, TILES

_GROUPS = tuple(f"{level}/" for level in (Level.CITY, Level.COUNTY, Level.CELL))


def document(gate: Gate, viewer: Viewer, path: str) -> dict[str, Any]:
    """Return the document of a page: `index` is the overview; `matrix`, `city/440600`, `enterprise/…`, `case/12`.

    A viewer with places of its own is given matrix, tiles, lists and alerts of these places alone.

    Raises
    ------
    Problem
        `access.not-permitted`; `access.none` where there is no such page or the scope does not reach it; `run.none`.
    """
    if not viewer.may(Permission.READ_INTERNAL):
        viewer.check(Permission.READ_OWN)
        if not path.startswith(OWN):
            raise no_such(path)
    made = _of_own_places(gate, viewer, path) if put_together(viewer, path) else None
    if made is not None:
        return _led(gate, viewer, made)
    if not reached(gate, viewer, path):
        raise no_such(path)
    found = gate.overview() if path == OVERVIEW else gate.site.document(path)
    if found is None:
        raise no_such(path)
    return _narrowed(gate, viewer, _led(gate, viewer, found), path)


def frame(gate: Gate, viewer: Viewer) -> dict[str, Any] | None:
    """Return what every document of the newest run begins with, its navigation as far as the scope reaches; None where the run has no such pages."""
    found = gate.site.frame()
    if found is None:
        return None
    return _led(gate, viewer, found)


def _of_own_places(gate: Gate, viewer: Viewer, path: str) -> dict[str, Any] | None:
    """Return a page that is put together from the viewer's own places; None of one that another function makes."""
    if path == MATRIX:
        return own_matrix(gate, viewer)
    if path == TILES:
        return own_tiles(gate, viewer)
    if path in LISTS:
        return own_list(gate, viewer, path)
    return own_alerts(gate, viewer) if path == ALERTS else None


def _narrowed(gate: Gate, viewer: Viewer, found: dict[str, Any], path: str) -> dict[str, Any]:
    """Return a document without what it tells of others."""
    if path.startswith(ENTERPRISE):
        whole = viewer.scope.is_everywhere and viewer.may(Permission.READ_INTERNAL)
        told = found if whole else own_enterprise(gate, viewer, found)
        return told | {"cases": cases_of_enterprise(gate, viewer, found["code"])}
    if path.startswith(CASE):
        return narrowed(gate, viewer, found)
    if viewer.scope.is_everywhere:
        return found
    if path.startswith(f"{ALERTS}/"):
        return _led(gate, viewer, own_alerts(gate, viewer, path))
    return own_group(gate, viewer, found) if path.startswith(_GROUPS) else found


def _led(gate: Gate, viewer: Viewer, found: dict[str, Any]) -> dict[str, Any]:
    """Return a document whose navigation leads nowhere that the viewer may not go."""
    sees_all = viewer.scope.is_everywhere and viewer.may(Permission.READ_INTERNAL)
    if sees_all or "navigation" not in found:
        return found
    return found | {"navigation": own_navigation(gate, viewer, found["navigation"])}
