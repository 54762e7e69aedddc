"""The one style sheet of all pages beside the overview: what the overview has, what these pages share, what single reports add (`page.css` in their folders),
and the colours of the palettes in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from openmbi.core.registry import package_folder
from openmbi.reports.province.faces import fill

STYLE_FILE = "site.css"
_CALM = ("green", "no_data")
_ALONE = ("bulletin",)
"""Reports whose page brings a sheet of its own and has none of the others."""


def style(legend: Iterable[Mapping[str, Any]]) -> str:
    """Return the style sheet for a legend."""
    reports = package_folder("openmbi.reports")
    shared = (reports / "overview" / "page.css", reports / "province" / "site.css")
    own = (sheet for sheet in reports.glob("*/page.css") if sheet not in shared and sheet.parent.name not in _ALONE)
    sheets = (*shared, *sorted(own))
    return "".join(sheet.read_text(encoding="utf-8") for sheet in sheets) + "".join(map(_colours, legend))


def _colours(look: Mapping[str, Any]) -> str:
    """Return the rules of one colour: a mark's, and the tint behind the dot of a cell that is not calm."""
    mark = f".{look['colour']}{{background-color:{fill(look)};color:{look['ink']}}}\n"
    tint = "" if look["colour"] in _CALM else f".matrix td.in-{look['colour']}{{background-color:{fill(look)}2e}}\n"
    return mark + tint
