"""A town's alerts, from not yet measured to a rate beside the light: by the truth of its simulation, and by what its officers found."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.rooms.doors.worked_case import an_alert, worked, write_alerts

from openmbi.core.alerts import Alert
from openmbi.core.problems import ExitCode
from openmbi.core.tables import Colour


@pytest.fixture(scope="module")
def told(town: Path, tmp_path_factory: pytest.TempPathFactory, mbi) -> dict[str, object]:
    """What the town says before anything is found, and after an alert that is right, two that are false, and one case."""
    folder = Path(shutil.copytree(town, tmp_path_factory.mktemp("quality") / "town"))
    alerts, last = found(folder)
    write_alerts(folder, [], [], last)
    before = mbi("-b", folder, "quality", "--json")
    write_alerts(folder, alerts, [], last)
    after = mbi("-b", folder, "quality", "--json")
    worked(folder, "reopen", tmp_path_factory.mktemp("papers") / "paper", alerts[-1].subject)
    closed = mbi("-b", folder, "quality", "--json")
    return {"folder": folder, "before": before, "after": after, "closed": closed, "alerts": alerts}


def found(folder: Path) -> tuple[list[Alert], date]:
    """The shutdown of the truth two days after it began, and two works to which nothing happened."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    shutdown = next(one for one in truth["events"] if one["kind"] == "shutdown")
    first, last = date.fromisoformat(shutdown["first"]), date.fromisoformat(shutdown["last"])
    struck = {code for one in truth["events"] for code in one["enterprises"]}
    right = replace(an_alert(shutdown["enterprises"][0]), found_on=first + timedelta(days=2))
    false = [replace(an_alert(f"quiet-{number}", colour=Colour.YELLOW), found_on=first) for number in range(2)]
    assert not struck & {one.subject for one in false}
    return [right, *false], last


def verified(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The lines of lights with a verdict: cases that the run itself opened have none."""
    return [one for one in document["lights"] if one["false"]["whole"]]


def test_before_anything_is_found_nothing_is_measured(told):
    assert told["before"].code == ExitCode.OK, told["before"].err
    document = told["before"].json
    assert verified(document) == []
    assert "not yet measured" in document["sentences"][0]["en"]


def test_a_replay_judges_by_the_truth_of_the_simulation(told):
    document = told["after"].json
    rows = {one["light"]["colour"]: one for one in verified(document)}
    assert {colour: (one["opened"], one["false"]["part"]) for colour, one in rows.items()} == {
        "red": (1, 0),
        "yellow": (2, 2),
    }
    assert {one["basis"]["code"] for one in rows.values()} == {"replay"}
    (level,) = [one for one in document["levels"] if one["level"]["code"] == "enterprise"]
    assert (level["right"]["part"], level["right"]["whole"], level["subjects"]) == (1, 3, 24)
    shutdown = next(one for one in document["kinds"] if one["kind"] == "shutdown")
    assert (shutdown["found"]["part"], shutdown["found"]["whole"], shutdown["half"]["days"]) == (1, 1, "2")
    assert document["simulated"]


def test_a_closed_case_is_feedback_beside_the_replay(told):
    document = told["closed"].json
    feedback = [one for one in verified(document) if one["basis"]["code"] == "feedback"]
    assert [one["false"]["part"] for one in feedback] == [1]
    assert all(one["opened"] >= 1 for one in feedback)
    assert "feedback of cases" in document["sentences"][0]["en"]


@pytest.mark.parametrize(("lang", "said"), [("zh", "误报占比"), ("en", "false, %")])
def test_the_terminal_and_the_page_say_the_same_in_both_languages(told, mbi, lang: str, said: str):
    shown = mbi("-b", told["folder"], "quality", lang=lang)
    assert shown.code == ExitCode.OK, shown.err
    assert said.replace(" ", "") in shown.words
    page = (told["folder"] / "output" / lang / "quality.html").read_text(encoding="utf-8")
    assert told["closed"].json["sentences"][0][lang] in page


def test_a_file_that_is_no_truth_is_a_problem(told, mbi, tmp_path: Path):
    (tmp_path / "truth.json").write_text("[]", encoding="utf-8")
    wrong = mbi("-b", told["folder"], "quality", "--truth", tmp_path / "truth.json", "--json")
    assert wrong.code == ExitCode.PROBLEM
    assert json.loads(wrong.err)["problem"]["code"] == "quality.unreadable-truth"
