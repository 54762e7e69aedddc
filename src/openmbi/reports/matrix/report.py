"""The light matrix as a document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from openmbi.core.cell_codes import cell_code
from openmbi.core.language import Text
from openmbi.core.tables import Level
from openmbi.reports.matrix.months import MonthCodes
from openmbi.reports.overview.figures import both
from openmbi.reports.province.entries import Entries
from openmbi.reports.province.figures import one_digit
from openmbi.reports.province.frame import frame
from openmbi.reports.province.inputs import ProvinceInput
from openmbi.reports.province.notes import notes_of, rule_of
from openmbi.reports.province.paths import MATRIX

WORST = 12
_TITLE = Text("红绿灯矩阵", "Light matrix")


def matrix(source: ProvinceInput, entries: Entries) -> dict[str, Any]:
    """Return the document: `rows` (cities) and `columns` (industries) by code with their own lights, `cells` row by row (null: no such group).

    `counts` are the cells by light, `worst` the heaviest cells of the most urgent colour with their reasons. Each group has its `months`: one character a
    month of the `timeline`, the place of its light in the legend; null where the run keeps no months.
    """
    cities, industries = entries.codes(Level.CITY), entries.codes(Level.INDUSTRY)
    months = MonthCodes(source)
    cells = [[_cell(entries, months, city, industry) for industry in industries] for city in cities]
    found = [cell for row in cells for cell in row if cell]
    return {
        "report": "matrix",
        **frame(source),
        "path": MATRIX,
        "title": both(_TITLE),
        "corner": months.of(entries.entry(Level.ZONE, source.about.zone_code)),
        "rows": [months.of(entries.entry(Level.CITY, city)) for city in cities],
        "columns": [months.of(entries.entry(Level.INDUSTRY, industry)) for industry in industries],
        "cells": cells,
        "counts": counted(source, entries, found),
        "worst": _worst(source, found),
        "timeline": months.timeline(found),
        "view": None,
        "rule": rule_of(source, Level.CELL),
        "notes": notes_of(source),
    }


def counted(source: ProvinceInput, entries: Entries, found: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return how many groups have which light, and their weight in per cent, the most urgent colour first."""
    listed = list(found)
    counts = []
    for colour, _ in source.about.palette.legend():
        face = entries.faces[colour]
        here = [each for each in listed if each["light"]["colour"] == face["colour"]]
        weight = one_digit(sum(float(each["weight"] or 0) for each in here))
        counts.append({**face, "groups": len(here), "weight": weight})
    return counts


def _cell(entries: Entries, months: MonthCodes, city: str, industry: str) -> dict[str, Any] | None:
    code = cell_code(city, industry)
    return months.of(entries.entry(Level.CELL, code)) if entries.has(Level.CELL, code) else None


def _worst(source: ProvinceInput, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    urgent = source.about.palette.legend()[0][0].name.lower()
    red = [cell for cell in found if cell["light"]["colour"] == urgent]
    red.sort(key=lambda cell: (-float(cell["weight"] or 0), cell["code"]))
    return [{**cell, "reason": both(source.reason(Level.CELL, cell["code"]))} for cell in red[:WORST]]
