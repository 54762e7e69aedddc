"""The page of a case without what it tells of enterprises that a viewer's scope does not reach."""

from __future__ import annotations

from typing import Any

from openmbi.core.access import UserRole, Viewer
from openmbi.flow.gate.cases import reaches_case
from openmbi.flow.gate.gate import Gate

_OF_OTHERS = ("peers", "past", "cover", "members")
"""Topics of a reason that tell of other enterprises."""


def narrowed(gate: Gate, viewer: Viewer, found: dict[str, Any]) -> dict[str, Any]:
    """Return the document of a case without what it tells of enterprises that the scope does not reach."""
    reason = found["reason"]
    if viewer.scope.is_everywhere:
        return found
    past = [one for one in reason["past"]["listed"] if reaches_case(gate, viewer.scope, one["number"])]
    told = reason | {"past": reason["past"] | {"listed": past}}
    if len(past) < len(reason["past"]["listed"]):
        told["sentences"] = [one for one in told["sentences"] if one["about"] != "past"]
    if viewer.role is not UserRole.ENTERPRISE:
        return found | {"reason": told}
    told["sentences"] = [one for one in told["sentences"] if one["about"] not in _OF_OTHERS]
    history = found["history"]
    alone = (
        {name: value for name, value in history.items() if name != "peers"} | {"peers_name": None} if history else None
    )
    return found | {"reason": told | {"members": None, "root_causes": []}, "history": alone, "covered_by": None}


def own_only(found: dict[str, Any]) -> dict[str, Any]:
    """Return the document of an enterprise's page as the enterprise itself sees it: without the level of its peers, which few others make up."""
    history, alert = found["history"], found["alert"]
    alone = {name: value for name, value in history.items() if name != "peers"} if history else None
    line = alert["line"] if alert else None
    told = alert | {"line": line | {"why": line["why"][:1], "covered_by": None}} if line else alert
    return found | {"history": alone, "peers_name": None, "alert": told, "groups": []}
