"""Style sheets under names that follow their content: a page asks for one, once, and a browser keeps it for good. They hold no figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from threading import Lock
from typing import Any

import orjson

from openmbi.core.registry import package_folder
from openmbi.reports.province.style import style

ADDRESS = "/sheets/"
_MOST = 64
"""Palettes whose sheets are kept: one is in force, a few more are those of runs before it."""


class KeptSheets:
    """The style sheets that pages were drawn with. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._files: dict[str, str] = {}
        self._of_legends: dict[bytes, str] = {}

    def of_page(self, legend: Sequence[Mapping[str, Any]]) -> str:
        """Return the address of the sheet of pages with a legend: what the reports need, then the shell's."""
        key = orjson.dumps(legend)
        with self._lock:
            known = self._of_legends.get(key)
        if known is None:
            known = self._kept(style(legend) + shell())
            with self._lock:
                if len(self._of_legends) >= _MOST:
                    self._of_legends.clear()
                self._of_legends[key] = known
        return known

    def of_shell(self) -> str:
        """Return the address of the shell's sheet alone, for pages that hold their own."""
        return self._kept(shell())

    def of_own(self) -> str:
        """Return the address of the sheet of the door's own pages."""
        return self._kept(base() + shell())

    def content(self, file: str) -> str | None:
        """Return the sheet of a name; None for one that no page of this process named."""
        with self._lock:
            return self._files.get(file)

    def _kept(self, text: str) -> str:
        file = f"{sha256(text.encode()).hexdigest()[:16]}.css"
        with self._lock:
            if len(self._files) >= _MOST:
                self._files.clear()
            self._files[file] = text
        return ADDRESS + file


@cache
def shell() -> str:
    """Return what the shell adds."""
    return (package_folder("openmbi.doors.web") / "templates" / "shell.css").read_text(encoding="utf-8")


@cache
def base() -> str:
    """Return what the door's own pages begin with."""
    return (package_folder("openmbi.reports") / "overview" / "page.css").read_text(encoding="utf-8")
