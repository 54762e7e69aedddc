"""From a raw file to a closed case: works stop, the light of an alert goes red, people work the case, the works run again, and the data close it."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from openmbi.core.alerts import Alert, Channel, Direction, SourceEvidence, Standing
from openmbi.core.problems import ExitCode
from openmbi.core.tables import Colour, Level
from openmbi.flow.bureau import load_bureau
from openmbi.flow.case_desk import CaseDesk
from openmbi.flow.compute import Computed
from openmbi.flow.enterprise_page import EnterprisePages
from openmbi.reports.site import FRAME_FILE

HERE = ZoneInfo("Asia/Shanghai")
STOPPED, RUNS_AGAIN = date(2025, 11, 10), date(2025, 12, 6)
QUARTER = "electricity_2025Q4.csv"
ENTERPRISES = 150
OWNERS = """
owners:
  - {identifier: town, name: {zh: 镇工业局, en: town bureau}, role: county, places: ["449900"]}
  - {identifier: works, name: {zh: 某厂, en: the works}, role: enterprise, places: ["449900"], enterprises: ["WORKS"]}
  - {identifier: above, name: {zh: 上级, en: the office above}, role: province, places: ["000000"]}
actors:
  - {identifier: wang-min, name: {zh: 王敏, en: Wang Min}, owner: town}
"""


@dataclass(frozen=True)
class Found:
    alerts: tuple[Alert, ...]
    standings: tuple[Standing, ...]
    passed: tuple[Alert, ...] = ()
    judged: None = None


@dataclass(frozen=True)
class Watching:
    """A detector of one works by plain means, a week against the thirteen before the stop: the town is too small to tell by others what is unusual."""

    works: str

    def __call__(self, bureau, in_force, roster, computed: Computed, as_of) -> Found:
        panel = computed.panel
        days, use = panel.days, panel.value[list(panel.subjects).index(self.works)]
        stop = int(np.searchsorted(days, np.datetime64(STOPPED)))
        usual = use[stop - 91 : stop].reshape(-1, 7).mean(axis=1).mean()
        week = np.array([use[day - 7 : day].mean() for day in range(stop, len(days) + 1)])
        deviation = np.log(np.maximum(week, 1e-3) / usual)
        inside = len(week) if not (np.abs(deviation) > 0.3).any() else int(np.argmax(np.abs(deviation)[::-1] > 0.3))
        newest: date = days[-1].item()
        source = SourceEvidence("use_kwh", "kWh", usual, week[-1], deviation[-1], (), 1e-9)
        alert = Alert(
            level=Level.ENTERPRISE,
            subject=self.works,
            found_on=newest,
            since=STOPPED,
            direction=Direction.DOWN,
            channels=(Channel.LEVEL,),
            sources=(source,),
            p_value=1e-9,
            q_value=1e-3,
            stratum="town",
            colour=Colour.RED,
        )
        standing = Standing(Level.ENTERPRISE, self.works, newest, float(deviation[-1]), inside)
        return Found((alert,) if abs(deviation[-1]) > 0.3 else (), (standing,))


@pytest.fixture
def town(raw_town: Path, tmp_path: Path) -> Path:
    """The small town, of whose last quarter nothing is delivered yet."""
    return stopped(raw_town, tmp_path / "town")


def stopped(files: Path, folder: Path) -> Path:
    """Copy a town's files but those of the last quarter and later, with owners."""
    shutil.copytree(files, folder)
    shutil.rmtree(folder / "incoming" / "late")
    for file in ("electricity_2026Q1.csv", QUARTER):
        (folder / "incoming" / "daily" / file).unlink()
    (folder / "owners.yml").write_text(OWNERS.replace("WORKS", works_of(files)), encoding="utf-8")
    return folder


def works_of(raw_town: Path) -> str:
    """The largest enterprise to which nothing was planted."""
    truth = json.loads((raw_town / "truth.json").read_text(encoding="utf-8"))
    struck = {code for event in truth["events"] for code in event["enterprises"]}
    closes = {closure["enterprise"] for closure in truth["festival_closures"]}
    header, *rows = quarter(raw_town)
    sums = {
        code: sum(float(row[place]) for row in rows)
        for place, code in enumerate(header)
        if code not in {"日期", "合计"} and code not in struck | closes
    }
    return max(sums, key=sums.__getitem__)


def quarter(raw_town: Path) -> list[list[str]]:
    text = (raw_town / "incoming" / "daily" / QUARTER).read_text(encoding="gbk")
    return list(csv.reader(io.StringIO(text)))


