"""A page of the search as a document."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan
from typing import Any
from urllib.parse import urlencode

from openmbi.core.language import Text
from openmbi.core.tables import Colour, Level
from openmbi.reports.alerts.report import look_of
from openmbi.reports.enterprises.inputs import SearchAsked, SearchInput
from openmbi.reports.enterprises.labels import ANY_ALERT, LABELS, SORTS, TITLE, UNNAMED
from openmbi.reports.overview.figures import both, published
from openmbi.reports.province.figures import share
from openmbi.reports.province.paths import ENTERPRISES, page_path

_ALERTS = (Colour.RED, Colour.YELLOW)


def enterprises(source: SearchInput, frame: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document: `asked`, `choices` to narrow down by, `listed` enterprises, `next` the question of the next page (null on the last)."""
    return {
        "report": "enterprises",
        **frame,
        "path": ENTERPRISES,
        "title": both(TITLE),
        "query": source.asked.query,
        "choices": _choices(source, frame),
        "total": source.total,
        "further": source.further,
        "first": _query(source.asked),
        "next": _query(source.asked, after=source.after) if source.after else None,
        "listed": [_line(line, source, frame) for line in source.lines],
    }


def _choices(source: SearchInput, frame: Mapping[str, Any]) -> list[dict[str, Any]]:
    looks = {look["colour"]: Text.of(look["word"]) for look in frame["legend"]}
    alerts = {"any": ANY_ALERT, **{colour.name.lower(): looks[colour.name.lower()] for colour in _ALERTS}}
    offered = {
        "place": source.places,
        "industry": source.industries,
        "light": looks,
        "alert": alerts,
        "sort": SORTS,
    }
    return [
        {
            "name": name,
            "label": both(LABELS[name]),
            "chosen": getattr(source.asked, name),
            "options": [{"value": value, "label": both(label)} for value, label in options.items()],
        }
        for name, options in offered.items()
    ]


def _query(asked: SearchAsked, **more: str) -> str:
    said = {
        "q": asked.query,
        **{name: getattr(asked, name) for name in ("place", "industry", "light", "alert", "sort")},
    }
    return urlencode({name: value for name, value in (said | more).items() if value})


def _line(line: Mapping[str, Any], source: SearchInput, frame: Mapping[str, Any]) -> dict[str, Any]:
    code, industry = line["code"], line["industry"]
    name = Text(line["name"], line["name"]) if line["name"] else UNNAMED.fill(code=code)
    level, weight = line["level"], line["weight"]
    return {
        "code": code,
        "path": page_path(Level.ENTERPRISE, code),
        "name": both(name),
        "place": both(source.naming(Level.COUNTY, line["place"])) if line["place"] else None,
        "industry": both(source.naming(Level.INDUSTRY, source.industry_of(industry))) if industry else None,
        "light": look_of(frame, Colour(line["light"])),
        "alert": None if line["alert"] is None else look_of(frame, Colour(line["alert"])),
        "weight": None if weight is None else share(weight),
        "level": None if level is None or isnan(level) else published(level),
    }
