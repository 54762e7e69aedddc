"""The page, drawn from its document alone."""

from __future__ import annotations

from typing import Any

from openmbi.core.language import Language
from openmbi.reports.province import rendering
from openmbi.reports.releases.labels import LABELS


def page(document: dict[str, Any], language: Language) -> str:
    """Return the page in one language."""
    return rendering.page(document, language, served=True, extra={"words": LABELS})


def pages(document: dict[str, Any]) -> dict[Language, str]:
    """Return the page in every language."""
    return {language: page(document, language) for language in Language}
