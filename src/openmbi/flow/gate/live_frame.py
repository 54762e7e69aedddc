"""What pages begin with that no run wrote: they are made when they are asked for."""

from __future__ import annotations

from typing import Any

from openmbi.core.access import Permission, Viewer, no_such
from openmbi.flow.gate.documents import frame
from openmbi.flow.gate.gate import Gate


def live_frame(gate: Gate, viewer: Viewer, path: str) -> dict[str, Any]:
    """Return what every document of the newest run begins with; who reads no figures is led to none of its pages.

    Raises
    ------
    Problem
        `access.none` where no run has left pages yet; `path` says of which page.
    """
    found = frame(gate, viewer)
    if found is None:
        raise no_such(path)
    reads = viewer.may(Permission.READ_INTERNAL) or viewer.may(Permission.READ_OWN)
    return found if reads else found | {"navigation": []}
