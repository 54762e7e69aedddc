"""The page, drawn from its document alone."""

from __future__ import annotations

from typing import Any

from openmbi.core.language import Language
from openmbi.reports.alerts.labels import LABELS, MEANINGS
from openmbi.reports.province import rendering


def pages(document: dict[str, Any], *, served: bool = False) -> dict[Language, str]:
    """Return the page of a document in every language; `served`: the pages of enterprises can be reached."""
    return rendering.pages(document, served=served, extra={"words": LABELS, "meanings": MEANINGS})
