"""Documents drawn as pages by their own reports, each drawn once for all readers."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import cache, partial
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
from openmbi.reports.province.rendering import pages as pages_of_frame

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
        draw = own_page(name) or partial(page_of_frame, served=self._enterprises)
        return draw(document, language)


@cache
def own_page(report: str) -> Callable[[dict[str, Any], Language], str] | None:
    """Return how a report that has more than its template draws a page: `page`, else `pages`, of its `page.py`, imported when first asked for."""
    if find_spec(f"openmbi.reports.{report}.page") is None:
        return None
    module = import_module(f"openmbi.reports.{report}.page")
    if hasattr(module, "page"):
        return module.page
    return None if module.pages is pages_of_frame else lambda document, language: module.pages(document)[language]
