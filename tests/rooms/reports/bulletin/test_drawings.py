"""The charts: well-formed, with what is told, open where nothing is known."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from tests.rooms.reports.bulletin.small_source import FACES, LEGEND, made, pair

from openmbi.core.language import Language
from openmbi.reports.bulletin.charts.axis import Axis
from openmbi.reports.bulletin.charts.canvas import shortened, text_width
from openmbi.reports.bulletin.charts.drawn import drawn

SVG = "{http://www.w3.org/2000/svg}"


def draw(drawing: dict, language: Language = Language.ZH) -> ElementTree.Element:
    section = {"blocks": [{"kind": "chart", "code": "one", "drawing": drawing}]}
    found = drawn({"legend": LEGEND, "sections": [section]}, language, ("Noto Sans CJK SC",))
    return ElementTree.fromstring(found["one"])


def texts(svg: ElementTree.Element) -> list[str]:
    return [one.text or "" for one in svg.iter(f"{SVG}text")]


@pytest.mark.parametrize("language", list(Language))
def test_every_chart_of_a_bulletin_is_well_formed(language: Language):
    for code, svg in drawn(made(), language, ("Noto Sans CJK SC",)).items():
        root = ElementTree.fromstring(svg)
        assert root.tag == f"{SVG}svg", code
        assert texts(root), code


def test_a_line_stays_open_where_nothing_is_known():
    series = {"name": pair("甲", "A"), "values": ["1", "2", None, "3", "4"], "look": "main", "told": True}
    found = draw({"kind": "lines", "x": [f"2025-{n:02d}" for n in range(1, 6)], "series": [series]})
    strokes = [one for one in found.iter(f"{SVG}path") if one.get("stroke") == "#1f4e79" and "L" in one.get("d", "")]
    assert len([one for one in strokes if one.get("stroke-width") == "2.2"]) == 2 + 1  # and one in the legend
    assert "4" in texts(found)


def test_a_waterfall_ends_where_its_parts_add_up():
    steps = [{"name": pair("升"), "points": "0.30"}, {"name": pair("降"), "points": "-0.80"}]
    found = draw({"kind": "waterfall", "steps": steps, "total": "-0.50", "total_name": pair("合计", "Total")})
    boxes = [one for one in found.iter(f"{SVG}rect") if one.get("stroke") == "#1f4e79"]
    left = [float(one.get("x", "")) for one in boxes]
    assert left[1] == pytest.approx(left[2], abs=0.11)
    assert [one for one in texts(found) if one[-1].isdigit()] == ["+0.30", "−0.80", "−0.50"]


def test_a_matrix_draws_a_light_a_cell_and_none_where_nobody_is():
    head = {"name": pair("甲"), "colour": "green"}
    cells = [[{"colour": "red", "weight": "4.0"}, None], [{"colour": "green", "weight": "1.0"}] * 2]
    columns = [head | {"code": "C13"}, head | {"code": "C14"}]
    found = draw({"kind": "light_matrix", "rows": [head, head], "columns": columns, "cells": cells})
    paints = [one.get("fill") for one in found.iter(f"{SVG}path") if one.get("fill") != "none"]
    assert sorted(paints) == sorted(["#8e1b1b", "#bfe3c6", "#bfe3c6"])


def test_letters_stand_beside_the_colours_of_tiles_and_columns():
    tile = {
        "name": pair("甲市", "A"),
        "column": 0,
        "row": 0,
        "colour": "red",
        "letter": FACES["red"]["letter"],
        "value": "-1.00",
    }
    assert {"红", "−1.00"} <= set(texts(draw({"kind": "tile_grid", "tiles": [tile]})))
    series = [{"name": pair("红灯", "red"), "colour": "red", "values": [9]}]
    assert "R 9" in texts(draw({"kind": "columns", "x": ["2025-12"], "series": series}, Language.EN))


def test_an_axis_of_round_steps_holds_its_values():
    axis = Axis.over([96.94, 109.09], 100, 0)
    assert axis.ticks() == [95.0, 100.0, 105.0, 110.0]
    assert axis.at(95) == 100
    assert axis.at(110) == 0


def test_long_names_are_cut_to_their_place():
    assert shortened("广州", 30) == "广州"
    cut = shortened("石油、煤炭及其他燃料加工业", 60)
    assert cut.endswith("…")
    assert text_width(cut) <= 60
