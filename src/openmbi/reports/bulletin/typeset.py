"""The bulletin for the typesetter: the layout, and what it is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from openmbi.core.language import Language
from openmbi.core.registry import package_folder
from openmbi.reports.bulletin.localized import localized
from openmbi.reports.province.faces import EDGE, fill, outline

REGIONS = {Language.ZH: "CN", Language.EN: "GB"}
SIZES = {Language.ZH: 10.0, Language.EN: 9.4}
TITLE_SIZES = {Language.ZH: 23.0, Language.EN: 18.5}


@dataclass(frozen=True)
class Families:
    """Font families for sentences (`text`) and for headings, tables and charts (`display`)."""

    text: str
    display: str


@dataclass(frozen=True)
class Typeset:
    """What the typesetter compiles: the layout's source, and its inputs by name."""

    source: bytes
    inputs: dict[str, str]


def typst_of(document: Mapping[str, Any], language: Language, charts: Mapping[str, str], families: Families) -> Typeset:
    """Return the bulletin in one language. `charts`: SVG by code."""
    told = {
        "document": localized(document, language),
        "charts": dict(charts),
        "lights": light_drawings(document["legend"]),
        "fonts": {"text": families.text, "display": families.display},
        "language": language.value,
        "region": REGIONS[language],
        "size": SIZES[language],
        "title-size": TITLE_SIZES[language],
    }
    return Typeset(layout("bulletin.typ"), {"bulletin": orjson.dumps(told).decode()})


def pictures_of(drawings: Mapping[str, str], width_mm: float) -> Typeset:
    """Return drawings as pages of a width each, in the order given: the typesetter makes pictures of them."""
    inputs = {"charts": orjson.dumps(list(drawings.values())).decode(), "width": f"{width_mm:g}"}
    return Typeset(layout("pictures.typ"), inputs)


def layout(name: str) -> bytes:
    """Return a layout's source."""
    return (package_folder("openmbi.reports.bulletin") / name).read_bytes()


def light_drawings(legend: list[dict[str, Any]]) -> dict[str, str]:
    """Return each light's shape as SVG, by colour."""
    return {
        look["colour"]: f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 18 18" width="18" height="18">'
        f'<path d="{outline(look["shape"])}" fill="{fill(look)}" stroke="{EDGE}"/></svg>'
        for look in legend
    }
