"""What a run does to cases: once, in order, all of it or nothing."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from openmbi.core.alerts import Alert, Channel, Direction, Standing
from openmbi.core.cases import ActionKind, CaseState, CaseSubject, Cause, Closing
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Colour, Level
from openmbi.flow.alerts import FoundAlert, Named, RunAlerts, alerts_document
from openmbi.flow.bureau import load_bureau
from openmbi.flow.case_desk import CaseDesk
from openmbi.flow.cases import CaseStep, act, shown
from openmbi.flow.follow_cases import follow_cases, follow_runs, followed_until
from openmbi.store.case_ledger import CaseFilter

NOW = datetime(2026, 1, 5, 1, tzinfo=UTC)
SETTINGS = """
source = "power"
name = {zh = "测试", en = "test"}
zone = {code = "440000", zh = "广东省", en = "Guangdong"}
"""
OWNERS = """
owners:
  - {identifier: gd, name: {zh: 省, en: province}, role: province, places: ["440000"]}
  - {identifier: foshan, name: {zh: 佛山, en: Foshan}, role: city, places: ["440600"]}
"""


@pytest.fixture
def desk(tmp_path: Path) -> CaseDesk:
    (tmp_path / "bureau.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "owners.yml").write_text(OWNERS, encoding="utf-8")
    return CaseDesk(load_bureau(tmp_path))


def alert(subject: str, found_on: date = date(2026, 1, 4), level: Level = Level.ENTERPRISE, **rest) -> FoundAlert:
    found = Alert(
        level=level,
        subject=subject,
        found_on=found_on,
        since=found_on - timedelta(days=1),
        direction=Direction.DOWN,
        channels=(Channel.LEVEL,),
        sources=(),
        p_value=1e-6,
        q_value=0.01,
        stratum="C39",
        colour=Colour.RED,
    )
    return FoundAlert(
        replace(found, **rest), Named(Text(subject, subject), CaseSubject(level, subject, "440604", "C39"))
    )


def run(day: int, *alerts: FoundAlert, standings: tuple[Standing, ...] = ()) -> RunAlerts:
    """What the run of a day of January knew at its end."""
    as_of = datetime(2026, 1, day, 16, tzinfo=UTC)
    return RunAlerts(f"{day:06d}", as_of, date(2026, 1, day), alerts, standings)


def test_an_alert_opens_a_case_with_the_owner_of_its_place(desk: CaseDesk):
    done = follow_cases(desk, run(4, alert("A"), alert("B")), NOW)
    assert (done.was_newer, done.count()) == (True, Counter({ActionKind.OPEN: 2}))
    cases = desk.ledger.find()
    assert [(case.subject, case.owner, case.state) for case in cases] == [
        ("A", "foshan", CaseState.OPEN),
        ("B", "foshan", CaseState.OPEN),
    ]
    assert not desk.ledger.verify_chain().faults


def test_the_same_run_and_an_earlier_one_change_nothing(desk: CaseDesk):
    follow_cases(desk, run(4, alert("A")), NOW)
    before = [desk.ledger.find(), list(desk.ledger.chain.lines())]
    for again in (run(4, alert("A")), run(3, alert("C", date(2026, 1, 3)))):
        assert not follow_cases(desk, again, NOW + timedelta(hours=1)).was_newer
    assert [desk.ledger.find(), list(desk.ledger.chain.lines())] == before
    assert followed_until(desk) == datetime(2026, 1, 4, 16, tzinfo=UTC)


def test_the_same_findings_of_a_newer_run_move_no_case(desk: CaseDesk):
    follow_cases(desk, run(4, alert("A")), NOW)
    later = replace(run(4, alert("A")), run="000005", as_of=datetime(2026, 1, 4, 17, tzinfo=UTC))
    done = follow_cases(desk, later, NOW + timedelta(hours=1))
    assert (done.was_newer, done.moves) == (True, ())
    assert desk.ledger.get(1).version == 1


def test_a_group_and_its_member_found_at_once_make_one_case(desk: CaseDesk):
    cell = alert("440600-C39", level=Level.CELL)
    follow_cases(desk, run(4, cell, alert("A", covered_by=(Level.CELL, "440600-C39"))), NOW)
    assert [case.level for case in desk.ledger.find()] == [Level.CELL]


def test_a_case_is_muted_by_the_later_case_of_its_cell(desk: CaseDesk):
    follow_cases(desk, run(4, alert("A")), NOW)
    later = date(2026, 1, 5)
    cell = alert("440600-C39", later, Level.CELL, since=date(2026, 1, 3))
    done = follow_cases(desk, run(5, cell), NOW + timedelta(days=1))
    assert [move.kind for move in done.moves] == [ActionKind.OPEN, ActionKind.MUTE]
    assert desk.ledger.get(1).covered_by == (Level.CELL, "440600-C39")


def test_the_data_close_a_case_that_nobody_worked(desk: CaseDesk):
    follow_cases(desk, run(4, alert("A")), NOW)
    back = Standing(Level.ENTERPRISE, "A", date(2026, 1, 14), 0.01, 9)
    done = follow_cases(desk, run(14, standings=(back,)), NOW + timedelta(days=10))
    assert ActionKind.RECOVER in done.count()
    assert desk.ledger.get(1).closing is Closing.RECOVERED


def test_the_data_verify_a_case_whose_feedback_was_given(desk: CaseDesk):
    follow_cases(desk, run(4, alert("A")), NOW)
    steps = (
        CaseStep(ActionKind.ASSIGN, owner="foshan"),
        CaseStep(ActionKind.ACKNOWLEDGE),
        CaseStep(ActionKind.SELF_CHECK, causes=(Cause.POWER_CUT,)),
        CaseStep(ActionKind.MEASURE, note="supply restored"),
        CaseStep(ActionKind.FEEDBACK, note="runs again"),
    )
    for step in steps:
        act(desk, 1, step, actor="foshan", now=NOW + timedelta(hours=1))
    back = Standing(Level.ENTERPRISE, "A", date(2026, 1, 14), 0.01, 9)
    follow_cases(desk, run(14, standings=(back,)), NOW + timedelta(days=10))
    file = shown(desk, 1)
    assert (file.case.closing, file.history[-1].action.kind) == (Closing.VERIFIED, ActionKind.VERIFY)


def test_a_case_that_nobody_takes_is_escalated(desk: CaseDesk):
    follow_cases(desk, run(4, alert("A")), NOW)
    out = Standing(Level.ENTERPRISE, "A", date(2026, 1, 20), -0.8, 0)
    done = follow_cases(desk, run(20, standings=(out,)), NOW + timedelta(days=16))
    assert [move.kind for move in done.moves] == [ActionKind.ESCALATE]
    assert not follow_cases(desk, run(21, standings=(out,)), NOW + timedelta(days=16, hours=1)).moves


def test_a_run_is_followed_as_a_whole_or_not_at_all(desk: CaseDesk, monkeypatch: pytest.MonkeyPatch):
    from openmbi.flow import follow_cases as module  # noqa: PLC0415

    def broken(case, action, *rest):
        if action.alert and action.alert.subject == "B":
            raise Problem("case.broken", Text("坏", "broken"), Text("无", "none"))
        return real(case, action, *rest)

    real = module.apply
    monkeypatch.setattr(module, "apply", broken)
    with pytest.raises(Problem):
        follow_cases(desk, run(4, alert("A"), alert("B")), NOW)
    assert desk.ledger.count(CaseFilter()) == 0
    assert followed_until(desk) is None
    monkeypatch.undo()
    assert len(follow_cases(desk, run(4, alert("A"), alert("B")), NOW).moves) == 2


def kept_run(desk: CaseDesk, name: str, day: int, subject: str, *, for_cases: bool) -> None:
    """Write a run's pins and alerts as if it had been kept on a day of January."""
    folder = desk.bureau.store.root / "runs" / name
    folder.mkdir(parents=True)
    as_of = datetime(2026, 1, day, 16, tzinfo=UTC)
    (folder / "pins.json").write_text(json.dumps({"as_of": as_of.isoformat()}), encoding="utf-8")
    found = alert(subject, date(2026, 1, day))
    told = alerts_document([found.alert], [], date(2026, 1, day), lambda *_: found.subject, for_cases=for_cases)
    (folder / "alerts.json").write_text(json.dumps(told), encoding="utf-8")


def test_what_was_cut_short_is_followed_by_the_next_and_a_look_back_never(desk: CaseDesk):
    for name, day, subject, for_cases in (
        ("000001", 4, "A", True),
        ("000002", 2, "LOOK-BACK", False),
        ("000003", 6, "C", True),
        ("000004", 5, "B", True),
    ):
        kept_run(desk, name, day, subject, for_cases=for_cases)
    followed = follow_runs(desk.bureau, NOW + timedelta(days=2))
    assert [one.run for one in followed] == ["000001", "000004", "000003"]  # in the order of what they knew
    assert [case.subject for case in desk.ledger.find()] == ["A", "B", "C"]
    assert follow_runs(desk.bureau, NOW + timedelta(days=3)) == ()
