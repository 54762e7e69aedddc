"""The page, drawn from its document alone."""

from __future__ import annotations

from typing import Any

from openmbi.core.language import Language
from openmbi.reports.index_page.charts import daily_rows, drawn, live
from openmbi.reports.index_page.labels import LABELS
from openmbi.reports.province import rendering


def page(document: dict[str, Any], language: Language) -> str:
    """Return the page in one language as it is served."""
    return rendering.page(document, language, served=True, extra=_extra(document, live(document, language)))


def pages(document: dict[str, Any]) -> dict[Language, str]:
    """Return the page in every language as a file, its charts drawn only."""
    return rendering.pages(document, extra=_extra(document, {}))


def _extra(document: dict[str, Any], alive: dict[str, Any]) -> dict[str, Any]:
    return {"words": LABELS, "drawn_charts": drawn(document), "daily_rows": daily_rows(document), "live": alive}
