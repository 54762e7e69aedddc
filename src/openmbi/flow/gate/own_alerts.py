"""The alerts of a viewer's own places and enterprises, as the list shows them, and what each may tell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openmbi.core.access import Permission, Scope, Viewer, no_such
from openmbi.core.owners import enclosing
from openmbi.core.tables import Level
from openmbi.flow.alerts import run_alerts
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.own_entries import own_of
from openmbi.flow.gate.page_reach import reached
from openmbi.flow.gate.reach import reaches_group
from openmbi.flow.standing_alerts import lines_standing
from openmbi.reports.alerts.report import alerts_of_lines
from openmbi.reports.province.paths import ALERTS
from openmbi.store.runs import newest_saved

_TOLD = 1
"""So many sentences are of the subject's own source; those after it tell of its group, its peers, or of who else moved."""


def own_alerts(gate: Gate, viewer: Viewer, path: str = ALERTS) -> dict[str, Any]:
    """Return the list of alerts within the scope; of one of the viewer's cities where `path` names one.

    Raises
    ------
    Problem
        `access.none` where nothing was looked for.
    """
    whole = gate.site.document(ALERTS)
    found = gate.site.document(path)
    if whole is None or found is None:
        raise no_such(path)
    lines = _lines(gate, viewer, whole)
    cities = [one for one in whole["cities"] if reached(gate, viewer, one["path"])]
    if path != ALERTS:
        lines = [line for line in lines if _lies_in(gate, line, path.removeprefix(f"{ALERTS}/"))]
    return alerts_of_lines(lines, found | {"cities": cities if len(cities) > 1 else []})


def own_line(gate: Gate, viewer: Viewer, line: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return the line of an alert without what it tells of groups and enterprises that the scope does not reach."""
    if line is None:
        return None
    told = dict(line)
    covering = covered_by(gate, told["key"]) if told["covered_by"] else None
    if told["covered_by"] and (covering is None or not reaches(gate, viewer.scope, *covering)):
        told |= {"covered_by": None, "why": told["why"][:_TOLD]}
    if told["level"]["code"] == Level.ENTERPRISE and not reaches_peers(gate, viewer, told["path"]):
        told["why"] = told["why"][:_TOLD]
    return told


def covered_by(gate: Gate, key: str) -> tuple[Level, str] | None:
    """Return the group whose alert covers an alert of the newest run, by its key; None of one that nothing covers."""
    origin = gate.origins.of()

    def work() -> dict[str, tuple[Level, str] | None]:
        found = run_alerts(origin.saved)
        return {one.alert.key: one.alert.covered_by for one in found.alerts} if found else {}

    return origin.once("covers", work).get(key)


def reaches(gate: Gate, scope: Scope, level: Level | str, code: str) -> bool:
    """Whether a scope reaches a group or enterprise."""
    return scope.is_everywhere or reaches_group(scope, Level(level), code, gate.enterprises.places_of)


def reaches_peers(gate: Gate, viewer: Viewer, path: str) -> bool:
    """Whether the scope reaches the group that an enterprise is compared with: a cell of its city, or the city."""
    places = gate.enterprises.places_of(path.rpartition("/")[2])
    return viewer.may(Permission.READ_INTERNAL) and any(reaches_city(viewer.scope, place) for place in places)


def reaches_city(scope: Scope, place: str | None) -> bool:
    """Whether a scope reaches the whole city that a place lies in: its cells, and so the peers of its enterprises."""
    return scope.is_everywhere or (place is not None and len(place) == 6 and scope.covers_place(f"{place[:4]}00"))


def _lines(gate: Gate, viewer: Viewer, whole: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the lines within the scope: of groups as the lists of the cities have them, of enterprises all that stand, whatever the length of a list."""
    scope = viewer.scope
    cities = [one["path"] for one in whole["cities"] if _touches(scope, one["path"].rpartition("/")[2])]
    every = [line for path in cities for line in (gate.site.document(path) or {"listed": []})["listed"]]
    run = newest_saved(gate.bureau.store, "runs").name
    every += list((lines_standing(gate.bureau.output, run) or {}).values())
    own = {line["key"]: line for line in own_of(gate, viewer, every)}
    return [line for line in (own_line(gate, viewer, line) for line in own.values()) if line]


def _touches(scope: Scope, city: str) -> bool:
    """Whether a city lies within a scope, or a place of the scope within the city."""
    return scope.covers_place(city) or any(city in enclosing(place) for place in scope.places)


def _lies_in(gate: Gate, line: Mapping[str, Any], city: str) -> bool:
    code = line["path"].rpartition("/")[2]
    places = gate.enterprises.places_of(code) if line["level"]["code"] == Level.ENTERPRISE else (code[:6],)
    return any(city in enclosing(place) for place in places)
