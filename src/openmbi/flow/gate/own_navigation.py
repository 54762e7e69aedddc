"""Where the navigation leads a viewer who does not see the whole zone: to pages of the own places and enterprises, and to nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openmbi.core.access import Permission, Viewer
from openmbi.core.language import Text
from openmbi.core.tables import Level
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.own_entries import own_groups
from openmbi.flow.gate.page_reach import reached
from openmbi.flow.gate.reach import EVERYBODYS, OF_A_PLACE
from openmbi.flow.gate.standing import own_places, place_name
from openmbi.reports.overview.figures import both
from openmbi.reports.province.frame import GLANCE_TITLE
from openmbi.reports.province.levels import PLURALS
from openmbi.reports.province.paths import (
    ALERTS,
    GLANCE,
    MATRIX,
    METHODOLOGY,
    OWN,
    RELEASES,
    TILES,
    list_path,
    page_path,
)

_OWN = Text("我的企业", "My enterprise")
_RELEASES = Text("公开发布", "Releases")
_METHODOLOGY = Text("方法", "Methodology")
_SHOWN = 6
"""So many places or enterprises have an entry of their own."""


def own_navigation(gate: Gate, viewer: Viewer, whole: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return path and label of the pages that lead to all others. `whole`: where a run leads who sees everything."""
    if viewer.may(Permission.READ_INTERNAL) and viewer.scope.places:
        return list(_of_places(gate, viewer, whole))
    return list(_of_enterprises(gate, viewer))


def _of_places(gate: Gate, viewer: Viewer, whole: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    labels = {entry["path"]: entry["label"] for entry in whole}
    pages = [(place, place_path(place)) for place in own_places(viewer)]
    there = [(place, path) for place, path in pages if gate.site.document(path)]
    if there:
        yield {"path": GLANCE, "label": both(GLANCE_TITLE)}
    for place, path in there[:_SHOWN]:
        yield {"path": path, "label": both(place_name(gate, place))}
    rows = own_groups(gate, viewer, Level.CITY)
    if MATRIX in labels and rows:
        yield {"path": MATRIX, "label": labels[MATRIX]}
    if TILES in labels and (rows or own_groups(gate, viewer, Level.COUNTY)):
        yield {"path": TILES, "label": labels[TILES]}
    for level in OF_A_PLACE:
        if list_path(level) in labels and len(own_groups(gate, viewer, level)) > 1:
            yield {"path": list_path(level), "label": both(PLURALS[level])}
    yield from ({"path": path, "label": labels[path]} for path in (ALERTS, *EVERYBODYS) if path in labels)


def _of_enterprises(gate: Gate, viewer: Viewer) -> Iterator[dict[str, Any]]:
    if viewer.may(Permission.READ_OWN):
        yield {"path": OWN, "label": both(_OWN)}
        for code in viewer.scope.enterprises[:_SHOWN]:
            path = page_path(Level.ENTERPRISE, code)
            if reached(gate, viewer, path):
                yield {"path": path, "label": both(gate.enterprises.named(Level.ENTERPRISE, code))}
    if viewer.may(Permission.READ_RELEASES):
        yield {"path": RELEASES, "label": both(_RELEASES)}
        yield {"path": METHODOLOGY, "label": both(_METHODOLOGY)}


def place_path(place: str) -> str:
    """Return the path of the page of a city or county."""
    return page_path(Level.CITY if place.endswith("00") else Level.COUNTY, place)
