"""The page, drawn from its document alone."""

from __future__ import annotations

from typing import Any

from openmbi.core.language import Language
from openmbi.reports.glance.labels import LABELS
from openmbi.reports.province import rendering
from openmbi.reports.province.candle_drawing import candle_drawing

_WIDTH, _HEIGHT, _DATES = 400, 190, 5


def page(document: dict[str, Any], language: Language) -> str:
    """Return the page in one language as it is served, where names lead to the pages of enterprises."""
    return rendering.page(document, language, served=True, extra=_extra(document))


def pages(document: dict[str, Any]) -> dict[Language, str]:
    """Return the page in every language as a file."""
    return rendering.pages(document, extra=_extra(document))


def _extra(document: dict[str, Any]) -> dict[str, object]:
    drawn = candle_drawing(document["candles"], width=_WIDTH, height=_HEIGHT, dates=_DATES)
    return {"words": LABELS, "drawn_candles": drawn}
