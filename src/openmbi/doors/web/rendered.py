"""A document with all that is sent of it, rendered once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

import orjson

from openmbi.core.language import Language
from openmbi.reports.overview.page import Navigation, content_policy, pages


@dataclass(frozen=True)
class Rendered:
    """A document as JSON, its page in every language, and the content policy of these pages."""

    document: bytes
    pages: Mapping[Language, str]
    policy: str


class Rendering:
    """Renders a document, and keeps the latest: requests come far more often than runs. Safe to share between threads."""

    def __init__(self, *, enterprises: bool = False) -> None:
        """`enterprises`: their pages can be asked for, and names lead to them."""
        self._enterprises = enterprises
        self._lock = Lock()
        self._latest: Rendered | None = None
        self._leads_to = b""

    def of(self, document: dict[str, Any], navigation: Navigation = ()) -> Rendered:
        """Return a document rendered; drawn anew only when it, or what it leads to, changed."""
        written, leads_to = orjson.dumps(document), orjson.dumps(list(navigation))
        with self._lock:
            if self._latest is None or (self._latest.document, self._leads_to) != (written, leads_to):
                self._latest = Rendered(
                    written, pages(document, navigation, served=self._enterprises), content_policy(document)
                )
                self._leads_to = leads_to
            return self._latest
