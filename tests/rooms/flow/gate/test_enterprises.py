"""The search at the gate: bounded by the scope, and its pages stay of one run whatever is computed meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.rooms.flow.gate.desk_gate import (
    AUDITOR,
    CITY,
    CODES,
    COUNTY,
    FIRM,
    PROVINCE,
    RESEARCHER,
    DeskGate,
    desk_gate,
    some_list,
)

from openmbi.core.access import Viewer
from openmbi.core.problems import Problem
from openmbi.flow.gate.enterprises import search
from openmbi.flow.gate.search_page import search_page
from openmbi.reports.enterprises.inputs import SearchAsked


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> DeskGate:
    return desk_gate(tmp_path_factory.mktemp("search") / "bureau")


@pytest.mark.parametrize(("viewer", "seen"), [(PROVINCE, 5), (CITY, 3), (COUNTY, 2), (FIRM, 1)])
def test_each_viewer_finds_what_its_scope_reaches(gate: DeskGate, viewer: Viewer, seen: int):
    assert {line["code"] for line in search(gate, viewer, "纺织").lines} == set(CODES[:seen])


@pytest.mark.parametrize("viewer", [RESEARCHER, AUDITOR])
def test_who_reads_no_figures_finds_nothing(gate: DeskGate, viewer: Viewer):
    with pytest.raises(Problem) as refused:
        search(gate, viewer, "")
    assert refused.value.code == "access.not-permitted"


def test_pages_stay_of_the_run_that_they_began_with(tmp_path: Path):
    gate = desk_gate(tmp_path / "bureau")
    first = search(gate, PROVINCE, "", limit=2)
    gate.known.lists["000002"] = some_list("000002", 2)
    second = search(gate, PROVINCE, "", after=first.after, limit=2)
    assert (second.run, second.total) == ("000001", 5)
    assert not {line["code"] for line in first.lines} & {line["code"] for line in second.lines}
    assert search(gate, PROVINCE, "").run == "000002"
    del gate.known.lists["000001"]
    with pytest.raises(Problem) as gone:
        search(gate, PROVINCE, "", after=second.after)
    assert gone.value.code == "search.run-gone"


@pytest.mark.parametrize(
    "after", ["", "x", "000001.weight.-1", "000001.age.1", "000001.weight.99999999999999", "1.weight.1"]
)
def test_what_is_no_cursor_is_refused_or_the_first_page(gate: DeskGate, after: str):
    if not after:
        assert search(gate, PROVINCE, "", after=after).total == 5
        return
    with pytest.raises(Problem) as wrong:
        search(gate, PROVINCE, "", after=after)
    assert wrong.value.code == "search.wrong-cursor"


def test_the_page_of_the_search_keeps_what_was_asked(gate: DeskGate):
    found = search_page(gate, CITY, SearchAsked("纺织", industry="C39", light="nothing", sort="name"))
    assert (found["total"], found["next"]) == (3, None)
    assert {choice["name"]: choice["chosen"] for choice in found["choices"]}["industry"] == "C39"
    assert [line["path"] for line in found["listed"]] == [f"enterprise/{code}" for code in CODES[:3]]
