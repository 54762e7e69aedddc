"""The one style sheet of all pages beside the overview: what the overview has, what these pages share, what single reports add (`page.css` in their folders),
and the colours of the palettes in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from openmbi.core.registry import package_folder
from openmbi.reports.province.faces import EDGE, fill, outline

STYLE_FILE = "site.css"
_CALM = ("green", "no_data")
_HALF_PIXELS = range(8, 73)
"""Diameters that a light behind a link may have."""
_ALONE = ("bulletin",)
"""Reports whose page brings a sheet of its own and has none of the others."""


def style(legend: Iterable[Mapping[str, Any]]) -> str:
    """Return the style sheet for a legend."""
    reports = package_folder("openmbi.reports")
    shared = (reports / "overview" / "page.css", reports / "province" / "site.css")
    own = (sheet for sheet in reports.glob("*/page.css") if sheet not in shared and sheet.parent.name not in _ALONE)
    sheets = (*shared, *sorted(own))
    sizes = "".join(f".d{half}{{--d:{half / 2:g}px}}\n" for half in _HALF_PIXELS)
    return "".join(sheet.read_text(encoding="utf-8") for sheet in sheets) + sizes + "".join(map(_colours, legend))


def _colours(look: Mapping[str, Any]) -> str:
    """Return the rules of one colour: a mark's, a light's behind a link, and the tint of a cell that is not calm."""
    mark = f".{look['colour']}{{background-color:{fill(look)};color:{look['ink']}}}\n"
    tint = "" if look["colour"] in _CALM else f".matrix td.in-{look['colour']}{{background-color:{fill(look)}2e}}\n"
    return mark + f'.lit-{look["colour"]}{{background-image:url("{_drawing(look)}")}}\n' + tint


def _drawing(look: Mapping[str, Any]) -> str:
    """Return a light as an address that holds its drawing."""
    path = f"<path d='{outline(look['shape'])}' fill='{fill(look)}' stroke='{EDGE}' stroke-width='.9'/>"
    return "data:image/svg+xml," + quote(
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'>{path}</svg>", "'/: ="
    )
