"""What a new run changes is read and worked out before a reader asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from openmbi.core.access import LOCAL
from openmbi.core.problems import Problem
from openmbi.flow.gate.documents import document
from openmbi.flow.gate.freshness import freshness
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.index_page import index_page
from openmbi.reports.province.paths import MATRIX, TILES
from openmbi.reports.site import FRAME_FILE
from openmbi.store.runs import newest_saved

T = TypeVar("T")
Written = tuple[str, int]


def written(gate: Gate) -> Written | None:
    """Return the name of the newest run and when its pages were last written, which comes after it; None where nothing was computed yet."""
    run = _if_there(lambda: newest_saved(gate.bureau.store, "runs"))
    frame = gate.bureau.output / FRAME_FILE
    return None if run is None else (run.name, frame.stat().st_mtime_ns if frame.is_file() else 0)


def prepared(gate: Gate) -> Iterator[dict[str, Any]]:
    """Read the newest run's enterprises, tell its phases and how fresh sources are, and yield the documents of the pages that everyone begins with.

    No figure reaches a reader by this: each is asked for again, by a viewer of its own. What a run has not is left out.
    """
    _if_there(gate.enterprises.prepare)
    _if_there(gate.index_pages.prepare)
    _if_there(lambda: freshness(gate, LOCAL))
    asked: tuple[Callable[[], dict[str, Any]], ...] = (
        lambda: index_page(gate, LOCAL),
        lambda: document(gate, LOCAL, MATRIX),
        lambda: document(gate, LOCAL, TILES),
    )
    for ask in asked:
        found = _if_there(ask)
        if found is not None:
            yield found


def _if_there(ask: Callable[[], T]) -> T | None:
    try:
        return ask()
    except Problem:
        return None
