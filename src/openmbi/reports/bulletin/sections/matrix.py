"""The light matrix: city × industry, the size of a dot its weight."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openmbi.core.language import Text
from openmbi.core.tables import Level
from openmbi.reports.bulletin.blocks import Block, Column, chart, section, table
from openmbi.reports.bulletin.sections.groups import counted_lights
from openmbi.reports.bulletin.told import Told
from openmbi.reports.bulletin.wording.rule import paragraph

_TITLE = Text("红绿灯矩阵", "Light matrix")
_CELLS = Text("地市 × 行业单元", "cells of city × industry")


def matrix(told: Told) -> dict[str, Any] | None:
    """Return the section; None where the run has no cells."""
    found = told.source.matrix
    if not found:
        return None
    cells = [cell for row in found["cells"] for cell in row if cell]
    blocks = [
        paragraph([counted_lights(told, [told.lights.of(cell) for cell in cells], Level.CELL, _CELLS)]),
        _chart(told, found),
        _worst(told, found),
    ]
    return section("matrix", _TITLE, blocks)


def _chart(told: Told, found: Mapping[str, Any]) -> Block:
    drawing = {
        "kind": "light_matrix",
        "rows": [_head(told, one) for one in found["rows"]],
        "columns": [_head(told, one) | {"code": one["code"]} for one in found["columns"]],
        "cells": [[_cell(told, one) for one in row] for row in found["cells"]],
    }
    caption = Text(
        "地市 × 行业红绿灯（{day}），点的面积为权重，空白为无企业",
        "Lights by city and industry ({day}); a dot's area is its weight, a blank has no enterprise",
    ).fill(day=told.lights.day(Level.CELL))
    alt = Text("矩阵：{rows} 个地市 × {columns} 个行业。", "Matrix of {rows} cities × {columns} industries.").fill(
        rows=len(found["rows"]), columns=len(found["columns"])
    )
    return chart("matrix", caption, alt, drawing)


def _head(told: Told, one: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": one["short"], "colour": told.lights.of(one)["colour"]}


def _cell(told: Told, one: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return {"colour": told.lights.of(one)["colour"], "weight": one["weight"]} if one else None


def _worst(told: Told, found: Mapping[str, Any]) -> Block | None:
    """Return the most urgent cells of the data date; None where the lights shown are of another day."""
    if told.lights.day(Level.CELL) != told.source.data_until:
        return None
    columns = [
        Column(Text("单元", "Cell"), 2.2, is_number=False),
        Column(Text("灯", "Light"), 0.6, is_number=False),
        Column(Text("活跃度", "Level"), 0.8),
        Column(Text("近 28 日 %", "28 days %"), 0.8),
        Column(Text("权重 %", "Weight %"), 0.8),
        Column(Text("起始日", "Since"), 1),
    ]
    rows = [
        [Text.of(one["short"]), one["light"], one["value"], one["measure"], one["weight"], one["since"]]
        for one in found["worst"]
    ]
    return table(
        "worst", Text("最紧急灯色的单元，按权重", "Cells with the most urgent light, by weight"), columns, rows
    )
