"""Whose one-glance page it is: everybody's own place, nobody else's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.rooms.doors.shown_gate import shown_gate

from openmbi.core.access import LOCAL, Scope, UserRole, Viewer
from openmbi.core.problems import Problem
from openmbi.flow.gate.documents import document
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.glance import glance
from openmbi.flow.gate.index_page import index_page
from openmbi.flow.gate.matrix import matrix
from openmbi.flow.gate.site import Site
from openmbi.reports.matrix.view import MatrixView, Shown
from openmbi.reports.site import site


@pytest.fixture(scope="module")
def gate(small_province: Any, tmp_path_factory: pytest.TempPathFactory) -> Gate:
    folder: Path = tmp_path_factory.mktemp("glance")
    for path, content in site(small_province):
        if path.startswith("data/"):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
    return shown_gate(dict, Site(folder), folder)


def of(role: UserRole, *places: str) -> Viewer:
    return Viewer("li", "Li", role, Scope(places))


def test_the_province_sees_the_zone(gate: Gate):
    assert glance(gate, LOCAL)["place"]["code"] == "440000"


def test_a_city_sees_itself_and_the_feeds_alone(gate: Gate):
    found = glance(gate, of(UserRole.CITY, "440100"))
    assert found["place"]["code"] == "440100"
    assert found["headline"]["kind"] == "composite"
    assert found["feeds"] == glance(gate, LOCAL)["feeds"]
    assert [entry["path"] for entry in found["navigation"]] == ["glance", "city/440100", "matrix", "tiles"]


def test_a_reader_of_several_places_chooses_among_them(gate: Gate):
    both = of(UserRole.CITY, "440100", "440800")
    first, second = glance(gate, both), glance(gate, both, "440800")
    assert [one["code"] for one in first["choice"]] == ["440100", "440800"]
    assert (first["place"]["code"], second["place"]["code"]) == ("440100", "440800")
    assert glance(gate, of(UserRole.CITY, "440100"))["choice"] == []


def test_how_far_the_whole_zone_moved_is_not_told_to_one_city(gate: Gate):
    assert glance(gate, LOCAL)["changed"]["zone_change"] is not None
    assert glance(gate, of(UserRole.CITY, "440100"))["changed"]["zone_change"] is None
    assert {one["zone_change"] for one in document(gate, of(UserRole.CITY, "440100"), "city/440100")["changes"]} == {
        None
    }


def test_the_matrix_of_a_city_is_its_own_row_without_totals(gate: Gate):
    whole, own = document(gate, LOCAL, "matrix"), document(gate, of(UserRole.CITY, "440100"), "matrix")
    assert [row["code"] for row in own["rows"]] == ["440100"]
    assert own["corner"] is None
    assert all(set(column) == {"level", "code", "name", "short"} for column in own["columns"])
    cells = [cell for row in own["cells"] for cell in row]
    assert cells == [cell for cell in whole["cells"][0] if cell]
    assert sum(one["groups"] for one in own["counts"]) == len(cells)
    assert sum(own["timeline"]["counts"][-1]) == len(cells)


@pytest.mark.parametrize(
    ("viewer", "code"),
    [
        (of(UserRole.CITY, "999900"), "access.none"),
        (of(UserRole.CITY), "access.none"),
        (of(UserRole.RESEARCHER, "000000"), "access.not-permitted"),
        (of(UserRole.ENTERPRISE, "440100"), "access.not-permitted"),
    ],
)
def test_others_see_none(gate: Gate, viewer: Viewer, code: str):
    with pytest.raises(Problem) as refused:
        glance(gate, viewer)
    assert refused.value.code == code


def test_the_file_of_the_zone_is_not_shown_to_a_city(gate: Gate):
    with pytest.raises(Problem) as refused:
        document(gate, of(UserRole.CITY, "440100"), "glance")
    assert refused.value.code == "access.none"


def test_the_index_page_is_of_the_whole_zone(gate: Gate):
    with pytest.raises(Problem) as refused:
        index_page(gate, of(UserRole.CITY, "440100"))
    assert refused.value.code == "access.none"


def test_a_place_outside_the_scope_is_none(gate: Gate):
    with pytest.raises(Problem) as refused:
        glance(gate, of(UserRole.CITY, "440100"), "440300")
    assert refused.value.code == "access.none"


def test_industries_over_all_cities_are_not_of_one_city(gate: Gate):
    with pytest.raises(Problem) as refused:
        matrix(gate, of(UserRole.CITY, "440100"), MatrixView(Shown.INDUSTRY))
    assert refused.value.code == "access.none"
    assert matrix(gate, LOCAL, MatrixView(Shown.INDUSTRY))["view"]["level"] == "industry"
