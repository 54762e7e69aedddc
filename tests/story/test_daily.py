"""A scheduler's day: taken in, caught up, told; done twice it changes nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from openmbi.core.problems import ExitCode
from openmbi.store.runs import saved
from openmbi.store.store import Store

HERE = ZoneInfo("Asia/Shanghai")
LAST_DAYS = "electricity_2026Q1.csv"  # 1 to 5 January


def set_clock(patch: pytest.MonkeyPatch, day: int) -> None:
    moment = datetime(2026, 1, day, 5, tzinfo=HERE)
    for door in ("daily", "ingest", "options"):
        patch.setattr(f"openmbi.doors.cli.{door}.now", lambda: moment)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Set the day of January 2026 on which commands are given, at five in the morning."""
    return partial(set_clock, monkeypatch)


@pytest.fixture(scope="module")
def on_the_second(raw_town: Path, tmp_path_factory: pytest.TempPathFactory, mbi) -> tuple[Path, Any]:
    """The town of whose last file only 1 January has arrived, and what its daily run on the 2nd told. Read only."""
    folder = first_day_only(raw_town, tmp_path_factory.mktemp("second") / "town")
    with pytest.MonkeyPatch.context() as patch:
        set_clock(patch, 2)
        return folder, mbi("-b", folder, "run", "--daily", "--json")


@pytest.fixture
def running(on_the_second: tuple[Path, Any], tmp_path: Path) -> Path:
    """That town after its run, to write into."""
    assert on_the_second[1].code == ExitCode.OK
    return Path(shutil.copytree(on_the_second[0], tmp_path / "town"))


@pytest.fixture
def waiting(raw_town: Path, tmp_path: Path) -> Path:
    """The town of whose last file only 1 January has arrived; nothing is taken in."""
    return first_day_only(raw_town, tmp_path / "town")


def first_day_only(raw_town: Path, target: Path) -> Path:
    folder = Path(shutil.copytree(raw_town, target))
    shutil.rmtree(folder / "incoming" / "late")
    for correction in (folder / "incoming" / "daily").glob("*correction*"):
        correction.unlink()
    file = folder / "incoming" / "daily" / LAST_DAYS
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:2]))
    return folder


def deliver_the_rest(bureau: Path, raw_town: Path) -> None:
    shutil.copyfile(raw_town / "incoming" / "daily" / LAST_DAYS, bureau / "incoming" / "daily" / LAST_DAYS)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_three_missed_days_are_caught_up_and_twice_changes_nothing(
    on_the_second, running: Path, raw_town: Path, mbi, clock
):
    first = on_the_second[1]
    assert (first.code, first.json["alarms"]) == (ExitCode.OK, [])
    assert [run["day"] for run in first.json["runs"]] == ["2026-01-02"]

    deliver_the_rest(running, raw_town)
    clock(6)
    caught_up = mbi("-b", running, "run", "--daily", "--json")
    assert caught_up.code == ExitCode.OK
    assert [run["day"] for run in caught_up.json["runs"]] == [f"2026-01-0{day}" for day in (3, 4, 5, 6)]
    runs = saved(Store(running / "store"), "runs")
    until = [date.fromisoformat(run.document()["headline"]["data_until"]).day for run in runs]
    assert until == [1, 2, 3, 4, 5]  # each knew the day before its own
    assert json.loads((running / "output" / "overview.json").read_text(encoding="utf-8")) == runs[-1].document()

    before = contents(running)
    again = mbi("-b", running, "run", "--daily", "--json")
    assert (again.code, again.json["nothing_new"], again.json["runs"]) == (ExitCode.OK, True, [])
    assert contents(running) == before
    told = mbi("-b", running, "run", "--daily")
    assert "nothing new: run 000005 stands" in told.out
    assert "taking waiting files in" in told.err

    (running / "output" / "overview.json").unlink()  # as a crash before the pages would leave it
    assert [run["day"] for run in mbi("-b", running, "run", "--daily", "--json").json["runs"]] == ["2026-01-06"]


def test_a_late_feed_is_an_alarm_with_a_code_of_its_own(running: Path, mbi, clock):
    clock(6)  # 2 January was due on the 3rd, and is late from the 6th on
    late = mbi("-b", running, "run", "--daily", "--catch-up", 0, "--json")
    assert late.code == ExitCode.FEED_ALARM
    (alarm,) = late.json["alarms"]
    assert (alarm["source"], alarm["kind"], alarm["since"]) == ("town_power", "late", "2026-01-06")
    assert len(late.json["runs"]) == 1
    assert mbi("-b", running, "run", "--daily", "--catch-up", 0, "--no-alarm-exit").code == ExitCode.OK
    assert mbi("-b", running, "feeds").code == ExitCode.OK
    assert mbi("-b", running, "feeds", "--strict").code == ExitCode.FEED_ALARM
    shown = {feed["source"]: feed for feed in mbi("-b", running, "feeds", "--json").json["feeds"]}
    assert shown["town_power"]["latest"] == "2026-01-01"
    assert shown["town_power"]["subjects"] == shown["town_power"]["usual_subjects"] == 23
    assert "迟到" in mbi("-b", running, "feeds", lang="zh").out
    findings = {one["check"]["en"]: one for one in mbi("-b", running, "doctor", "--json").json}
    assert "town_power late" in findings["feeds"]["detail"]["en"]


