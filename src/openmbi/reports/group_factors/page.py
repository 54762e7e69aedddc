"""The page, drawn from its document alone."""

from __future__ import annotations

from typing import Any

from openmbi.core.language import Language
from openmbi.reports.group_factors.labels import LABELS
from openmbi.reports.province import rendering


def pages(document: dict[str, Any]) -> dict[Language, str]:
    """Return the page of a document in every language."""
    return rendering.pages(document, extra={"words": LABELS})
