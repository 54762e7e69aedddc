"""What pages begin with that no run wrote: they are made when they are asked for."""

from __future__ import annotations

from typing import Any

from openmbi.core.access import Viewer, no_such
from openmbi.flow.gate.documents import frame
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.narrowing import reads_runs
from openmbi.flow.gate.public_frame import public_frame


def live_frame(gate: Gate, viewer: Viewer, path: str) -> dict[str, Any]:
    """Return what every document of the newest run begins with; what one of a public release does, for who reads no figures of a run.

    Raises
    ------
    Problem
        `access.none` where no run has left pages yet; `path` says of which page.
    """
    found = frame(gate, viewer)
    if found is None:
        raise no_such(path)
    return found if reads_runs(viewer) else public_frame(gate, viewer, found)
