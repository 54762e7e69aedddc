"""The pages of the newest run beside its overview: found by their documents, which the run wrote; nothing else of the folder can be reached."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote

from openmbi.core.tables import Level
from openmbi.flow.gate.kept_documents import KeptDocuments

ENTERPRISE = f"{Level.ENTERPRISE}/"
_MOST_PARTS = 2


class EnterpriseDocument(Protocol):
    """Makes the document of one enterprise's page, by its code; None where there is no such enterprise."""

    def __call__(self, code: str, /) -> dict[str, Any] | None:
        """Return the document as `openmbi.reports.enterprise` builds it."""
        ...


class CaseDocument(Protocol):
    """Makes the part of a case's page that every step changes, by its number; None where there is no such case."""

    def __call__(self, number: int, /) -> dict[str, Any] | None:
        """Return the part as `openmbi.reports.case.progress` builds it."""
        ...


class Site:
    """The documents of the pages in an output folder, and those of enterprises, which are made when asked for; pages of cases are brought up to date.

    A page's path is that of its document without ending: `matrix`, `city/440600`. Safe to share between threads.
    """

    def __init__(
        self, output: Path, enterprise: EnterpriseDocument | None = None, case: CaseDocument | None = None
    ) -> None:
        self._data = output / "data"
        self._enterprise = enterprise
        self._case = case
        self._documents = KeptDocuments()

    @property
    def shows_enterprises(self) -> bool:
        """Whether pages of enterprises can be asked for."""
        return self._enterprise is not None

    def frame(self) -> dict[str, Any] | None:
        """Return what every document of the run begins with; None where the run has no such pages."""
        return self._read("frame")

    def document(self, path: str) -> dict[str, Any] | None:
        """Return a page's document; None where there is no such page."""
        if path.startswith(ENTERPRISE):
            return self._enterprise(unquote(path.removeprefix(ENTERPRISE))) if self._enterprise else None
        found = self._read(path)
        if found is None or found.get("path") != path:
            return None
        return found | self._progress(found) if found.get("report") == "case" else found

    def _progress(self, found: dict[str, Any]) -> dict[str, Any]:
        """Return what has changed of a case since the run that wrote its page."""
        return (self._case(found["number"]) if self._case else None) or {}

    def _read(self, path: str) -> dict[str, Any] | None:
        file = self._file(path)
        return None if file is None else self._documents.read(file)

    def _file(self, path: str) -> Path | None:
        """Return the file of a document; None for a path that is none, or that leads out of the folder."""
        parts = path.split("/")
        if len(parts) > _MOST_PARTS or any(not _is_name(part) for part in parts):
            return None
        file = self._data.joinpath(*parts[:-1], f"{parts[-1]}.json")
        inside = file.resolve().is_relative_to(self._data.resolve())
        return file if inside and file.is_file() else None


def _is_name(part: str) -> bool:
    return bool(part) and part.isprintable() and not part.startswith(".") and not set(part) & set('\\:*?"<>|')
