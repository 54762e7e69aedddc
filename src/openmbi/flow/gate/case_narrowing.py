"""The page of a case without what it tells of places, groups and enterprises that a viewer's scope does not reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from openmbi.core.access import UserRole, Viewer
from openmbi.core.tables import Level
from openmbi.flow.gate.cases import reaches_case
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.own_alerts import reaches, reaches_city

_OF_OTHERS = ("common", "peers", "past", "cover", "members")
"""Topics of a reason that tell of others."""
OF_A_CITY = (Level.CITY, Level.CELL)
"""Levels whose groups lie in one city."""


def narrowed(gate: Gate, viewer: Viewer, found: dict[str, Any]) -> dict[str, Any]:
    """Return the document of a case without what it tells of places, groups and enterprises that the scope does not reach."""
    if viewer.scope.is_everywhere:
        return found
    reason, case = _with_own_past(gate, viewer, found["reason"]), gate.desk.ledger.get(found["number"])
    if viewer.role is UserRole.ENTERPRISE:
        told = _without(_common(reason, ()), *_OF_OTHERS) | {"members": None, "root_causes": []}
        return found | {"reason": told, "history": _alone(found["history"]), "covered_by": None, "list_path": None}
    in_reach = reaches_city(viewer.scope, case.place)
    reason = _common(reason, OF_A_CITY if in_reach else ())
    covering = case.covered_by or case.newest.covered_by
    if covering is None or not reaches(gate, viewer.scope, *covering):
        reason, found = _without(reason, "cover"), found | {"covered_by": None}
    if not in_reach:
        reason, found = _without(reason, "peers"), found | {"history": _alone(found["history"])}
    return found | {"reason": reason}


def own_only(found: dict[str, Any]) -> dict[str, Any]:
    """Return the document of an enterprise's page as the enterprise itself sees it: without the level of its peers, which few others make up."""
    alert = found["alert"]
    line = alert["line"] if alert else None
    told = alert | {"line": line | {"why": line["why"][:1], "covered_by": None}} if line else alert
    return found | {"history": without_peers(found["history"]), "peers_name": None, "alert": told, "groups": []}


def without_peers(history: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return a line of days without the level of the peers."""
    return {name: value for name, value in history.items() if name != "peers"} if history else None


def _alone(history: Mapping[str, Any] | None) -> dict[str, Any] | None:
    alone = without_peers(history)
    return alone and alone | {"peers_name": None}


def _without(reason: dict[str, Any], *topics: str) -> dict[str, Any]:
    """Return a reason without the sentences of some topics, and without the figures of peers that they rest on."""
    kept = [one for one in reason["sentences"] if one["about"] not in topics]
    return reason | {"sentences": kept} | ({"peers": None} if "peers" in topics else {})


def _with_own_past(gate: Gate, viewer: Viewer, reason: dict[str, Any]) -> dict[str, Any]:
    """Return a reason with the earlier cases that the scope reaches."""
    past = reason["past"]
    own = [one for one in past["listed"] if reaches_case(gate, viewer.scope, one["number"])]
    if len(own) == past.get("count", len(past["listed"])):
        return dict(reason)
    return _without(reason, "past") | {"past": {"count": len(own), "causes": [], "listed": own}}


def _common(reason: dict[str, Any], levels: Sequence[Level]) -> dict[str, Any]:
    """Return a reason without how far groups of other levels moved; then what is a source's own is not told either, for both make up the change."""
    sources = [_source(one, levels) for one in reason["sources"]]
    told = reason | {"sources": sources}
    return told if sources == reason["sources"] else _without(told, "common")


def _source(one: dict[str, Any], levels: Sequence[Level]) -> dict[str, Any]:
    own = [each for each in one["common"] if each["level"] in levels]
    return one if len(own) == len(one["common"]) else one | {"common": own, "own": None}
