"""A thread that reads a new run and draws its first pages before a reader asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Event, Thread
from types import TracebackType
from typing import Any

from openmbi.core.language import Language
from openmbi.doors.web.web import Web
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.preparing import Written, prepared, written

SECONDS = 2.0
"""So often it looks for a new run."""


class Preparing:
    """Looks for new runs while it is entered, every so many `seconds`. Pages are right without it; the first reader after a run then waits longer.

    `look` tells the run that is written, `read` its documents.
    """

    def __init__(
        self,
        web: Web,
        *,
        look: Callable[[Gate], Written | None] = written,
        read: Callable[[Gate], Iterable[dict[str, Any]]] = prepared,
        seconds: float = SECONDS,
    ) -> None:
        self._web, self._look, self._read, self._seconds = web, look, read, seconds
        self._left = Event()
        self._thread = Thread(target=self._watch, name="openmbi-preparing", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._left.set()

    def _watch(self) -> None:
        known: Written | None = None
        while not self._left.is_set():
            known = self._prepared(known)
            self._left.wait(self._seconds)

    def _prepared(self, known: Written | None) -> Written | None:
        """Prepare what is newer than what is known, and return what is known then; what cannot be read now is tried again."""
        try:
            found = self._look(self._web.gate)
            if found is not None and found != known:
                for document in self._read(self._web.gate):
                    for language in Language:
                        self._web.drawing.page(document, language)
        except OSError:
            return known
        return found
