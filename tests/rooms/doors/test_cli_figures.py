"""`mbi run`, `show`, `explain`, `history`: what they take and what they tell where they cannot."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from openmbi.core.problems import ExitCode, Problem
from openmbi.doors.cli.options import moment
from openmbi.flow.bureau import Bureau, load_bureau


@pytest.fixture
def place(town: Path) -> Bureau:
    return load_bureau(town)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-03-01", "2025-03-01T15:59:59.999999"),  # the end of the day in Shanghai
        ("2025-03-01T08:00", "2025-03-01T00:00"),
        ("2025-03-01 08:00:30", "2025-03-01T00:00:30"),
        ("2025-03-01T08:00+00:00", "2025-03-01T08:00"),
        ("2025-03-01T08:00Z", "2025-03-01T08:00"),
    ],
)
def test_an_as_of(place: Bureau, text: str, expected: str):
    assert moment(text, place) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2025-02-30",
        "2025-3-1",
        "20250301",
        "2025-W09",
        "2025-03",
        "2025-03-01T25:00",
        "0001-01-01T00:00",
    ],
)
def test_what_is_no_as_of(place: Bureau, text: str):
    with pytest.raises(Problem) as caught:
        moment(text, place)
    assert caught.value.code == "as-of.unreadable"


def test_today_is_an_as_of_and_tomorrow_none(place: Bureau):
    today = datetime.now(place.zone).date()
    assert moment(str(today), place) > datetime.now(UTC) - timedelta(days=1)
    for later in (today + timedelta(days=2), date.max):
        with pytest.raises(Problem) as caught:
            moment(str(later), place)
        assert caught.value.code == "as-of.in-future"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("run", "--as-of", "yesterday"), "as-of.unreadable"),
        (("explain", "2025-13"), "period.unreadable"),
        (("explain", "spring"), "period.unreadable"),
        (("explain", "1999-01"), "drilldown.no-days"),
        (("history", "activity_level"), "figure.unreadable"),
        (("history", "activity_level//2025-06"), "figure.unreadable"),
        (("history", "activity_level/999999/June"), "period.unreadable"),
        (("history", "activity_level/999999/1999-06"), "figure.unknown"),
        (("history", "activity_level/nowhere/2025-06"), "figure.unknown"),
        (("history", "nonsense/999999/2025-06"), "figure.unknown"),
        (("history", "use_kwh/nobody/2025-06-01"), "figure.unknown"),
        (("quarantine", "explain", "2"), "quarantine.nothing-pending"),
        (("quarantine", "retry", "0"), "quarantine.nothing-pending"),
        (("quarantine", "retry", "--from", "bad.csv"), "quarantine.batch-needed"),
        (("release", "verify"), "release.none"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_what_does_not_exist_is_told(town: Path, mbi, command: tuple[str, ...], code: str):
    for lang, label in (("zh", "处理："), ("en", "to do:")):
        told = mbi("-b", town, *command, lang=lang)
        assert told.code == ExitCode.PROBLEM
        assert code in told.err
        assert label in told.err


def test_an_observation_is_of_a_day_and_of_no_month(town: Path, mbi, truth_codes: list[str]):
    assert len(mbi("-b", town, "history", f"use_kwh/{truth_codes[0]}/2025-06-01", "--json").json) == 1
    assert "figure.unknown" in mbi("-b", town, "history", f"use_kwh/{truth_codes[0]}/2025-06").err


def test_figures_of_the_run_have_a_history(town: Path, mbi, truth_codes: list[str]):
    for figure in ("activity_level/999999/2025-06-30", "activity_level/999999/2025-W20", "level_change/999999/2025-06"):
        (version,) = mbi("-b", town, "history", figure, "--json").json
        assert version["origin"] == "run 000001"
        assert isinstance(version["value"], float)


def test_explain_shows_the_largest_the_others_and_the_sum(town: Path, mbi):
    made = mbi("-b", town, "explain", "2025-06", "--json").json
    told = mbi("-b", town, "explain", "2025-06", "--top", "3")
    shown = [line.split() for line in told.out.splitlines()]
    subjects = [line for line in made["lines"] if line["kind"] == "subject"]
    assert [words[0] for words in shown if words[:1] and words[0][0] == "9"] == [
        line["subject"] for line in subjects[:3]
    ]
    assert f"the other {len(subjects) - 3}" in told.out
    assert f"{float(made['change']):+.4f}" in shown[-1]


def test_run_tells_of_files_that_it_could_not_take_in(own_town: Path, mbi):
    (own_town / "incoming" / "late" / "empty.csv").write_bytes(b"")
    told = mbi("-b", own_town, "run", "--ingest", "--as-of", "2025-06-30", "--json")
    assert told.code == ExitCode.PROBLEM
    (problem,) = [outcome["problem"] for outcome in told.json["ingested"] if outcome["problem"]]
    assert problem["code"] == "ingest.empty-file"
    assert told.json["overview"]["report"] == "overview"


@pytest.fixture
def truth_codes(town: Path) -> list[str]:
    return sorted(json.loads((town / "truth.json").read_text(encoding="utf-8"))["enterprises"])
