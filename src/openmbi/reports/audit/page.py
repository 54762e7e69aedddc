"""The page, drawn from its document alone."""

from __future__ import annotations

from typing import Any

from openmbi.core.language import Language
from openmbi.reports.audit.charts import fan, reach, shade, share, whole, width
from openmbi.reports.audit.labels import LABELS
from openmbi.reports.province import rendering


def pages(document: dict[str, Any]) -> dict[Language, str]:
    """Return the page of a document in every language; its chart is drawn once."""
    drawings = {
        "fan": fan(document["score"]),
        "share": share,
        "reach": reach,
        "shade": shade,
        "whole": whole,
        "width": width,
    }
    return rendering.pages(document, extra={"words": LABELS, **drawings})
