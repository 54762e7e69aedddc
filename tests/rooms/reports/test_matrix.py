"""The light matrix: every cell once, in its place, with its words; dots by weight."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from openmbi.core.language import Language, Text
from openmbi.core.tables import Colour, Level
from openmbi.reports.matrix.page import pages
from openmbi.reports.matrix.report import matrix
from openmbi.reports.province.dots import Dots
from openmbi.reports.province.entries import Entries
from openmbi.reports.province.inputs import ProvinceInput


@pytest.fixture(scope="module")
def document(small_province: ProvinceInput) -> dict[str, Any]:
    return matrix(small_province, Entries(small_province))


def without_cell(source: ProvinceInput, code: str) -> ProvinceInput:
    series = source.series[Level.CELL]
    kept = series.groups != code
    fields = ("groups", "close", "coverage", "weight", "members", "restarted")
    fewer = replace(series, **{field: getattr(series, field)[kept] for field in fields})
    return replace(source, series={**source.series, Level.CELL: fewer})


def test_every_cell_stands_at_its_city_and_industry(document: dict[str, Any]):
    for row, cells in zip(document["rows"], document["cells"], strict=True):
        for column, cell in zip(document["columns"], cells, strict=True):
            assert cell["code"] == f"{row['code']}-{column['code']}"
            assert cell["path"] == f"cell/{cell['code']}"


def test_a_cell_says_what_its_tables_say(small_province: ProvinceInput, document: dict[str, Any]):
    series, lights = small_province.series[Level.CELL], small_province.lights[Level.CELL]
    for cell in (cell for row in document["cells"] for cell in row):
        at = int(np.flatnonzero(series.groups == cell["code"])[0])
        assert cell["light"]["colour"] == Colour(int(lights.colour[at, -1])).name.lower()
        assert float(cell["value"]) == pytest.approx(series.close[at, -1], abs=0.00501)
        assert float(cell["weight"]) == pytest.approx(100 * series.weight[at], abs=0.000501)
        assert cell["members"] == series.members[at]


def test_counts_and_weights_are_of_all_cells(document: dict[str, Any]):
    assert sum(each["groups"] for each in document["counts"]) == 12
    assert sum(float(each["weight"]) for each in document["counts"]) == pytest.approx(100, abs=0.2)


def test_worst_are_the_heaviest_of_the_most_urgent_colour(small_province: ProvinceInput):
    lights = small_province.lights[Level.CELL]
    colour = lights.colour.copy()
    colour[[1, 4, 7], -1] = Colour.RED
    red = replace(small_province, lights={**small_province.lights, Level.CELL: replace(lights, colour=colour)})
    worst = matrix(red, Entries(red))["worst"]
    assert {str(code) for code in lights.subjects[[1, 4, 7]]} <= {cell["code"] for cell in worst}
    weights = [float(cell["weight"]) for cell in worst]
    assert weights == sorted(weights, reverse=True)
    assert all(cell["light"]["colour"] == "red" and cell["reason"]["en"] for cell in worst)


def test_a_cell_without_enterprises_is_no_link(small_province: ProvinceInput):
    gone = str(small_province.series[Level.CELL].groups[0])
    document = matrix(without_cell(small_province, gone), Entries(without_cell(small_province, gone)))
    assert document["cells"][0][0] is None
    page = pages(document)[Language.EN]
    assert f"cell/{gone}.html" not in page
    assert page.count('<td class="none">') == 1


@pytest.mark.parametrize("language", list(Language))
def test_page_has_a_link_and_words_for_every_cell(document: dict[str, Any], language: Language):
    page = pages(document)[language]
    for cell in (cell for row in document["cells"] for cell in row):
        link = re.search(rf'href="{cell["path"]}.html" aria-label="([^"]+)"', page)
        assert link
        for said in (cell["name"][language], cell["light"]["word"][language], cell["value"]):
            assert said in link.group(1)
    assert page.count('scope="col"') == 4 + 1 + 6 * bool(document["worst"])
    assert page.count('scope="row"') == 3 + 1 + len(document["worst"])


def test_area_of_a_dot_is_its_weight():
    dots = Dots(["4.000", "1.000", "0.000", None], largest=30, smallest=7)
    assert [dots.size(weight) for weight in ("4.000", "1.000")] == ["30.0", "15.0"]
    assert dots.size("0.000") == "7.0"
    assert dots.size(None) == "7"
    assert dots.examples() == [("4", "30.0"), ("1", "15.0")]


def test_texts_are_escaped(small_province: ProvinceInput):
    names = {**small_province.names, Level.CITY: {"440100": Text("<b>甲&乙", "<b>A&B")}}
    source = replace(small_province, names=names)
    page = pages(matrix(source, Entries(source)))[Language.EN]
    assert "<b>A" not in page
    assert "&lt;b&gt;A&amp;B" in page
