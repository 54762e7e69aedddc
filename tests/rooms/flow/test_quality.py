"""Which alerts of many runs count, what a truth file says, and what a bureau's cases and simulation tell of a light."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from openmbi.alerts.cases.machine import apply
from openmbi.alerts.quality.ledger import ledger
from openmbi.core.alerts import Alert, Channel, Direction
from openmbi.core.cases import SYSTEM, Action, ActionKind, CaseSubject, Cause, Closing
from openmbi.core.language import Language, Text
from openmbi.core.problems import Problem
from openmbi.core.quality import Basis, Judged, Part, Verdict
from openmbi.core.tables import Colour, Level
from openmbi.flow.alert_history import AlertHistory, joined
from openmbi.flow.alerts import FoundAlert, Named, RunAlerts
from openmbi.flow.bureau import load_bureau
from openmbi.flow.case_desk import CaseDesk
from openmbi.flow.cases import CaseStep, act
from openmbi.flow.false_discovery import VERDICT_DAYS, Evidence, dated, evidence, rates_known, replayed
from openmbi.flow.in_force import declarations_in_force
from openmbi.flow.quality import quality
from openmbi.flow.quality_known_before import told_beforehand
from openmbi.flow.quality_shares import strata
from openmbi.flow.truth_episodes import RETURN_DAYS, episodes_of_file
from openmbi.flow.watched import Watched

NOW = datetime(2026, 3, 20, 1, tzinfo=UTC)
WHO = Watched(
    "440000",
    ("a", "b", "c", "d"),
    {
        Level.ZONE: dict.fromkeys("abcd", "440000"),
        Level.CITY: {"a": "440100", "b": "440100", "c": "440100", "d": "440600"},
        Level.INDUSTRY: {"a": "C39", "b": "C39", "c": "C30", "d": "C30"},
        Level.CELL: {"a": "440100-C39", "b": "440100-C39", "c": "440100-C30", "d": "440600-C30"},
    },
)
SETTINGS = 'source = "power"\nname = {zh = "测", en = "t"}\nzone = {code = "440000", zh = "粤", en = "GD"}\n'


def an_alert(
    day: int,
    subject: str = "a",
    level: Level = Level.ENTERPRISE,
    *,
    colour: Colour = Colour.RED,
    direction: Direction = Direction.DOWN,
    channel: Channel = Channel.LEVEL,
) -> Alert:
    found = date(2026, 1, 1) + timedelta(days=day)
    return Alert(level, subject, found, found, direction, (channel,), (), 1e-4, 0.02, "C39", colour)


def a_run(day: int, *alerts: Alert) -> RunAlerts:
    until = date(2026, 1, 1) + timedelta(days=day)
    found = tuple(
        FoundAlert(one, Named(Text("甲", "A"), CaseSubject(one.level, one.subject, "440100", "C39"))) for one in alerts
    )
    return RunAlerts(f"{day:06d}", datetime(2026, 1, 2, tzinfo=UTC) + timedelta(days=day), until, found, ())


def test_an_alert_counts_once_and_as_it_was_first_known_but_for_its_colour():
    yellow = an_alert(5, colour=Colour.YELLOW)
    found = joined([a_run(5, yellow, an_alert(3, "b")), a_run(20, an_alert(5), an_alert(18, "c"))])
    assert [(one.key, one.colour) for one in found.alerts] == [
        ("enterprise:b:2026-01-04", Colour.RED),
        ("enterprise:a:2026-01-06", Colour.RED),
        ("enterprise:c:2026-01-19", Colour.RED),
    ]
    assert (found.first, found.last) == (date(2026, 1, 4), date(2026, 1, 21))
    back = joined([a_run(5, an_alert(5)), a_run(20, yellow)])
    assert [one.colour for one in back.alerts] == [Colour.RED]


def test_what_a_later_run_dates_back_is_new_only_where_its_subject_had_none():
    found = joined([a_run(10, an_alert(8)), a_run(11, an_alert(7), an_alert(9, "b"), an_alert(11, "c"))])
    assert [one.key for one in found.alerts] == [
        "enterprise:a:2026-01-09",
        "enterprise:b:2026-01-10",
        "enterprise:c:2026-01-12",
    ]
    assert joined([]) == AlertHistory()


def test_what_had_ended_when_the_first_run_was_made_counts_too():
    run = replace(a_run(10, an_alert(8)), passed=(an_alert(2, "b"),))
    found = joined([run, replace(a_run(11), passed=(an_alert(8), an_alert(1, "b")))])
    assert [one.key for one in found.alerts] == ["enterprise:b:2026-01-03", "enterprise:a:2026-01-09"]
    assert found.first == date(2026, 1, 3)


def truth(tmp_path: Path, *events: dict) -> Path:
    file = tmp_path / "truth.json"
    file.write_text(json.dumps({"simulated": True, "events": events}), encoding="utf-8")
    return file


def event(kind: str, *enterprises: str, about: str = "") -> dict:
    return {"kind": kind, "enterprises": list(enterprises), "first": "2026-01-05", "last": "2026-01-20", "size": 1, "about": about}  # fmt: skip


def test_a_shutdown_ends_and_what_returns_afterwards_is_not_sought(tmp_path: Path):
    down, back = episodes_of_file(truth(tmp_path, event("shutdown", "a")), WHO)
    assert (down.level, down.subject, down.last, down.direction) == (
        Level.ENTERPRISE, "a", date(2026, 1, 20), Direction.DOWN,
    )  # fmt: skip
    assert (back.first, back.last, back.direction) == (
        date(2026, 1, 21), date(2026, 1, 21) + timedelta(days=RETURN_DAYS), Direction.UP,
    )  # fmt: skip
    assert (down.sought, back.sought) == (True, False)


def test_what_moves_away_does_not_come_back(tmp_path: Path):
    found = episodes_of_file(truth(tmp_path, event("relocation_from", "a"), event("relocation_to", "b")), WHO)
    assert [(one.subject, one.last, one.direction) for one in found] == [
        ("a", None, Direction.DOWN), ("b", None, Direction.UP),
    ]  # fmt: skip


@pytest.mark.parametrize("about", ["440100-C39", ""])
def test_the_shock_of_a_cell_is_the_cells_and_touches_its_members(tmp_path: Path, about: str):
    shock, _ = episodes_of_file(truth(tmp_path, event("cell_shock", "a", "b", "c", about=about)), WHO)
    assert (shock.level, shock.subject) == (Level.CELL, "440100-C39")
    assert shock.touches == {(Level.ENTERPRISE, each) for each in "abc"}


def test_what_strikes_regions_is_true_and_not_sought(tmp_path: Path):
    (typhoon,) = episodes_of_file(truth(tmp_path, event("typhoon", "a", "c", about="440100")), WHO)
    assert not typhoon.sought
    assert typhoon.touches == {
        (Level.ENTERPRISE, "a"), (Level.ENTERPRISE, "c"), (Level.ZONE, "440000"), (Level.CITY, "440100"), (Level.INDUSTRY, "C39"),
        (Level.INDUSTRY, "C30"), (Level.CELL, "440100-C39"), (Level.CELL, "440100-C30"),
    }  # fmt: skip


def test_a_group_that_holds_a_struck_part_of_it_is_moved_and_has_found_nothing(tmp_path: Path):
    who = replace(WHO, weight={"a": 1.0, "b": 4.0, "c": 12.0, "d": 5.0})
    down, *others = episodes_of_file(truth(tmp_path, event("shutdown", "a")), who)
    moved = [one for one in others if one.kind == "within_shutdown"]
    assert down.sought
    assert {(one.level, one.subject) for one in moved} == {(Level.INDUSTRY, "C39"), (Level.CELL, "440100-C39")}
    assert {(one.sought, one.direction, one.first, one.last) for one in moved} == {
        (False, Direction.DOWN, down.first, down.last),
    }  # fmt: skip
    returned = [(one.level, one.direction) for one in others if one.kind.startswith("end_of")]
    assert sorted(returned) == [
        (level, Direction.UP) for level in sorted({Level.CELL, Level.ENTERPRISE, Level.INDUSTRY})
    ]
    shock, *rest = episodes_of_file(truth(tmp_path, event("cell_shock", "a", "b", about="440100-C39")), who)
    assert {(one.level, one.subject) for one in rest if one.kind == "within_cell_shock"} == {
        (Level.ZONE, "440000"), (Level.CITY, "440100"), (Level.INDUSTRY, "C39"),
    }  # fmt: skip
    assert shock.sought


def test_entries_and_own_generation_explain_no_alert(tmp_path: Path):
    assert episodes_of_file(truth(tmp_path, event("entry", "a"), event("own_generation_start", "b")), WHO) == ()


@pytest.mark.parametrize("text", ["{", "[]", '{"events": [{"kind": "spike"}]}', '{"events": 3}'])
def test_what_is_no_truth_file_is_a_problem(tmp_path: Path, text: str):
    (tmp_path / "truth.json").write_text(text, encoding="utf-8")
    with pytest.raises(Problem) as caught:
        episodes_of_file(tmp_path / "truth.json", WHO)
    assert caught.value.code == "quality.unreadable-truth"


def test_a_silence_that_nothing_explains_is_unverified_in_a_replay(tmp_path: Path):
    episodes = episodes_of_file(truth(tmp_path, event("shutdown", "a")), WHO)
    silent, found, false = an_alert(2, "b", channel=Channel.SILENCE), an_alert(6), an_alert(6, "c")
    judged = {one.alert.key: one for one in replayed((silent, found, false), episodes)}
    assert judged[silent.key].verdict is Verdict.UNVERIFIED
    assert (judged[found.key].verdict, judged[found.key].part) == (Verdict.CONFIRMED, Part.FIRST)
    assert judged[false.key].verdict is Verdict.FALSE
    assert dated((judged[found.key],))[0].verdict_on == found.found_on + timedelta(days=VERDICT_DAYS)


def test_bounds_are_told_by_feedback_where_there_is_enough_and_never_by_both():
    right, open_ = (Judged(an_alert(1), None, verdict) for verdict in (Verdict.CONFIRMED, Verdict.UNVERIFIED))
    history = AlertHistory()
    assert told_beforehand(Evidence(history, (right,) * 20, (right,)))[0] is Basis.FEEDBACK
    basis, judged = told_beforehand(Evidence(history, (right,) * 19 + (open_,) * 5, (right,)))
    assert (basis, len(judged)) == (Basis.REPLAY, 1)
    assert told_beforehand(Evidence(history, (right,)))[0] is Basis.FEEDBACK
    assert told_beforehand(Evidence(history, (open_,), (open_,))) == (None, ())


@pytest.fixture
def close(tmp_path: Path) -> Callable[[str, Cause], int]:
    """Return a function that opens a case of a subject on 2026-03-01 and has it closed on the 10th for a cause."""
    (tmp_path / "bureau.toml").write_text(SETTINGS, encoding="utf-8")
    desk = CaseDesk(load_bureau(tmp_path))
    opened, closed = datetime(2026, 3, 1, 1, tzinfo=UTC), datetime(2026, 3, 10, 1, tzinfo=UTC)

    def work(subject: str, cause: Cause) -> int:
        alert = an_alert(58, subject)
        action = Action(ActionKind.OPEN, SYSTEM, opened, alert=alert, about=CaseSubject(alert.level, subject, "440100", "C39", "bureau"))  # fmt: skip
        number = desk.ledger.open(apply(None, action, desk.rules(opened), opened, desk.workdays), action).number
        closing = Closing.FALSE_ALARM if cause is Cause.NO_EVENT else Closing.EXPLAINED
        steps = [
            CaseStep(ActionKind.ASSIGN, owner="bureau"),
            CaseStep(ActionKind.ACKNOWLEDGE),
            CaseStep(ActionKind.SELF_CHECK, causes=(cause,)),
            CaseStep(ActionKind.CLOSE, note="seen on site", closing=closing),
        ]
        for step in steps:
            act(desk, number, step, actor="bureau", now=closed)
        return number

    return work


def test_a_light_is_told_what_the_cases_said_and_nothing_before_they_were_closed(tmp_path: Path, close):
    close("a", Cause.NO_EVENT)
    close("b", Cause.RELOCATION)
    bureau = load_bureau(tmp_path)
    found = rates_known(evidence(bureau, NOW), bureau, NOW)(an_alert(70, "z"))
    assert found.text.en.startswith("of 2 such alerts 1 were false: 50.0 %")
    then = datetime(2026, 3, 5, tzinfo=UTC)
    before = rates_known(evidence(bureau, then), bureau, then)(an_alert(70, "z"))
    assert before.text.en == "not yet measured: none of 2 such alerts is verified"
    earliest = evidence(bureau, datetime(2026, 2, 28, tzinfo=UTC))
    assert (earliest.feedback, earliest.replay) == ((), ())


def test_the_page_tells_the_ledger_and_says_what_is_not_measured(tmp_path: Path, close):
    close("a", Cause.NO_EVENT)
    told = quality(load_bureau(tmp_path), as_of=NOW, now=NOW)
    (light,) = told.document["lights"]
    assert (light["opened"], light["false"]["part"], light["basis"]["code"]) == (1, 1, "feedback")
    assert (told.document["levels"], told.document["kinds"]) == ([], [])
    assert [one["name"]["en"] for one in told.document["months"]] == ["2026-02"]
    for language in Language:
        assert told.pages[language].is_file()
    nothing = quality(load_bureau(tmp_path), as_of=datetime(2026, 2, 1, tzinfo=UTC), now=NOW)
    assert "not yet measured" in nothing.document["sentences"][0]["en"]
    assert nothing.document["lights"] == []


def test_a_stratum_is_called_by_its_name():
    names = declarations_in_force(None).hierarchy.industries.name
    alerts = [replace(an_alert(3), stratum=stratum) for stratum in ("C35", "cell", "elsewhere")]
    lines = ledger([Judged(one, None, Verdict.FALSE) for one in alerts], Basis.REPLAY, as_of=NOW.date())
    assert {one.name.en for one in strata(lines, names)} == {
        "C35 Manufacture of special-purpose machinery",
        "City × industry",
        "elsewhere",
    }
