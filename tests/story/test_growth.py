"""What a user asks of growth, of the newest run and of an earlier day."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from openmbi.core.problems import ExitCode
from openmbi.store.runs import newest_saved
from openmbi.store.store import Store

FIGURES = ("raw", "excluding_festival", "working_day_adjusted", "lunar_aligned", "enterprises")


@pytest.fixture(scope="module")
def told(town: Path, mbi) -> dict[str, Any]:
    return mbi("-b", town, "growth", "--json").json


def test_the_command_tells_what_the_page_tells(told: dict[str, Any], document: dict[str, Any]):
    assert told["level"] == "zone"
    assert told["simulated"]
    assert {name: told[name] for name in document["growth"]} == document["growth"]
    assert len([row for row in told["rows"] if row["combined"] and row["complete"]]) >= 1


def test_a_february_comes_with_january_and_both(told: dict[str, Any], town: Path, mbi):
    month = next(row["last"][:7] for row in reversed(told["rows"]) if row["combined"] and row["complete"])
    asked = mbi("-b", town, "growth", "--month", month, "--json").json
    assert [row["combined"] for row in asked["rows"]] == [False, True]
    shown = mbi("-b", town, "growth", "--month", month, lang="zh")
    assert "1—2月" in shown.out
    assert "扣除春节" in shown.out


def test_as_known_at_the_runs_own_moment_nothing_differs(told: dict[str, Any], town: Path, mbi):
    as_of = newest_saved(Store(town / "store", threads=1), "runs").pins["as_of"]
    again = mbi("-b", town, "growth", "--as-of", as_of, "--json")
    assert again.code == ExitCode.OK, again.err
    assert again.json["rows"] == told["rows"]


def test_as_known_earlier_there_is_less(told: dict[str, Any], town: Path, mbi):
    cut = told["rows"][-3]["last"]
    earlier = mbi("-b", town, "growth", "--as-of", cut, "--json").json
    assert max(row["last"] for row in earlier["rows"]) <= cut


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (("--place", "999999"), "growth.unknown-group"),
        (("--industry", "C99"), "growth.unknown-group"),
        (("--month", "1999-01"), "growth.no-month"),
        (("--month", "sometime"), "period.unreadable"),
    ],
)
def test_what_is_not_there_is_a_problem_that_says_what_is(asked: tuple[str, str], code: str, town: Path, mbi):
    found = mbi("-b", town, "growth", *asked)
    assert found.code == ExitCode.PROBLEM
    assert code in found.err


def test_before_any_run_there_is_none(raw_town: Path, mbi):
    assert "run.none" in mbi("-b", raw_town, "growth").err
