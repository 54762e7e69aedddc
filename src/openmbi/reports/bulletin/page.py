"""The bulletin as a page in every language, drawn from its document alone; both editions."""

from __future__ import annotations

from typing import Any

from openmbi.core.language import Language
from openmbi.reports.bulletin.charts.drawn import drawn
from openmbi.reports.bulletin.html import html_of

SCREEN_FONTS = ("Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei")


def page(document: dict[str, Any], language: Language) -> str:
    """Return the page of the document in one language; the reader's own fonts show it."""
    return html_of(document, language, drawn(document, language, SCREEN_FONTS))


def pages(document: dict[str, Any]) -> dict[Language, str]:
    """Return the page of the document in every language."""
    return {language: page(document, language) for language in Language}
