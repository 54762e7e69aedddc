"""The light matrix, the tile grid and the lists of a viewer's own places.

They are put together from the lines of the places within the scope. Nothing of the whole stands beside them: no totals of industries over all cities, no light
of the zone, no count over all cells; from such, less the own, a reader would know the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from openmbi.core.access import Viewer, no_such
from openmbi.core.tables import Level
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.own_entries import counted, own_groups, own_of
from openmbi.reports.matrix.report import WORST
from openmbi.reports.province.paths import MATRIX, TILES

_NAMED = ("level", "code", "name", "short")


def own_matrix(gate: Gate, viewer: Viewer) -> dict[str, Any]:
    """Return the matrix of the own cities: a row a city, a column an industry that any of them has.

    Raises
    ------
    Problem
        `access.none` where the run has no cells of the viewer's cities: those of counties are not worked out.
    """
    found = gate.site.document(MATRIX)
    if found is None:
        raise no_such(MATRIX)
    rows = own_of(gate, viewer, found["rows"])
    own = {row["code"] for row in rows}
    cells = [
        [cell and dict(cell) for cell in line]
        for row, line in zip(found["rows"], found["cells"], strict=True)
        if row["code"] in own
    ]
    kept = [place for place in range(len(found["columns"])) if any(line[place] for line in cells)]
    if not kept:
        raise no_such(MATRIX)
    listed = [cell for line in cells for cell in line if cell]
    return found | {
        "corner": None,
        "rows": rows,
        "columns": [{name: found["columns"][place][name] for name in _NAMED} for place in kept],
        "cells": [[line[place] for place in kept] for line in cells],
        "counts": counted(found["legend"], listed),
        "worst": [_with_reason(gate, cell) for cell in _urgent(found["legend"], listed)],
        "timeline": _timeline(found, listed),
    }


def own_tiles(gate: Gate, viewer: Viewer) -> dict[str, Any]:
    """Return the grid with the own cities in their places, and the own counties, which have none, below.

    Raises
    ------
    Problem
        `access.none` where the run has no such page.
    """
    found = gate.site.document(TILES)
    if found is None:
        raise no_such(TILES)
    placed = own_of(gate, viewer, found["tiles"])
    without = [*own_of(gate, viewer, found["unplaced"]), *own_groups(gate, viewer, Level.COUNTY)]
    if not placed and not without:
        raise no_such(TILES)
    return found | {"tiles": placed, "unplaced": without, "counts": counted(found["legend"], [*placed, *without])}


def own_list(gate: Gate, viewer: Viewer, path: str) -> dict[str, Any]:
    """Return the list of a level's groups within the scope.

    Raises
    ------
    Problem
        `access.none` where there are none.
    """
    found = gate.site.document(path)
    groups = own_of(gate, viewer, found["groups"]) if found else []
    if found is None or not groups:
        raise no_such(path)
    return found | {"groups": groups, "counts": counted(found["legend"], groups)}


def _urgent(legend: Sequence[Mapping[str, Any]], listed: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the heaviest cells of the most urgent light."""
    urgent = [cell for cell in listed if cell["light"]["colour"] == legend[0]["colour"]]
    return sorted(urgent, key=lambda cell: (-float(cell["weight"] or 0), cell["code"]))[:WORST]


def _with_reason(gate: Gate, cell: dict[str, Any]) -> dict[str, Any]:
    found = gate.site.document(cell["path"])
    return cell | {"reason": found["group"]["reason"] if found else None}


def _timeline(found: Mapping[str, Any], listed: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Return the months with the lights of the own cells alone; None where the run keeps none."""
    whole = found.get("timeline")
    if not whole:
        return None
    texts = [cell["months"] for cell in listed if cell["months"]]
    lights = [str(place) for place in range(len(found["legend"]))]
    counts = [[sum(text[at] == light for text in texts) for light in lights] for at in range(len(whole["months"]))]
    return {"months": whole["months"], "counts": counts}
