"""The light matrix in a view that is asked for: of the whole zone, or of the viewer's own cities."""

from __future__ import annotations

from typing import Any

from openmbi.core.access import Viewer, no_such
from openmbi.flow.gate.documents import document
from openmbi.flow.gate.gate import Gate
from openmbi.reports.matrix.view import MatrixView, Shown, seen
from openmbi.reports.province.paths import MATRIX


def matrix(gate: Gate, viewer: Viewer, view: MatrixView) -> dict[str, Any]:
    """Return the document; as it is where it is asked for in no particular view.

    Raises
    ------
    Problem
        As `openmbi.flow.gate.documents.document`; `access.none` for industries over all cities where the scope does not reach all; `matrix.month`.
    """
    found = document(gate, viewer, MATRIX)
    if view.level is Shown.INDUSTRY and found["corner"] is None:
        raise no_such(f"{MATRIX}/{view.level}")
    return found if view == MatrixView() else seen(found, view)
