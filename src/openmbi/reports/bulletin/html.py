"""The bulletin as one page that needs nothing beside it: no script, no other file; it prints with its marks on every page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from openmbi.core.language import Language
from openmbi.core.registry import package_folder
from openmbi.reports.bulletin.localized import localized
from openmbi.reports.province.faces import fill, outline

_TAGS = {Language.ZH: "zh-CN", Language.EN: "en"}
_GAPS = {Language.ZH: "　", Language.EN: ": "}


def html_of(document: Mapping[str, Any], language: Language, charts: Mapping[str, str]) -> str:
    """Return the page in one language. `charts`: SVG by code."""
    told = localized(document, language)
    lights = {look["colour"]: {"outline": outline(look["shape"]), "paint": fill(look)} for look in document["legend"]}
    folder = package_folder("openmbi.reports.bulletin")
    style = (folder / "page.css").read_text(encoding="utf-8")
    page = _environment().get_template("page.html.jinja")
    return page.render(
        d=told,
        lang=_TAGS[language],
        gap=_GAPS[language],
        charts=charts,
        lights=lights,
        style=style,
        numbers=_numbers(told),
    )


def _numbers(told: Mapping[str, Any]) -> dict[str, int]:
    """Return the number of each chart by code, and of each table by code and `#`."""
    blocks = [block for section in told["sections"] for block in section["blocks"]]
    charts = [block["code"] for block in blocks if block["kind"] == "chart"]
    tables = [f"{block['code']}#" for block in blocks if block["kind"] == "table"]
    return {code: place for listed in (charts, tables) for place, code in enumerate(listed, 1)}


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(package_folder("openmbi.reports.bulletin")),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
