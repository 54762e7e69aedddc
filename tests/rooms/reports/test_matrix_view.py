"""The matrix as its address asks for it: a past month, an order, groups by month."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from openmbi.core.language import Language
from openmbi.core.problems import Problem
from openmbi.core.tables import Colour, Level
from openmbi.reports.matrix.month_bars import HEIGHT, month_bars
from openmbi.reports.matrix.page import address, page, pages
from openmbi.reports.matrix.report import matrix
from openmbi.reports.matrix.view import MatrixView, Order, Shown, seen
from openmbi.reports.province.entries import Entries
from openmbi.reports.province.inputs import ProvinceInput


@pytest.fixture(scope="module")
def source(small_province: ProvinceInput) -> ProvinceInput:
    """Three months ago the second cell was red and the last city yellow."""
    kept = dict(small_province.month_lights)
    for level, row, colour in ((Level.CELL, 1, Colour.RED), (Level.CITY, 2, Colour.YELLOW)):
        changed = kept[level].colour.copy()
        changed[:, -4] = Colour.GREEN
        changed[row, -4] = colour
        kept[level] = replace(kept[level], colour=changed)
    return replace(small_province, month_lights=kept)


@pytest.fixture(scope="module")
def document(source: ProvinceInput) -> dict[str, Any]:
    return matrix(source, Entries(source))


def test_the_last_month_is_the_data_date(document: dict[str, Any]):
    place = {look["colour"]: str(at) for at, look in enumerate(document["legend"])}
    cells = [cell for row in document["cells"] for cell in row]
    assert len(document["timeline"]["months"]) == 12
    assert all(cell["months"][-1] == place[cell["light"]["colour"]] for cell in cells)


def test_a_past_month_has_its_lights_and_no_more(source: ProvinceInput, document: dict[str, Any]):
    month = document["timeline"]["months"][-4]
    then = seen(document, MatrixView(month=month))
    red = str(source.month_lights[Level.CELL].groups[1])
    cells = [cell for row in then["cells"] for cell in row]
    assert [cell["code"] for cell in cells if cell["light"]["colour"] == "red"] == [red]
    assert {cell["value"] for cell in cells} == {None}
    assert {cell["alert"] for cell in cells} == {None}
    assert [each["groups"] for each in then["counts"]] == [1, 0, 11, 0]
    assert document["timeline"]["counts"][-4] == [1, 0, 11, 0]
    assert [cell["code"] for cell in then["worst"]] == [red]
    assert then["view"] == {"level": "cell", "sort": "code", "month": month}


def test_orders_move_rows_with_their_cells(document: dict[str, Any]):
    heaviest = seen(document, MatrixView(sort=Order.WEIGHT))
    weights = [float(row["weight"]) for row in heaviest["rows"]]
    assert weights == sorted(weights, reverse=True)
    for row, cells in zip(heaviest["rows"], heaviest["cells"], strict=True):
        assert [cell["code"] for cell in cells] == [f"{row['code']}-{column['code']}" for column in heaviest["columns"]]
    urgent = seen(document, MatrixView(month=document["timeline"]["months"][-4], sort=Order.LIGHT))
    assert urgent["rows"][0]["light"]["colour"] == "yellow"


def test_a_month_that_is_not_kept_is_refused(document: dict[str, Any]):
    with pytest.raises(Problem) as refused:
        seen(document, MatrixView(month="1999-01"))
    assert refused.value.code == "matrix.month"


def test_an_address_says_what_is_not_as_usual():
    assert address(None) == "matrix.html"
    assert address(None, month="2025-06") == "matrix.html?month=2025-06"
    assert address({"level": "city", "sort": "light", "month": None}, level="cell") == "matrix.html?sort=light"


def test_bars_are_as_high_as_their_counts():
    bars = month_bars({"months": ["2025-01", "2025-02"], "counts": [[1, 3, 9, 0], [0, 2, 11, 0]]})
    assert bars[0].heights == (HEIGHT / 4, HEIGHT * 3 / 4)
    assert bars[1].counts == (0, 2)
    assert month_bars(None) == ()


@pytest.mark.parametrize("language", list(Language))
def test_a_served_page_leads_to_months_orders_and_groups_by_month(document: dict[str, Any], language: Language):
    shown = page(document, language)
    months = document["timeline"]["months"]
    assert all(f'href="matrix.html?month={month}"' in shown for month in months[:-1])
    assert 'href="matrix.html?sort=light"' in shown
    assert shown.count("data-lights=") == 1 + 3 + 4 + 12
    assert "data-lights" not in pages(document)[language]
    by_city = page(seen(document, MatrixView(level=Shown.CITY)), language)
    assert by_city.count("lit-") == 3 * 12


def test_a_run_before_the_timeline_is_drawn(document: dict[str, Any]):
    old = {name: part for name, part in document.items() if name not in ("timeline", "view")}
    assert 'id="matrix-months"' not in pages(old)[Language.EN]
    assert 'id="matrix-months"' in pages(document)[Language.EN]


def test_colours_of_months_are_the_places_of_the_legend(source: ProvinceInput, document: dict[str, Any]):
    kept = source.month_lights[Level.CITY]
    names = [look["colour"] for look in document["legend"]]
    for row in document["rows"]:
        at = int(np.flatnonzero(kept.groups == row["code"])[0])
        assert [names[int(code)] for code in row["months"]] == [Colour(int(c)).name.lower() for c in kept.colour[at]]
