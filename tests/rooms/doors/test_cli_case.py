"""`mbi alerts` and `mbi case`: what they list, what they refuse, and that a case goes all its way."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.rooms.doors.worked_case import OWNERS, an_alert, worked, write_alerts

from openmbi.core.alerts import Standing
from openmbi.core.cases import ActionKind
from openmbi.core.judged import Judged
from openmbi.core.problems import ExitCode
from openmbi.core.silences import Silence, SilenceKind
from openmbi.core.tables import Colour, Level
from openmbi.doors.cli.case_told import COMMANDS
from openmbi.flow.bureau import load_bureau
from openmbi.flow.case_desk import CaseDesk
from openmbi.flow.cases import BY_PERSONS


@pytest.fixture(scope="module")
def desk_town(town: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The computed town with owners; every test opens its own cases in it."""
    folder = Path(shutil.copytree(town, tmp_path_factory.mktemp("desk") / "town"))
    (folder / "owners.yml").write_text(OWNERS, encoding="utf-8")
    return folder


def case(mbi, town: Path, *arguments: object, lang: str = "en"):
    return mbi("-b", town, "case", *arguments, lang=lang)


def test_every_step_of_a_person_has_its_command():
    assert set(COMMANDS) == set(BY_PERSONS)
    assert ActionKind.OPEN not in COMMANDS


def test_a_case_goes_from_open_to_closed(desk_town: Path, tmp_path: Path, mbi):
    number = worked(desk_town, "assign", tmp_path / "e", "A1")
    paper = tmp_path / "notice.pdf"
    paper.write_bytes(b"maintenance until Friday")
    steps = [
        (("assign", number, "bureau"), "assigned"),
        (("ack", number, "--note", "seen"), "acknowledged"),
        (("selfcheck", number, "--cause", "maintenance", "--cause", "power_cut", "--evidence", paper), "self_checked"),
        (("measure", number, "--note", "line repaired"), "measure_taken"),
        (("feedback", number, "--note", "runs again"), "feedback_given"),
    ]
    for arguments, state in steps:
        told = case(mbi, desk_town, *arguments, "--by", "bureau", "--json")
        assert (told.code, told.json["case"]["state"]) == (ExitCode.OK, state), told.err
    write_alerts(desk_town, [], [Standing(Level.ENTERPRISE, "A1", date(2026, 1, 20), 0.02, 9)])
    told = case(mbi, desk_town, "verify", number)
    assert (told.code, "case" in told.out) == (ExitCode.OK, True), told.err
    shown = case(mbi, desk_town, "show", number, "--json").json
    assert (shown["case"]["state"], shown["case"]["closing"]) == ("closed", "verified")
    assert shown["legal"] == ["reopen"]
    kinds = [line["action"]["kind"] for line in shown["history"]]
    assert kinds == ["open", "assign", "acknowledge", "self_check", "measure", "feedback", "verify"]
    assert shown["case"]["self_check"]["evidence"][0]["name"] == "notice.pdf"
    assert shown["case"]["causes"] == ["maintenance", "power_cut"]


def test_what_the_data_do_not_show_is_not_verified(desk_town: Path, tmp_path: Path, mbi):
    number = worked(desk_town, "verify", tmp_path / "e", "A2")
    write_alerts(desk_town, [], [Standing(Level.ENTERPRISE, "A2", date(2026, 1, 20), -0.4, 0)])
    assert "case.not-back" in case(mbi, desk_town, "verify", number).err
    write_alerts(desk_town, [], [])
    assert "case.no-standing" in case(mbi, desk_town, "verify", number).err
    assert case(mbi, desk_town, "show", number, "--json").json["case"]["state"] == "feedback_given"


def test_an_illegal_step_names_the_legal_ones(desk_town: Path, tmp_path: Path, mbi):
    number = worked(desk_town, "assign", tmp_path / "e", "A3")
    told = case(mbi, desk_town, "feedback", number, "--note", "done", "--json")
    assert told.code == ExitCode.PROBLEM
    problem = json.loads(told.err)["problem"]
    assert problem["code"] == "case.illegal-move"
    assert "assign" in problem["expected"]["en"]


def test_a_case_that_changed_meanwhile_is_not_overwritten(desk_town: Path, tmp_path: Path, mbi):
    number = worked(desk_town, "assign", tmp_path / "e", "A4")
    seen = case(mbi, desk_town, "show", number, "--json").json["case"]["version"]
    assert case(mbi, desk_town, "assign", number, "bureau", "--seen", seen).code == ExitCode.OK
    late = case(mbi, desk_town, "assign", number, "firm", "--seen", seen)
    assert (late.code, "case.changed-meanwhile" in late.err) == (ExitCode.PROBLEM, True)
    assert case(mbi, desk_town, "show", number, "--json").json["case"]["owner"] == "bureau"


@pytest.mark.parametrize(
    ("code", "command", "arguments"),
    [
        ("case.unknown-owner", "assign", ("nobody",)),
        ("case.unknown-actor", "ack", ("--by", "nobody")),
        ("case.not-yours", "ack", ("--by", "firm")),
        ("case.contradictory-causes", "selfcheck", ("--cause", "no_event", "--cause", "accident")),
        ("case.no-evidence-file", "selfcheck", ("--cause", "other", "--evidence", "nowhere.pdf")),
        ("case.incomplete-action", "measure", ("--note", " ")),
    ],
)
def test_what_a_person_can_mend_is_told(desk_town: Path, mbi, code: str, command: str, arguments: tuple[str, ...]):
    number = worked(desk_town, command, desk_town, f"B-{code}")
    told = case(mbi, desk_town, command, number, *arguments)
    assert told.code == ExitCode.PROBLEM
    assert code in told.err
    assert "Traceback" not in told.err


