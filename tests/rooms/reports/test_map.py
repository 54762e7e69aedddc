"""The map page: outlines in the right place, the review number printed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from openmbi.catalog.loader import Name
from openmbi.catalog.maps import MapFile, ReviewedMap
from openmbi.core.language import Language
from openmbi.reports.map.outlines import WIDTH, Outlines
from openmbi.reports.map.page import pages
from openmbi.reports.map.report import region_map
from openmbi.reports.province.entries import Entries
from openmbi.reports.province.inputs import ProvinceInput
from openmbi.reports.site import documents

NUMBER = "粤S（2023）064号"


def square(west: float, south: float) -> tuple[tuple[float, float], ...]:
    return ((west, south), (west + 1, south), (west + 1, south + 1), (west, south + 1), (west, south))


@pytest.fixture(scope="module")
def shown(small_province: ProvinceInput) -> ReviewedMap:
    about = MapFile(code="440000", review_number=NUMBER, name=Name(zh="省", en="Province"), source="x", sha256="0")
    cities = small_province.series
    codes = next(series.groups.tolist() for level, series in cities.items() if level == "city")
    return ReviewedMap(about, {code: (square(113 + at, 23),) for at, code in enumerate(codes)})


def test_west_is_left_and_north_is_up():
    drawn = Outlines({"a": (square(113, 0),), "b": (square(114, 1),)})
    (left, low), (right, high) = drawn.middle((square(113, 0),)), drawn.middle((square(114, 1),))
    assert left < right
    assert high < low
    assert (left + right) / 2 == pytest.approx(WIDTH / 2)
    assert drawn.path((square(113, 0),)).startswith("M10.0 ")


def test_a_label_stands_in_the_middle_of_the_largest_part():
    drawn = Outlines({"a": (square(113, 0), ((120.0, 5.0), (120.1, 5.0), (120.1, 5.1), (120.0, 5.0)))})
    assert drawn.middle((square(113, 0), ((120.0, 5.0), (120.1, 5.0), (120.1, 5.1), (120.0, 5.0))))[0] < WIDTH / 4


@pytest.mark.parametrize("language", list(Language))
def test_the_number_is_printed_on_the_map(small_province: ProvinceInput, shown: ReviewedMap, language: Language):
    document = region_map(small_province, Entries(small_province), shown)
    page = pages(document)[language]
    drawing = page[page.index('<svg class="grid"') : page.index("</figure>")]
    assert drawing.count(f"审图号：{NUMBER}") == 2
    assert page.count('class="edge"') == 3


def test_only_a_bureau_with_a_map_has_its_page(small_province: ProvinceInput, shown: ReviewedMap):
    with_map = replace(small_province, map=shown)
    made = {document["path"]: document for document in documents(with_map)}
    assert "map" in made
    assert {"path": "map", "label": made["map"]["title"]} in made["matrix"]["navigation"]
    assert "map" not in {document["path"] for document in documents(small_province)}
