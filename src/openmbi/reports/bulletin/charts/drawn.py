"""Draw a chart by the name of its kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openmbi.core.language import Language
from openmbi.core.registry import load
from openmbi.reports.bulletin.charts.canvas import Style
from openmbi.reports.province.faces import fill, outline


def drawn(document: Mapping[str, Any], language: Language, fonts: tuple[str, ...]) -> dict[str, str]:
    """Return every chart of a bulletin's document as SVG, by code."""
    looks = {
        look["colour"]: {
            "paint": fill(look),
            "ink": look["ink"],
            "outline": outline(look["shape"]),
            "letter": look["letter"],
        }
        for look in document["legend"]
    }
    style = Style(language, fonts, looks)
    blocks = [block for section in document["sections"] for block in section["blocks"] if block["kind"] == "chart"]
    return {block["code"]: _drawn(block["drawing"], style) for block in blocks}


def _drawn(drawing: Mapping[str, Any], style: Style) -> str:
    kind = load("openmbi.reports.bulletin.charts", drawing["kind"])
    return kind.draw(drawing, style).svg()
