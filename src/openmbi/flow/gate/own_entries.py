"""The lines of groups that a viewer's scope reaches, taken from a run's lists; what is counted is counted anew among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openmbi.core.access import Viewer
from openmbi.core.tables import Level
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.page_reach import reached
from openmbi.reports.province.paths import list_path

Line = Mapping[str, Any]


def own_of(gate: Gate, viewer: Viewer, lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Return the lines whose own page the scope reaches."""
    return [dict(line) for line in lines if reached(gate, viewer, line["path"])]


def own_groups(gate: Gate, viewer: Viewer, level: Level) -> list[dict[str, Any]]:
    """Return the groups of a level that the scope reaches, as the list of the run has them; none where the run has no such list."""
    found = gate.site.document(list_path(level))
    return own_of(gate, viewer, found["groups"]) if found else []


def counted(legend: Sequence[Line], lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Return how many lines have which light, and their weight in per cent, in the order of the legend."""
    listed = list(lines)
    counts = []
    for look in legend:
        here = [each for each in listed if each["light"]["colour"] == look["colour"]]
        face = {part: look[part] for part in ("colour", "shape", "letter", "word")}
        weight = sum(float(each["weight"] or 0) for each in here)
        counts.append({**face, "groups": len(here), "weight": f"{weight:.1f}"})
    return counts
