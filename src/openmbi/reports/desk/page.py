"""The page, drawn from its document alone."""

from __future__ import annotations

from typing import Any

from openmbi.core.language import Language
from openmbi.reports.desk.labels import LABELS
from openmbi.reports.province.rendering import page as page_of_frame


def page(document: dict[str, Any], language: Language) -> str:
    """Return the page of the document in one language."""
    return page_of_frame(document, language, served=True, extra={"words": LABELS})


def pages(document: dict[str, Any]) -> dict[Language, str]:
    """Return the page of the document in every language."""
    return {language: page(document, language) for language in Language}
