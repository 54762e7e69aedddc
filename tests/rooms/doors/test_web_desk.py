"""The case desk in a browser's place: forms with their token, several cases at once, a case that changed meanwhile, files of evidence."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import httpx
import pytest
from tests.rooms.flow.gate.desk_gate import CODES, PROVINCE, DeskGate, desk_gate

from openmbi.core.cases import ActionKind
from openmbi.doors.web.app import application
from openmbi.flow.cases import CaseStep
from openmbi.flow.gate.cases import case, take_step


class Reader:
    """A browser without scripts: keeps cookies, sends forms."""

    def __init__(self, gate: DeskGate) -> None:
        self._app = application(gate)
        self._cookies = httpx.Cookies()

    def ask(self, method: str, address: str, **sent: object) -> httpx.Response:
        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(self._app)
            async with httpx.AsyncClient(
                transport=transport, base_url="http://localhost:8000", cookies=self._cookies
            ) as client:
                answer = await client.request(method, address, **sent)  # type: ignore[arg-type]
                self._cookies = client.cookies
                return answer

        return asyncio.run(asked())

    def token(self, address: str) -> str:
        found = re.search(r'name="csrf" value="(\w+)"', self.ask("GET", address).text)
        assert found
        return found[1]


@pytest.fixture
def gate(tmp_path: Path) -> DeskGate:
    return desk_gate(tmp_path / "bureau")


def test_several_cases_are_assigned_after_one_confirmation(gate: DeskGate):
    reader = Reader(gate)
    sent = {"csrf": reader.token("/en/cases.html"), "kind": "assign", "case": ["1:1", "2:1"]}
    asked = reader.ask("POST", "/en/cases/several", data=sent)
    assert asked.status_code == 200
    assert 'name="confirmed"' in asked.text
    assert case(gate, PROVINCE, 1).case.version == 1
    take_step(gate, PROVINCE, 2, CaseStep(ActionKind.ASSIGN, owner="gd"), seen=1)
    done = reader.ask("POST", "/en/cases/several", data=sent | {"confirmed": "1", "owner": "foshan"})
    assert "1 done, 1 not done" in done.text
    assert case(gate, PROVINCE, 1).case.owner == "foshan"
    assert case(gate, PROVINCE, 2).case.owner == "gd"


def test_a_form_without_its_token_is_refused(gate: DeskGate):
    answer = Reader(gate).ask("POST", "/en/case/1/assign", data={"owner": "foshan", "seen": "1"})
    assert answer.status_code == 403
    assert case(gate, PROVINCE, 1).case.version == 1


def test_a_case_that_changed_meanwhile_keeps_what_was_typed(gate: DeskGate):
    reader = Reader(gate)
    token = reader.token("/en/case/1.html")
    take_step(gate, PROVINCE, 1, CaseStep(ActionKind.ASSIGN, owner="nanhai"), seen=1)
    sent = {"csrf": token, "seen": "1", "owner": "foshan", "note": "typed <b>words</b>"}
    answer = reader.ask("POST", "/en/case/1/assign", data=sent)
    assert answer.status_code == 409
    assert "changed meanwhile" in answer.text
    assert "typed &lt;b&gt;words&lt;/b&gt;" in answer.text
    assert 'value="foshan" selected' in answer.text
    assert case(gate, PROVINCE, 1).case.owner == "nanhai"
    again = reader.ask("POST", "/en/case/1/assign", data=sent | {"seen": "2"})
    assert again.status_code == 303
    assert case(gate, PROVINCE, 1).case.owner == "foshan"


def test_evidence_is_sent_with_a_step_and_saved_but_never_shown(gate: DeskGate):
    reader = Reader(gate)
    sent = {"csrf": reader.token("/en/case/1.html"), "seen": "1"}
    files = [
        ("evidence", ("<img>.html", b"<script>alert(1)</script>", "text/html")),
        ("evidence", ("b.pdf", b"%PDF-1.7", "application/pdf")),
    ]
    refused = reader.ask("POST", "/en/case/1/dispute", data=sent, files=files)
    assert refused.status_code == 422
    kept = re.findall(r'name="kept" value="([0-9a-f]{64}:[^"]+)"', refused.text)
    assert len(kept) == 2
    taken = reader.ask("POST", "/en/case/1/dispute", data=sent | {"note": "the meter", "kept": kept})
    assert taken.status_code == 303
    sha256 = kept[0][:64]
    saved = reader.ask("GET", f"/en/case/1/evidence/{sha256}")
    assert saved.content == b"<script>alert(1)</script>"
    assert saved.headers["content-type"] == "application/octet-stream"
    assert saved.headers["content-disposition"].startswith("attachment")
    assert saved.headers["x-content-type-options"] == "nosniff"
    assert reader.ask("GET", f"/en/case/2/evidence/{sha256}").status_code == 404


def test_the_search_and_its_export(gate: DeskGate):
    reader = Reader(gate)
    shown = reader.ask("GET", "/zh/enterprises.html", params={"q": "纺织", "place": "440600"})
    assert [code for code in CODES if code in shown.text] == list(CODES[:3])
    assert "?q=%E7%BA%BA%E7%BB%87&amp;place=440600&amp;format=csv" in shown.text
    taken = reader.ask("GET", "/zh/enterprises.html", params={"q": "纺织", "place": "440600", "format": "csv"})
    assert taken.headers["content-disposition"].startswith("attachment")
    assert [code for code in CODES if code in taken.text] == list(CODES[:3])
    assert reader.ask("GET", "/zh/cases.html", params={"format": "exe"}).status_code == 422
    assert reader.ask("GET", "/data/cases.json").json()["total"] == 5