def deliver(raw_town: Path, town: Path, first: date, last: date) -> None:
    """Deliver the days of a part of the last quarter, as the power company would: stopped days at a hundredth, sums right."""
    header, *rows = quarter(raw_town)
    place = header.index(works_of(raw_town))
    part = [row for row in rows if first <= date.fromisoformat(row[0]) <= last]
    for row in part:
        if STOPPED <= date.fromisoformat(row[0]) < RUNS_AGAIN:
            row[place] = f"{float(row[place]) / 100:.2f}"
            row[-1] = f"{sum(float(each) for each in row[1:-1]):.2f}"
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([header, *part])
    (town / "incoming" / "daily" / f"electricity_{first}.csv").write_text(text.getvalue(), encoding="gbk", newline="")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Set the moment at which commands are given: five in the morning of a day, or another hour."""

    def at(day: date, hour: int = 5) -> None:
        moment = datetime(day.year, day.month, day.day, hour, tzinfo=HERE)
        for door in ("daily", "ingest", "options", "case", "run"):
            monkeypatch.setattr(f"openmbi.doors.cli.{door}.now", lambda: moment)

    return at


def test_works_stop_are_asked_run_again_and_the_data_close_the_case(
    raw_town: Path, town: Path, mbi, clock, monkeypatch: pytest.MonkeyPatch
):
    works = works_of(raw_town)
    monkeypatch.setattr("openmbi.flow.find_alerts.look", Watching(works))
    deliver(raw_town, town, date(2025, 10, 1), date(2025, 12, 5))
    clock(date(2025, 12, 6))
    first = mbi("-b", town, "run", "--daily", "--no-alarm-exit", "--json")
    assert first.code == ExitCode.OK, first.err
    listed = mbi("-b", town, "alerts", "--colour", "red", "--json").json["alerts"]
    (alert,) = [one for one in listed if one["subject"] == works]
    number = alert["case"]
    assert {"case": number, "kind": "open"} in first.json["cases"][0]["moves"]
    case = mbi("-b", town, "case", "show", number, "--json").json["case"]
    assert (case["state"], case["owner"], case["overdue"]) == ("open", "town", False)
    page = EnterprisePages(load_bureau(town)).document(works)
    assert page is not None
    line = page["alert"]["line"]
    assert (line["light"]["colour"], line["case"]["number"], line["since"]) == ("red", number, alert["since"])

    notice = town / "notice.txt"
    notice.write_text("the furnace was repaired\n", encoding="utf-8")
    steps = [
        (9, ("assign", number, "town", "--by", "wang-min"), "assigned"),
        (10, ("ack", number, "--by", "works"), "acknowledged"),
        (11, ("selfcheck", number, "--cause", "accident", "--evidence", notice, "--by", "works"), "self_checked"),
        (15, ("measure", number, "--note", "furnace replaced", "--by", "works"), "measure_taken"),
        (16, ("feedback", number, "--note", "runs again", "--by", "works"), "feedback_given"),
    ]
    for hour, arguments, state in steps:
        clock(date(2025, 12, 6), hour)
        told = mbi("-b", town, "case", *arguments, "--json")
        assert (told.code, told.json["case"]["state"]) == (ExitCode.OK, state), told.err
    assert "case.not-back" in mbi("-b", town, "case", "verify", number, "--by", "wang-min").err

    deliver(raw_town, town, date(2025, 12, 6), date(2025, 12, 27))
    clock(date(2025, 12, 28))
    second = mbi("-b", town, "run", "--daily", "--catch-up", 0, "--no-alarm-exit", "--json")
    assert second.code == ExitCode.OK, second.err
    navigation = json.loads((town / "output" / FRAME_FILE).read_text(encoding="utf-8"))["navigation"]
    assert {"alerts", "quality"} <= {one["path"] for one in navigation}
    assert all(
        (town / "output" / language / f"{one['path']}.html").is_file()
        for one in navigation
        for language in ("zh", "en")
    )
    page = EnterprisePages(load_bureau(town)).document(works)
    assert page is not None
    assert page["alert"]["line"] is None
    assert {"case": number, "kind": "verify"} in [move for one in second.json["cases"] for move in one["moves"]]
    told = mbi("-b", town, "case", "show", number, "--json").json
    assert (told["case"]["state"], told["case"]["closing"], told["case"]["causes"]) == (
        "closed",
        "verified",
        ["accident"],
    )
    assert [line["action"]["actor"] for line in told["history"]] == [
        "system",
        "wang-min",
        "works",
        "works",
        "works",
        "works",
        "system",
    ]
    assert number not in [one["number"] for one in mbi("-b", town, "case", "list", "--json").json["cases"]]
    assert CaseDesk(load_bureau(town)).ledger.verify_chain().faults == ()


@pytest.mark.slow
def test_detection_itself_finds_the_works_in_a_town_that_is_large_enough(tmp_path: Path, mbi, clock):
    files = tmp_path / "files"
    assert mbi("simulate", files, "--town", "--seed", 7, "--enterprises", ENTERPRISES, "--days", 920).code == 0
    folder = stopped(files, tmp_path / "town")
    works = works_of(files)
    deliver(files, folder, date(2025, 10, 1), date(2025, 12, 5))
    clock(date(2025, 12, 6))
    told = mbi("-b", folder, "run", "--daily", "--no-alarm-exit", "--json")
    assert told.code == ExitCode.OK, told.err
    found = {one["subject"]: one for one in mbi("-b", folder, "alerts", "--json").json["alerts"]}
    assert found[works]["colour"] == "red"  # of one source, for weeks
    assert abs((date.fromisoformat(found[works]["since"]) - STOPPED).days) <= 7
    assert found[works]["direction"] == "down"
    case = mbi("-b", folder, "case", "show", found[works]["case"], "--json").json["case"]
    assert (case["state"], case["owner"]) == ("open", "town")