def test_a_refused_file_stays_an_alarm_until_it_is_taken_in(waiting: Path, mbi, clock):
    clock(2)
    file = waiting / "incoming" / "daily" / LAST_DAYS
    good = file.read_bytes()
    file.write_bytes(b"")
    refused = mbi("-b", waiting, "run", "--daily", "--json")
    assert refused.code == ExitCode.PROBLEM
    assert refused.json["runs"][0]["problem"] is None  # of what else is there
    (alarm,) = refused.json["alarms"]
    assert (alarm["source"], alarm["kind"], alarm["since"]) == ("town_power", "failed", "2026-01-02")
    assert LAST_DAYS in alarm["text"]["en"]

    log = waiting / "store" / "failures" / "log.jsonl"
    before = log.read_bytes()
    clock(3)
    assert mbi("-b", waiting, "ingest").code == ExitCode.PROBLEM
    assert log.read_bytes() == before  # noted once
    assert mbi("-b", waiting, "feeds", "--json").json["alarms"][0]["since"] == "2026-01-02"

    file.write_bytes(good)
    assert mbi("-b", waiting, "ingest").code == ExitCode.OK
    assert mbi("-b", waiting, "feeds", "--json").json["alarms"] == []


def test_a_refused_file_that_was_taken_away_is_no_alarm(waiting: Path, mbi, clock):
    clock(2)
    stray = waiting / "incoming" / "notes.csv"
    stray.write_text("no contract fits\n", encoding="utf-8")
    assert mbi("-b", waiting, "ingest").code == ExitCode.PROBLEM
    (alarm,) = mbi("-b", waiting, "feeds", "--json").json["alarms"]
    assert (alarm["source"], alarm["kind"]) == ("", "failed")
    stray.unlink()
    assert mbi("-b", waiting, "ingest").code == ExitCode.OK
    assert mbi("-b", waiting, "feeds", "--json").json["alarms"] == []


def test_much_of_a_delivery_in_quarantine_is_an_alarm_until_it_is_mended(waiting: Path, mbi, clock):
    clock(2)
    assert mbi("-b", waiting, "ingest").code == ExitCode.OK
    clock(3)
    late = waiting / "incoming" / "late" / "electricity_late.csv"
    late.parent.mkdir()
    late.write_text("统一社会信用代码,日期,用电量\nX,2026-01-02,12\n", encoding="utf-8")
    told = mbi("-b", waiting, "run", "--daily", "--strict", "--json")
    assert told.code == ExitCode.QUARANTINED  # asked for, and so before the alarm
    assert [alarm["kind"] for alarm in told.json["alarms"]] == ["failed"]
    assert mbi("-b", waiting, "run", "--daily").code == ExitCode.FEED_ALARM


def test_nothing_to_compute_is_a_problem(bureau: Path, mbi):
    told = mbi("-b", bureau, "run", "--daily", "--json")
    assert told.code == ExitCode.PROBLEM
    assert told.json["runs"][0]["problem"]["code"] == "run.no-data"


def test_a_day_to_look_back_to_is_no_daily_run(bureau: Path, mbi):
    assert mbi("-b", bureau, "run", "--daily", "--as-of", "2026-01-02").code == ExitCode.USAGE


def test_a_second_daily_run_waits_for_the_first(running: Path, mbi, clock, monkeypatch):
    before = contents(running)
    clock(2)
    monkeypatch.setattr("openmbi.flow.daily.LOCK_SECONDS", 0.1)
    with Store(running / "store").alone("daily"):
        busy = mbi("-b", running, "run", "--daily", "--json")
    assert busy.code == ExitCode.PROBLEM
    assert json.loads(busy.err.splitlines()[-1])["problem"]["code"] == "store.busy"
    assert contents(running) == before
    assert mbi("-b", running, "run", "--daily").code == ExitCode.OK


def test_two_at_once_make_one_run(raw_town: Path, tmp_path: Path, program: list[str]):
    folder = Path(shutil.copytree(raw_town, tmp_path / "town"))
    command = [*program, "-b", str(folder), "run", "--daily", "--no-alarm-exit", "--json"]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    told = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [ExitCode.OK] * 2, told
    assert sorted(json.loads(out)["nothing_new"] for out, _ in told) == [False, True]
    assert len(saved(Store(folder / "store"), "runs")) == 1
