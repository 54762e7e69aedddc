"""`mbi notify` and `mbi silence` as a person sees them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.rooms.doors.worked_case import worked

from openmbi.core.problems import ExitCode

OWNERS = """
owners:
  - identifier: bureau
    name: {zh: 本单位, en: the bureau}
    role: province
    places: ["000000"]
    channels: ["${HOOK_OF_BUREAU}"]
  - {identifier: zone, name: {zh: 园区, en: zone}, role: county, places: ["999999"]}
"""


@pytest.fixture
def with_case(bureau: Path, tmp_path: Path, monkeypatch) -> Path:
    """A bureau with one case, and a hook that nobody listens at."""
    (bureau / "owners.yml").write_text(OWNERS, encoding="utf-8")
    monkeypatch.setenv("HOOK_OF_BUREAU", "json://127.0.0.1:9/?cto=1&rto=1")
    worked(bureau, "show", tmp_path / "evidence")
    return bureau


def test_a_dry_run_shows_the_message(with_case: Path, mbi):
    told = mbi("-b", with_case, "notify", "--dry-run", lang="zh")
    assert told.code == ExitCode.OK
    assert "bureau·HOOK_OF_BUREAU" in told.words
    assert "预警工单：新工单1" in told.words
    assert "一家企业" in told.words
    assert mbi("-b", with_case, "notify", "--dry-run", "--json").json["messages"][0]["sent"] is False


def test_what_is_not_taken_is_told_and_ends_with_3(with_case: Path, mbi):
    told = mbi("-b", with_case, "notify", lang="en")
    assert told.code == ExitCode.PROBLEM
    assert "nottaken" in told.words
    assert "triedagainafter" in told.words
    again = mbi("-b", with_case, "notify", "--json")
    assert (again.code, again.json["messages"]) == (ExitCode.OK, [])


def test_a_channel_is_tried(with_case: Path, mbi):
    told = mbi("-b", with_case, "notify", "--try", "bureau", "--json")
    assert told.code == ExitCode.PROBLEM
    assert told.json["trials"][0]["error"]["zh"]
    assert mbi("-b", with_case, "notify", "--try", "bureau", "--dry-run").code == ExitCode.USAGE


def test_owners_without_a_channel_are_told(bureau: Path, tmp_path: Path, mbi):
    worked(bureau, "show", tmp_path / "evidence")
    told = mbi("-b", bureau, "notify")
    assert told.code == ExitCode.OK
    assert "ownerswithoutachannel,whowerenottold:bureau1" in told.words


def test_a_silence_from_beginning_to_end(bureau: Path, mbi):
    code = "000000"  # the zone's
    assert "nothingissilenced" in mbi("-b", bureau, "silence", "list").words
    first, last = (f"{datetime.now(UTC) + timedelta(days=days):%Y-%m-%d}" for days in (5, 6))
    asked = ("--place", code, "--from", first, "--until", last, "--reason", "repairs [hall 2]", "--maintenance")
    made = mbi("-b", bureau, "silence", "add", *asked, "--by", "bureau")
    assert made.code == ExitCode.OK, made.err
    assert "no.1,tocome:000000" in made.words
    (row,) = mbi("-b", bureau, "silence", "list", "--json").json["silences"]
    span = datetime.fromisoformat(row["expires_at"]) - datetime.fromisoformat(row["starts_at"])
    assert span == timedelta(days=2)  # the last day is included
    assert row["in_force"] is False
    assert "repairs[hall2]" in mbi("-b", bureau, "silence", "list").words
    assert mbi("-b", bureau, "silence", "end", 1, "--by", "bureau").code == ExitCode.OK
    assert "over" in mbi("-b", bureau, "silence", "list", "--all").words
    assert mbi("-b", bureau, "silence", "list", "--json").json["silences"] == []


@pytest.mark.parametrize("until", ["tomorrow", "2026-13-01", "9999-12-31"])
def test_a_moment_that_is_none(bureau: Path, mbi, until: str):
    told = mbi("-b", bureau, "silence", "add", "--place", "000000", "--until", until, "--reason", "x", "--by", "bureau")
    assert told.code == ExitCode.PROBLEM
    assert "silence.unreadable-moment" in told.err
