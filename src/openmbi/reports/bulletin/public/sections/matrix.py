"""The light matrix of the cells that are published."""

from __future__ import annotations

from typing import Any

from openmbi.core.cell_codes import cell_code
from openmbi.core.language import Text
from openmbi.core.tables import Level
from openmbi.reports.bulletin.blocks import Block, chart, section
from openmbi.reports.bulletin.public.published import Group, Published
from openmbi.reports.bulletin.public.sections.groups import left_out, lights_sentence
from openmbi.reports.bulletin.wording.rule import paragraph
from openmbi.reports.overview.figures import both

_TITLE = Text("红绿灯矩阵", "Light matrix")
_CELLS = Text("地市 × 行业单元", "cells of city × industry")


def matrix(told: Published) -> dict[str, Any] | None:
    """Return the section; None where no light of a cell is published."""
    drawn = _chart(told)
    sentences = [lights_sentence(told, Level.CELL, _CELLS), left_out(told, Level.CELL, _CELLS)]
    return section("matrix", _TITLE, [paragraph(sentences), drawn]) if drawn else None


def _chart(told: Published) -> Block | None:
    cities, industries = told.groups.get(Level.CITY, []), told.groups.get(Level.INDUSTRY, [])
    cells = [[_cell(told, cell_code(city.code, industry.code)) for industry in industries] for city in cities]
    if not any(cell for row in cells for cell in row):
        return None
    drawing = {
        "kind": "light_matrix",
        "rows": [_head(told, one) for one in cities],
        "columns": [_head(told, one) | {"code": one.code} for one in industries],
        "cells": cells,
    }
    caption = Text(
        "公布的地市 × 行业红绿灯（{day}），点的面积为权重，空白为不公布或无企业",
        "Lights by city and industry that are published ({day}); a dot's area is its weight, a blank is not published or has no enterprise",
    ).fill(day=told.data_until)
    alt = Text("矩阵：{rows} 个地市 × {columns} 个行业。", "Matrix of {rows} cities × {columns} industries.").fill(
        rows=len(cities), columns=len(industries)
    )
    return chart("matrix", caption, alt, drawing)


def _head(told: Published, one: Group) -> dict[str, Any]:
    return {"name": both(one.short), "colour": told.colours.get((one.level, one.code), "no_data")}


def _cell(told: Published, code: str) -> dict[str, Any] | None:
    colour, weight = told.colours.get((Level.CELL, code)), told.weights.get(code)
    return None if colour is None else {"colour": colour, "weight": f"{(weight or 0) * 100:.3f}"}
