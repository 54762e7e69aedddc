"""A gate whose newest run has the documents that a test gives it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from openmbi.flow.bureau import Bureau, Named, Settings, Zone
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.site import Site
from openmbi.store.store import Store

MOMENT = datetime(2026, 4, 1, 8, tzinfo=UTC)


@dataclass(frozen=True)
class ShownGate(Gate):
    """A gate that shows a site and an overview of a test's own."""

    newest: Callable[[], dict[str, Any]]
    shown: Site

    @property
    def site(self) -> Site:  # pyright: ignore[reportIncompatibleVariableOverride]
        return self.shown

    def overview(self) -> dict[str, Any]:
        return self.newest()


def shown_gate(newest: Callable[[], dict[str, Any]], shown: Site | None = None, folder: Path | None = None) -> Gate:
    place = folder or Path(mkdtemp())
    settings = Settings(
        name=Named(zh="示例局", en="Example bureau"), zone=Zone(zh="省", en="Province", code="440000"), source="meters"
    )
    bureau = Bureau(place, settings, Store(place / "store"))
    return ShownGate(bureau, lambda: MOMENT, newest, shown or Site(place / "output"))


def without_shell(page: str) -> str:
    """Return what is the report's own in a page."""
    shell = (
        r'<header class="top.*?</header>',
        r"<meta http-equiv[^>]*>\n",
        r'<meta name="htmx-config"[^>]*>\n',
        r'<p class="exports">.*?</p>\n?',
        r"<script src=[^>]*></script>\n?",
        r'<link rel="stylesheet"[^>]*>\n?',
    )
    return re.sub("|".join(shell), "", page, flags=re.DOTALL)
