"""Steps that several officers take with one case at the same time, and to whom a case may be given."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from openmbi.core.alerts import Alert, Channel, Direction
from openmbi.core.cases import ActionKind, CaseSubject, Cause
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Colour, Level
from openmbi.flow.alerts import FoundAlert, Named, RunAlerts
from openmbi.flow.bureau import load_bureau
from openmbi.flow.case_desk import CaseDesk
from openmbi.flow.cases import CaseStep, act, shown
from openmbi.flow.follow_cases import follow_cases

NOW = datetime(2026, 1, 5, 1, tzinfo=UTC)
OFFICERS = 6
FILES = {
    "bureau.toml": 'source = "power"\nname = {zh = "测", en = "t"}\nzone = {code = "440000", zh = "粤", en = "GD"}\n',
    "owners.yml": """
owners:
  - {identifier: gd, name: {zh: 省, en: province}, role: province, places: ["440000"]}
  - {identifier: firm, name: {zh: 甲厂, en: works A}, role: enterprise, places: ["440604"], enterprises: [A]}
  - {identifier: other, name: {zh: 乙厂, en: works B}, role: enterprise, places: ["440604"], enterprises: [B]}
""",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A bureau with case 1, of works A, acknowledged."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    desk = CaseDesk(load_bureau(tmp_path))
    day = date(2026, 1, 4)
    alert = Alert(
        level=Level.ENTERPRISE,
        subject="A",
        found_on=day,
        since=day,
        direction=Direction.DOWN,
        channels=(Channel.LEVEL,),
        sources=(),
        p_value=1e-6,
        q_value=0.01,
        stratum="C39",
        colour=Colour.RED,
    )
    found = FoundAlert(alert, Named(Text("甲厂", "works A"), CaseSubject(Level.ENTERPRISE, "A", "440604", "C39")))
    follow_cases(desk, RunAlerts("000001", NOW - timedelta(hours=9), day, (found,), ()), NOW)
    act(desk, 1, CaseStep(ActionKind.ASSIGN, owner="gd"), actor="gd", now=NOW)
    act(desk, 1, CaseStep(ActionKind.ACKNOWLEDGE), actor="gd", now=NOW)
    return tmp_path


def all_at_once(folder: Path, seen: Callable[[int], int | None]) -> list[str | None]:
    """Every officer files a self-check at the same moment, from a desk of its own; return the code of each one's problem."""

    def file(officer: int) -> str | None:
        step = CaseStep(ActionKind.SELF_CHECK, note=f"officer {officer}", causes=(Cause.OTHER,))
        try:
            act(CaseDesk(load_bureau(folder)), 1, step, actor="gd", now=NOW, seen=seen(officer))
        except Problem as problem:
            return problem.code
        return None

    with ThreadPoolExecutor(OFFICERS) as pool:
        return list(pool.map(file, range(OFFICERS)))


def test_of_officers_who_saw_the_same_version_one_writes(folder: Path):
    before = shown(CaseDesk(load_bureau(folder)), 1)
    codes = all_at_once(folder, lambda _: before.case.version)
    assert sorted(code or "" for code in codes) == ["", *["case.changed-meanwhile"] * (OFFICERS - 1)]
    after = shown(CaseDesk(load_bureau(folder)), 1)
    assert len(after.history) == len(before.history) + 1


def test_steps_taken_at_once_are_all_kept(folder: Path):
    before = len(shown(CaseDesk(load_bureau(folder)), 1).history)
    assert all_at_once(folder, lambda _: None) == [None] * OFFICERS
    desk = CaseDesk(load_bureau(folder))
    history = shown(desk, 1).history
    assert [line.version for line in history] == list(range(1, before + OFFICERS + 1))
    assert {line.action.note for line in history[before:]} == {f"officer {k}" for k in range(OFFICERS)}
    assert desk.ledger.verify_chain().faults == ()


@pytest.mark.parametrize(
    ("owner", "code"), [("gd", None), ("firm", None), ("other", "case.unknown-owner"), ("x", "case.unknown-owner")]
)
def test_a_case_is_given_to_an_office_or_to_the_enterprise_itself(folder: Path, owner: str, code: str | None):
    desk = CaseDesk(load_bureau(folder))
    step = CaseStep(ActionKind.ASSIGN, owner=owner)
    if code is None:
        assert act(desk, 1, step, actor="gd", now=NOW).case.owner == owner
        return
    with pytest.raises(Problem) as caught:
        act(desk, 1, step, actor="gd", now=NOW)
    assert caught.value.code == code
    assert "other" not in caught.value.expected.en.split(", ")
