"""Documents drawn as pages by their own reports, each drawn once for all readers."""

from __future__ import annotations

from collections import OrderedDict
from functools import cache
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from threading import Lock
from typing import Any

import orjson

from openmbi.core.language import Language
from openmbi.reports.overview.page import Navigation
from openmbi.reports.overview.page import pages as overview_pages
from openmbi.reports.province.rendering import page as page_of_frame

_OVERVIEW = "overview"
_KEPT = 256
"""Pages kept drawn; one has 20 to 400 kB."""


class Drawing:
    """Draws documents as pages, and keeps the latest: readers come far more often than runs. Safe to share between threads.

    `enterprises`: their pages can be asked for, and names lead to them.
    """

    def __init__(self, *, enterprises: bool = True, kept: int = _KEPT) -> None:
        self._enterprises = enterprises
        self._most = kept
        self._lock = Lock()
        self._pages: OrderedDict[tuple[bytes, Language], str] = OrderedDict()

    def page(self, document: dict[str, Any], language: Language, navigation: Navigation = ()) -> str:
        """Return the page of a document in one language, without the shell: by `page` or `pages` of its report's `page.py`, else by its template alone.

        `navigation`: the other pages, as the overview leads to them; other documents have their own.
        """
        key = sha256(orjson.dumps([document, list(navigation)])).digest(), language
        with self._lock:
            kept = self._pages.get(key)
        if kept is not None:
            return kept
        drawn = self._drawn(document, language, navigation)
        with self._lock:
            self._pages[key] = drawn
            if len(self._pages) > self._most:
                self._pages.popitem(last=False)
        return drawn

    def _drawn(self, document: dict[str, Any], language: Language, navigation: Navigation) -> str:
        name = document["report"]
        if name == _OVERVIEW:
            return overview_pages(document, navigation, served=self._enterprises)[language]
        if not draws_itself(name):
            return page_of_frame(document, language, served=self._enterprises)
        module = import_module(f"openmbi.reports.{name}.page")
        return module.page(document, language) if hasattr(module, "page") else module.pages(document)[language]


@cache
def draws_itself(report: str) -> bool:
    """Whether a report has more than its template: a `page.py` that is imported when its page is first asked for."""
    return find_spec(f"openmbi.reports.{report}.page") is not None
