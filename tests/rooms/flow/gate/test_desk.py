"""The case desk at the gate: whose cases are shown, worked, disputed; and that one failure among several stops none of the others."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.rooms.flow.gate.desk_gate import AUDITOR, CITY, COUNTY, FIRM, PROVINCE, RESEARCHER, DeskGate, desk_gate

from openmbi.core.access import Viewer
from openmbi.core.cases import ActionKind, Cause, EvidenceFile
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.flow.cases import CaseStep
from openmbi.flow.gate.case_list import AskedCases, case_counts, case_list
from openmbi.flow.gate.case_view import case_view
from openmbi.flow.gate.cases import case, steps_for, take_step
from openmbi.flow.gate.desk import bulk_page, bulk_take, desk_page
from openmbi.flow.gate.evidence import MOST_BYTES, Upload, evidence, keep_evidence, kept_before
from openmbi.reports.case.forms import Typed
from openmbi.reports.desk.inputs import DeskView


@pytest.fixture
def gate(tmp_path: Path) -> DeskGate:
    return desk_gate(tmp_path / "bureau")


def assign(gate: DeskGate, number: int = 1, owner: str = "firm") -> None:
    take_step(gate, PROVINCE, number, CaseStep(ActionKind.ASSIGN, owner=owner), seen=1)


def code_of(work, *arguments, **more) -> str:
    with pytest.raises(Problem) as refused:
        work(*arguments, **more)
    return refused.value.code


@pytest.mark.parametrize(
    ("viewer", "numbers"), [(PROVINCE, {1, 2, 3, 4, 5}), (CITY, {1, 2, 3}), (COUNTY, {1, 2}), (FIRM, {1})]
)
def test_each_viewer_sees_the_cases_of_its_scope(gate: DeskGate, viewer: Viewer, numbers: set[int]):
    assert {one.number for one in case_list(gate, viewer, AskedCases()).cases} == numbers
    assert case_counts(gate, viewer)["open"] == len(numbers)
    for number in range(1, 6):
        if number in numbers:
            assert case_view(gate, viewer, number)["number"] == number
        else:
            assert code_of(case_view, gate, viewer, number) == "access.none"


@pytest.mark.parametrize("viewer", [RESEARCHER, AUDITOR])
def test_who_reads_no_figures_sees_no_case(gate: DeskGate, viewer: Viewer):
    assert code_of(case_list, gate, viewer, AskedCases()) == "access.not-permitted"
    assert code_of(case_view, gate, viewer, 1) == "access.not-permitted"
    assert code_of(bulk_take, gate, viewer, "acknowledge", [(1, 1)]) == "access.not-permitted"


def test_pages_by_key_hold_every_case_once_the_most_pressing_first(gate: DeskGate):
    seen, after = [], None
    while True:
        page = case_list(gate, PROVINCE, AskedCases(), after=after, limit=2)
        seen += page.cases
        after = page.after
        if after is None:
            break
    assert [one.number for one in seen] == sorted(
        range(1, 6), key=lambda number: seen[[one.number for one in seen].index(number)].due_at
    )
    assert len(seen) == 5
    assert code_of(case_list, gate, PROVINCE, AskedCases(), after="%%%") == "figures.page"


def test_mine_are_those_that_my_office_has_to_act_on(gate: DeskGate):
    assert {one.number for one in case_list(gate, COUNTY, AskedCases(mine=True)).cases} == {1, 2}
    assign(gate)
    assert {one.number for one in case_list(gate, COUNTY, AskedCases(mine=True)).cases} == {2}
    assert {one.number for one in case_list(gate, FIRM, AskedCases(mine=True)).cases} == {1}


def test_steps_are_offered_to_whom_they_belong(gate: DeskGate):
    assert ActionKind.ASSIGN in steps_for(gate, CITY, case(gate, CITY, 1))
    assert set(steps_for(gate, FIRM, case(gate, FIRM, 1))) == {ActionKind.DISPUTE}
    assert {form["kind"] for form in case_view(gate, FIRM, 1)["forms"]} == {"dispute"}
    assert (
        code_of(take_step, gate, FIRM, 1, CaseStep(ActionKind.ASSIGN, owner="firm"), seen=1) == "access.not-permitted"
    )


def test_one_that_fails_does_not_stop_the_others(gate: DeskGate):
    assign(gate, 2, "nanhai")
    told = bulk_take(gate, CITY, "assign", [(1, 1), (2, 1), (4, 1), (3, 1)], owner="foshan")
    results = {one["number"]: one for one in told["results"]}
    assert results[1]["problem"] is None
    assert results[3]["problem"] is None
    assert "changed meanwhile" in results[2]["problem"]["en"]
    assert "outside your view" in results[4]["problem"]["en"]
    assert case(gate, PROVINCE, 3).case.owner == "foshan"
    assert case(gate, PROVINCE, 4).case.version == 1


def test_several_are_confirmed_before_anything_is_done(gate: DeskGate):
    asked = bulk_page(gate, CITY, "acknowledge", [(1, 1), (3, 1)])
    assert [one["number"] for one in asked["cases"]] == [1, 3]
    assert asked["results"] is None
    assert case(gate, CITY, 1).case.version == 1
    assert code_of(bulk_page, gate, CITY, "acknowledge", [(4, 1)]) == "access.none"
    assert code_of(bulk_page, gate, CITY, "reopen", [(1, 1)]) == "case.wrong-question"
    assert bulk_page(gate, CITY, "assign", [])["refused"] is not None
    assert bulk_take(gate, CITY, "assign", [(1, 1)])["refused"] is not None


def test_what_was_typed_is_kept_where_the_case_changed_meanwhile(gate: DeskGate):
    assign(gate)
    typed = Typed(ActionKind.DISPUTE, {"note": ["the meter was replaced"]})
    shown = case_view(gate, FIRM, 1, typed=typed, refused=Problem("x", *_texts()), seen=1)
    assert [step["kind"] for step in shown["changed"]] == ["assign"]
    form = next(form for form in shown["forms"] if form["kind"] == "dispute")
    assert form["open"]
    assert form["fields"][0]["value"] == "the meter was replaced"
    gone = case_view(
        gate, PROVINCE, 1, typed=Typed(ActionKind.CLOSE, {"note": ["said"]}), refused=Problem("x", *_texts()), seen=1
    )
    assert gone["lost"] == "said"


def test_evidence_is_kept_by_hash_and_given_to_who_may_see_the_case(gate: DeskGate):
    kept = keep_evidence(gate, FIRM, 1, [Upload("C:\\papers\\<换表>.pdf", b"%PDF-1.7 x")])
    assert kept[0].name == "换表.pdf"
    take_step(gate, FIRM, 1, CaseStep(ActionKind.DISPUTE, "the meter", evidence=kept), seen=1)
    assert evidence(gate, CITY, 1, kept[0].sha256).content == b"%PDF-1.7 x"
    assert code_of(evidence, gate, CITY, 2, kept[0].sha256) == "access.none"
    assert code_of(evidence, gate, FIRM, 1, "../../bureau.toml") == "access.none"
    assert kept_before(gate, FIRM, 1, [EvidenceFile("a", kept[0].sha256)])
    assert not kept_before(gate, COUNTY, 2, [EvidenceFile("a", kept[0].sha256)])
    note = next((gate.bureau.folder / "state/evidence/1").glob("*.json")).read_text(encoding="utf-8")
    assert '"kind": "pdf"' in note


@pytest.mark.parametrize(
    ("uploads", "code"),
    [
        ([Upload("a", b"")], "case.evidence-empty"),
        ([Upload("a", b"x" * (MOST_BYTES + 1))], "case.evidence-too-large"),
        ([Upload("a", b"x")] * 6, "case.evidence-too-many"),
    ],
)
def test_evidence_has_limits(gate: DeskGate, uploads: list[Upload], code: str):
    assert code_of(keep_evidence, gate, FIRM, 1, uploads) == code
    assert code_of(keep_evidence, gate, FIRM, 2, uploads) == "access.none"


def test_the_desk_of_an_enterprise_is_in_plain_words(gate: DeskGate):
    assign(gate)
    take_step(gate, FIRM, 1, CaseStep(ActionKind.ACKNOWLEDGE), seen=2)
    desk = desk_page(gate, FIRM, DeskView("open"))
    assert desk["plain"]
    assert not desk["bulk"]
    form = next(form for form in case_view(gate, FIRM, 1)["forms"] if form["kind"] == "self_check")
    assert form["name"]["en"] == "Tell us what happened"
    assert {option["value"] for option in form["fields"][0]["options"]} == {cause.value for cause in Cause}


def test_a_wrong_choice_is_refused(gate: DeskGate):
    assert code_of(desk_page, gate, CITY, DeskView("open", state="nothing")) == "case.wrong-question"


def _texts() -> tuple[Text, Text]:
    return Text("a", "a"), Text("b", "b")
