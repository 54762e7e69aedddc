"""The page, drawn from its document alone."""

from __future__ import annotations

from typing import Any

from openmbi.core.language import Language
from openmbi.reports.matrix.labels import LABELS
from openmbi.reports.matrix.month_bars import month_bars
from openmbi.reports.province import rendering


def page(document: dict[str, Any], language: Language) -> str:
    """Return the page in one language as it is served, where months, orders and levels can be chosen."""
    whole = _whole(document)
    return rendering.page(whole, language, served=True, extra=_extra(whole))


def pages(document: dict[str, Any]) -> dict[Language, str]:
    """Return the page in every language as a file."""
    whole = _whole(document)
    return rendering.pages(whole, extra=_extra(whole))


def _whole(document: dict[str, Any]) -> dict[str, Any]:
    """Return the document with what a run before the timeline did not write."""
    return {"timeline": None, "view": None, **document}


def _extra(document: dict[str, Any]) -> dict[str, object]:
    return {"matrix_words": LABELS, "month_bars": month_bars(document["timeline"]), "address": address}


def address(view: dict[str, Any] | None, **changed: str | None) -> str:
    """Return the address of the matrix in another view: what is as usual is left out."""
    asked = {**(view or {}), **changed}
    usual = {"level": "cell", "sort": "code", "month": None}
    parts = [f"{name}={asked[name]}" for name in usual if asked.get(name) not in (None, usual[name])]
    return f"matrix.html?{'&'.join(parts)}" if parts else "matrix.html"