def test_there_is_no_such_case(desk_town: Path, mbi):
    for command in (("show", 9999), ("ack", 9999)):
        assert "case.none" in case(mbi, desk_town, *command).err


def test_a_dispute_is_decided_by_another_person(desk_town: Path, tmp_path: Path, mbi):
    paper = tmp_path / "meter.pdf"
    paper.write_bytes(b"replaced")
    number = worked(desk_town, "dispute", tmp_path / "e")
    raised = case(mbi, desk_town, "dispute", number, "--note", "meter", "--evidence", paper, "--by", "firm")
    assert raised.code == ExitCode.OK, raised.err
    own = case(mbi, desk_town, "resolve-dispute", number, "--uphold", "--note", "yes", "--by", "firm")
    assert "case.not-yours" in own.err
    done = case(mbi, desk_town, "resolve-dispute", number, "--reject", "--note", "no", "--by", "bureau", "--json")
    assert done.json["case"]["state"] == "acknowledged"


def test_lists_are_filtered_counted_and_speak_both_languages(desk_town: Path, tmp_path: Path, mbi):
    number = worked(desk_town, "close", tmp_path / "e", "C1")
    whole = case(mbi, desk_town, "list", "--limit", 0, "--json").json
    assert whole["total"] == len(whole["cases"])
    assert number in [one["number"] for one in whole["cases"]]
    assert "已自查" in case(mbi, desk_town, "list", "--state", "self_checked", lang="zh").words
    dues = [one["due_at"] for one in whole["cases"] if one["due_at"]]
    assert dues == sorted(dues)
    page = case(mbi, desk_town, "list", "--limit", 1, "--skip", 1, "--json").json
    assert page["cases"] == whole["cases"][1:2]
    assert page["total"] == whole["total"]
    assert case(mbi, desk_town, "close", number, "--as", "false_alarm", "--note", "seen").code == ExitCode.OK
    assert number not in [one["number"] for one in case(mbi, desk_town, "list", "--limit", 0, "--json").json["cases"]]
    closed = case(mbi, desk_town, "list", "--state", "closed", "--json").json["cases"]
    assert {one["state"] for one in closed} == {"closed"}
    assert case(mbi, desk_town, "list", "--place", 440600, "--json").json["total"] == 0
    assert case(mbi, desk_town, "list", "--overdue", "--json").json["total"] == 0
    chinese = case(mbi, desk_town, "show", number, lang="zh")
    assert "误报" in chinese.words
    assert "模拟数据" in chinese.words


def test_cases_of_one_cause_are_listed_as_one_group(desk_town: Path, tmp_path: Path, mbi):
    numbers = [worked(desk_town, "assign", tmp_path / "e", subject) for subject in ("G1", "G2")]
    told = case(
        mbi, desk_town, "list", "--grouped", "--owner", "bureau", "--state", "open", "--limit", 0, "--json"
    ).json
    (group,) = [one for one in told["groups"] if numbers[0] in one["cases"]]
    assert set(numbers) <= set(group["cases"])
    assert (group["owner"], group["industry"], group["direction"]) == ("bureau", "C39", "down")
    assert (group["lead"], group["muted"]) == (group["cases"][0], [])
    assert told["total"] == len(told["groups"])
    shown = case(mbi, desk_town, "list", "--grouped", lang="zh").words
    assert "组工单" in shown
    assert "低于预期" in shown


def test_an_alert_without_a_case_says_what_holds_it_back(desk_town: Path, mbi):
    start = datetime(2026, 1, 1, tzinfo=UTC)
    silence = Silence(
        0, SilenceKind.SILENCE, "inventory", "li", start, start, datetime(2999, 1, 1, tzinfo=UTC), subject="E1"
    )
    number = CaseDesk(load_bureau(desk_town)).silences.add(silence).number
    write_alerts(desk_town, [an_alert("E1"), an_alert("E2")], [])
    silenced, waiting = mbi("-b", desk_town, "alerts", "--json").json["alerts"]
    assert silenced["held"] == {"why": "silenced", "case": None, "silence": number}
    assert (waiting["held"], waiting["case"]) == (None, None)
    assert "静默中" in mbi("-b", desk_town, "alerts", lang="zh").words


def test_where_there_is_no_alert_it_is_told_who_could_not_be_judged(desk_town: Path, mbi):
    write_alerts(desk_town, [], [], judged=Judged(60, young=4, unsteady=0, days_missing=90))
    told = mbi("-b", desk_town, "alerts").words
    assert "4of60enterpriseshavebeenreadfortooshortatime" in told
    assert "about90moredays" in told
    judged = {"enterprises": 60, "young": 4, "unsteady": 0, "days_missing": 90}
    assert mbi("-b", desk_town, "alerts", "--json").json["judged"] == judged


def test_alerts_are_listed_the_gravest_first_with_their_cases(desk_town: Path, tmp_path: Path, mbi):
    worked(desk_town, "assign", tmp_path / "e", "D1")
    write_alerts(desk_town, [an_alert("D2", colour=Colour.YELLOW), an_alert("D1")], [])
    found = mbi("-b", desk_town, "alerts", "--json").json
    assert [one["subject"] for one in found["alerts"]] == ["D1", "D2"]
    assert found["alerts"][0]["case"] is not None
    assert found["alerts"][1]["case"] is None
    assert [
        one["subject"] for one in mbi("-b", desk_town, "alerts", "--colour", "yellow", "--json").json["alerts"]
    ] == ["D2"]
    assert mbi("-b", desk_town, "alerts", "--level", "cell", "--json").json["alerts"] == []
    told = mbi("-b", desk_town, "alerts", lang="zh")
    assert "甲厂" in told.words
    assert "水平突变" in told.words
