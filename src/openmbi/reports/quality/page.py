"""The page, drawn from its document alone."""

from __future__ import annotations

from typing import Any

from openmbi.core.language import Language
from openmbi.reports.province import rendering
from openmbi.reports.quality.charts import draw
from openmbi.reports.quality.labels import LABELS


def pages(document: dict[str, Any]) -> dict[Language, str]:
    """Return the page of a document in every language; its charts are drawn once."""
    return rendering.pages(document, extra={"words": LABELS, "charts": draw(document)})
