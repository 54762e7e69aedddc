"""`mbi case show` tells the reasons that the last run wrote on the page of the case."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.rooms.doors.worked_case import an_alert

from openmbi.alerts.cases.machine import apply
from openmbi.core.cases import SYSTEM, Action, ActionKind, CaseSubject
from openmbi.core.registry import package_folder
from openmbi.core.tables import Level
from openmbi.flow.bureau import load_bureau
from openmbi.flow.case_desk import CaseDesk

SETTINGS = """
source = "power"
name = {zh = "测试", en = "test"}
zone = {code = "440000", zh = "广东省", en = "Guangdong"}
"""
NOW = datetime(2026, 1, 5, 1, tzinfo=UTC)
EXAMPLE = package_folder("openmbi.reports.case") / "example" / "case.json"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A bureau with one case, and no page of it."""
    (tmp_path / "bureau.toml").write_text(SETTINGS, encoding="utf-8")
    desk = CaseDesk(load_bureau(tmp_path))
    about = CaseSubject(Level.ENTERPRISE, "A", "440600", "C39", "bureau")
    action = Action(ActionKind.OPEN, SYSTEM, NOW, alert=an_alert("A"), about=about)
    desk.ledger.open(apply(None, action, desk.rules(NOW), NOW, desk.workdays), action)
    return tmp_path


def test_reasons_of_the_page_are_told(place: Path, mbi):
    example = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    page = place / "output" / "data" / "case" / "1.json"
    page.parent.mkdir(parents=True)
    page.write_text(json.dumps(example), encoding="utf-8")
    assert mbi("-b", place, "case", "show", 1, "--json").json["reason"] == example["reason"]
    told = "".join(mbi("-b", place, "case", "show", 1, lang="en").out.split())
    for sentence in example["reason"]["sentences"]:
        assert "".join(sentence["text"]["en"].split()) in told


def test_a_case_without_a_page_is_shown_without_reasons(place: Path, mbi):
    assert mbi("-b", place, "case", "show", 1, "--json").json["reason"] is None
    assert "reasons, as the last run told them" not in mbi("-b", place, "case", "show", 1, lang="en").out
