"""A document with all that is sent of it, rendered once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

import orjson

from openmbi.core.language import Language
from openmbi.reports.overview.page import content_policy, pages


@dataclass(frozen=True)
class Rendered:
    """A document as JSON, its page in every language, and the content policy of these pages."""

    document: bytes
    pages: Mapping[Language, str]
    policy: str


class Rendering:
    """Renders a document, and keeps the latest: requests come far more often than runs. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._latest: Rendered | None = None

    def of(self, document: dict[str, Any]) -> Rendered:
        """Return a document rendered; drawn anew only when it changed."""
        written = orjson.dumps(document)
        with self._lock:
            if self._latest is None or self._latest.document != written:
                self._latest = Rendered(written, pages(document), content_policy(document))
            return self._latest
