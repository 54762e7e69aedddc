"""Pages of groups and enterprises without what they tell of places, groups and enterprises that a viewer's scope does not reach."""

from __future__ import annotations

from typing import Any

from openmbi.core.access import UserRole, Viewer
from openmbi.flow.gate.case_narrowing import own_only, without_peers
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.own_alerts import own_line, reaches_peers
from openmbi.flow.gate.own_entries import own_of
from openmbi.flow.gate.page_reach import reached


def own_group(gate: Gate, viewer: Viewer, found: dict[str, Any]) -> dict[str, Any]:
    """Return the document of a group. How far the whole zone moved is not told: with the own part of it, that would tell how far all others moved."""
    return found | {
        "trail": own_of(gate, viewer, found["trail"]),
        "alert": _alert(gate, viewer, found["alert"]),
        "children": [part | {"listed": own_of(gate, viewer, part["listed"])} for part in found["children"]],
        "changes": [_change(gate, viewer, change) for change in found["changes"]],
    }


def own_enterprise(gate: Gate, viewer: Viewer, found: dict[str, Any]) -> dict[str, Any]:
    """Return the document of an enterprise: without its peers where the scope does not reach the group that they make up."""
    if viewer.role is UserRole.ENTERPRISE:
        told = own_only(found)
        alert = told["alert"]
        return told | {"alert": alert | {"list_path": None} if alert else None}
    told = found | {"groups": own_of(gate, viewer, found["groups"]), "alert": _alert(gate, viewer, found["alert"])}
    if reaches_peers(gate, viewer, found["path"]):
        return told
    return told | {"history": without_peers(found["history"]), "peers_name": None}


def _alert(gate: Gate, viewer: Viewer, alert: dict[str, Any] | None) -> dict[str, Any] | None:
    return alert | {"line": own_line(gate, viewer, alert["line"])} if alert else alert


def _change(gate: Gate, viewer: Viewer, change: dict[str, Any]) -> dict[str, Any]:
    parts = [
        part | {name: [_led(gate, viewer, each) for each in part[name]] for name in ("rises", "falls")}
        for part in change["parts"]
    ]
    return change | {"zone_change": None, "outside": [], "parts": parts}


def _led(gate: Gate, viewer: Viewer, each: dict[str, Any]) -> dict[str, Any]:
    path = each["path"]
    return each if path is None or reached(gate, viewer, path) else each | {"path": None}
