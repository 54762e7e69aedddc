"""What a user asks of turning points, and of bounds fixed on the past."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from openmbi.catalog.lights import Thresholds
from openmbi.core.problems import ExitCode


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory, town: Path, mbi) -> Path:
    """The days on which the town's own light was worst, as if they were known events."""
    from openmbi.store.runs import newest_saved  # noqa: PLC0415
    from openmbi.store.store import Store  # noqa: PLC0415

    table = newest_saved(Store(town / "store", threads=1), "runs").figures().to_pylist()
    change = {row["period"]: row["value"] for row in table if row["indicator"] == "zone_change" and row["value"]}
    worst = sorted(day for day in change if change[day] <= sorted(change.values())[len(change) // 12])
    file = tmp_path_factory.mktemp("events") / "events.csv"
    file.write_text("first,last,name\n" + "".join(f"{day},{day},low\n" for day in worst), encoding="utf-8")
    return file


@pytest.mark.parametrize("method", ["bry_boschan", "bbq"])
def test_turning_points_are_told_with_when_they_could_be_known(town: Path, mbi, method):
    told = mbi("-b", town, "phases", "--method", method, "--json")
    assert told.code == ExitCode.OK, told.err
    found = told.json
    assert (found["index"], found["method"], found["simulated"]) == ("activity_level", method, True)
    for turn in found["turns"]:
        assert turn["month"] < turn["from_data_to"] <= found["last"]
        assert turn["first_told"]["run"] == "000001"
    assert [phase["complete"] for phase in found["phases"][1:-1]] == [True] * max(0, len(found["phases"]) - 2)


def test_regimes_are_told_with_their_probabilities(town: Path, mbi):
    found = mbi("-b", town, "phases", "--method", "markov", "--json").json
    assert found["regimes"]["mean_growth"][0] < found["regimes"]["mean_growth"][1]
    assert len(found["regimes"]["filtered_low"]) == found["months"] - 1
    assert all(turn["from_data_to"] is None for turn in found["turns"])


def test_the_terminal_tells_the_same_in_both_languages(town: Path, mbi):
    english = mbi("-b", town, "phases", "--method", "bbq")
    chinese = mbi("-b", town, "phases", "--method", "bbq", lang="zh")
    assert "seasonal cycle" in english.out
    assert "季节波动" in chinese.out
    found = mbi("-b", town, "phases", "--method", "bbq", "--json").json
    for turn in found["turns"]:
        assert turn["month"] in english.out
        assert turn["from_data_to"] in chinese.out


def test_an_earlier_moment_has_no_run(town: Path, mbi):
    as_of = mbi("-b", town, "phases", "--json").json["as_of"]
    again = mbi("-b", town, "phases", "--as-of", as_of, "--json").json
    assert again["run"] == "000001"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (("phases", "--index", "nothing"), "phases.no-series"),
        (("phases", "--subject", "nobody"), "phases.no-series"),
        (("thresholds",), "thresholds.no-event"),
        (("thresholds", "--event", "nothing"), "thresholds.no-event"),
        (("thresholds", "--preference", "mauve=2"), "thresholds.preference"),
        (("thresholds", "--judged", "2024"), "thresholds.no-day"),
    ],
)
def test_what_is_not_there_is_a_problem(town: Path, mbi, asked, code):
    told = mbi("-b", town, *asked)
    assert told.code == ExitCode.PROBLEM
    assert code in told.err


def test_a_proposed_bound_can_be_put_into_the_catalog(town: Path, mbi, events):
    found = mbi("-b", town, "thresholds", "--events-file", events, "--preference", "yellow=0.8", "--json").json
    bound = found["bounds"][0]
    assert found["yaml"], found["why_none"]
    entry = Thresholds.model_validate(yaml.safe_load(found["yaml"])[0])
    assert str(entry.valid_from) == found["judged"]
    assert entry.bounds[0].open == bound["open"]
    assert found["fixed_on"] in entry.citation.en
    assert bound["first"] in entry.citation.zh
    assert (bound["recall"], bound["precision"]) == (1.0, 1.0)  # the events are the worst days themselves
    shown = mbi("-b", town, "thresholds", "--events-file", events, "--preference", "yellow=0.8", lang="zh")
    assert "噪声信号比" in shown.out
    assert "valid_from" in shown.out


def test_a_bound_is_fixed_on_what_was_known_before_it_judges(town: Path, mbi, events):
    asked = ("thresholds", "--events-file", events, "--judged", "2024-06-01", "--fixed-on", "2024-06-01")
    told = mbi("-b", town, *asked)
    assert told.code == ExitCode.PROBLEM
    assert "index.threshold-not-before" in told.err


def test_a_table_of_events_that_cannot_be_read_is_told_with_its_line(town: Path, mbi, tmp_path: Path):
    file = tmp_path / "events.csv"
    file.write_text("first,last\n2024-01-01,2024-01-02\n2024-01-03,yesterday\n", encoding="utf-8")
    told = mbi("-b", town, "thresholds", "--events-file", file)
    assert "thresholds.unreadable-events" in told.err
    assert "line3" in told.words
