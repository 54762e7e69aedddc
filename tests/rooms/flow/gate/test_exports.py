"""Exports at the gate: permitted, marked, and with a line in the audit chain."""

from __future__ import annotations

import json

import pytest
from tests.rooms.flow.gate.desk_gate import AUDITOR, CITY, FIRM, PROVINCE, DeskGate, desk_gate

from openmbi.core.access import Viewer
from openmbi.core.language import Language
from openmbi.core.problems import Problem
from openmbi.flow.gate.audit import AskedLines, audit_lines, audit_page
from openmbi.flow.gate.desk import desk_page
from openmbi.flow.gate.exports import Drawn, Format, Wish, export
from openmbi.flow.gate.methodology import methodology
from openmbi.reports.desk.inputs import DeskView
from openmbi.store.audit_chain import AuditChain

CHART = '<svg role="img" aria-label="x" viewBox="0 0 10 5"><path d="M0 0 10 5" stroke="#000000"/><text x="1" y="2">红</text></svg>'


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> DeskGate:
    return desk_gate(tmp_path_factory.mktemp("exports") / "bureau")


def wish(kind: Format, **more: object) -> Wish:
    return Wish(kind, Language.ZH, **more)  # type: ignore[arg-type]


def code_of(work, *arguments, **more) -> str:
    with pytest.raises(Problem) as refused:
        work(*arguments, **more)
    return refused.value.code


def test_an_export_holds_the_scope_and_leaves_a_line(gate: DeskGate):
    made = export(gate, CITY, desk_page(gate, CITY, DeskView("open")), wish(Format.CSV, table="listed"))
    assert made.name == "mbi-cases-" + str(desk_page(gate, CITY, DeskView("open"))["data_until"]) + "-listed.csv"
    said = made.content.decode("utf-8-sig")
    assert "李 (li)" in said
    line = AuditChain(gate.bureau.operations).last()
    assert line is not None
    assert (line.actor, line.kind, line.about) == ("li", "export", "page:cases")
    content = json.loads(line.content)
    assert (content["rows"], content["places"], content["format"]) == (3, ["440600"], "csv")


@pytest.mark.parametrize("viewer", [FIRM, AUDITOR])
def test_who_is_not_permitted_takes_nothing_out(gate: DeskGate, viewer: Viewer):
    before = AuditChain(gate.bureau.operations).last()
    document = desk_page(gate, PROVINCE, DeskView("open"))
    assert code_of(export, gate, viewer, document, wish(Format.XLSX)) == "access.not-permitted"
    assert AuditChain(gate.bureau.operations).last() == before


def test_pictures_and_what_is_not_there(gate: DeskGate):
    document = desk_page(gate, PROVINCE, DeskView("open"))
    drawn = Drawn(CHART, "path{stroke-width:2}")
    assert export(gate, PROVINCE, document, wish(Format.SVG), drawn).content.startswith(b"<svg")
    assert export(gate, PROVINCE, document, wish(Format.PNG), drawn).content.startswith(b"\x89PNG")
    assert code_of(export, gate, PROVINCE, document, wish(Format.PNG, chart=2), drawn) == "export.no-chart"
    assert code_of(export, gate, PROVINCE, document, wish(Format.CSV, table="nothing")) == "export.no-table"


def test_the_auditor_reads_the_log_and_nobody_else(gate: DeskGate):
    assert code_of(audit_lines, gate, PROVINCE, AskedLines()) == "access.not-permitted"
    whole = audit_lines(gate, AUDITOR, AskedLines(), limit=1000).lines
    first = audit_lines(gate, AUDITOR, AskedLines(), limit=2)
    second = audit_lines(gate, AUDITOR, AskedLines(), after=first.after, limit=2)
    assert [one.sequence for one in (*first.lines, *second.lines)] == [one.sequence for one in whole[:4]]
    assert {one.kind for one in audit_lines(gate, AUDITOR, AskedLines(kind="case.")).lines} == {"case.open"}
    assert not audit_lines(gate, AUDITOR, AskedLines(last="2001-01-01")).lines
    assert code_of(audit_lines, gate, AUDITOR, AskedLines(first="soon")) == "audit.wrong-day"


def test_the_log_tells_no_figures_of_cases(gate: DeskGate):
    shown = audit_page(gate, AUDITOR, AskedLines(kind="case."))
    assert not shown["warned"]
    assert {row["content"] for row in shown["sections"][0]["rows"]} == {"– → open"}
    assert shown["navigation"] == []


def test_a_line_is_told_part_by_part_and_a_hash_by_its_first_digits(gate: DeskGate):
    content = {
        "user": {"role": "city", "owner": None, "places": ["440600", "440604"]},
        "on": False,
        "sha256": "0123456789abcdef",
    }
    AuditChain(gate.bureau.operations).append(
        at=gate.now(), actor="li", kind="user.told", about="user:wang", content=content
    )
    [row] = audit_page(gate, AUDITOR, AskedLines(kind="user.told"))["sections"][0]["rows"]
    assert row["content"].split(" · ") == [
        "on: false",
        "sha256: 0123456789ab",
        "user.places: 440600, 440604",
        "user.role: city",
    ]


def test_the_method_in_force_is_told_with_what_it_rests_on(gate: DeskGate):
    found = {section["code"]: section for section in methodology(gate, PROVINCE)["sections"]}
    zone = [row for row in found["lights"]["rows"] if "zone_activity" in row["declared_note"]["en"]]
    assert any(row["parameter_note"].startswith("thresholds") and row["rests_on"] for row in zone)
    assert {"zh": "黄 · 亮灯界限", "en": "yellow · opens at"} in [row["parameter"] for row in zone]
    weights = [row for row in found["indexes"]["rows"] if row["parameter_note"] == "domains[electricity].weight"]
    assert 0.3 in [row["value"] for row in weights]
    assert code_of(methodology, gate, AUDITOR) == "access.not-permitted"
