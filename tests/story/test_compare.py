"""What another catalog would have done to the lights of the town."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
import yaml

from openmbi.catalog.loader import SHIPPED
from openmbi.core.problems import ExitCode
from openmbi.store.manifest import newest
from openmbi.store.runs import newest_saved, saved
from openmbi.store.store import Store

AS_OF = "2025-12-01"


@pytest.fixture
def stricter(tmp_path: Path) -> Path:
    """A catalog whose enterprise light turns yellow at a fall half as deep; nothing else is said in it."""
    rule = yaml.safe_load((SHIPPED / "lights/enterprise_activity.yml").read_text(encoding="utf-8"))
    for thresholds in rule["thresholds"]:
        for bound in thresholds["bounds"]:
            bound.update(open=bound["open"] / 2, close=bound["close"] / 2)
    file = tmp_path / "stricter" / "lights" / "enterprise_activity.yml"
    file.parent.mkdir(parents=True)
    file.write_text(yaml.safe_dump(rule, allow_unicode=True), encoding="utf-8")
    return tmp_path / "stricter"


def test_a_stricter_bound_turns_lights_and_leaves_the_level(own_town: Path, stricter: Path, tmp_path: Path, mbi):
    store = Store(own_town / "store")
    before = (newest(store), len(saved(store, "runs")))
    listed = tmp_path / "changed.csv"
    asked = ("--as-of", AS_OF, "--days", 200, "--output", listed)
    told = mbi("-b", own_town, "compare", "current", stricter, *asked, "--json").json
    assert (newest(store), len(saved(store, "runs"))) == before
    assert told["level"]["largest_difference"] == 0
    assert told["lights"]["zone"]["changed_subject_days"] == 0
    enterprises = told["lights"]["enterprise"]
    assert enterprises["compared_subject_days"] == 24 * 200
    assert 0 < enterprises["changed_subject_days"] < 24 * 200
    worse = {"green": {"yellow", "red"}, "yellow": {"red"}}  # a stricter bound never makes a light milder
    assert all(one["to"] in worse[one["from"]] for one in enterprises["by_colour"])
    assert sum(one["subject_days"] for one in enterprises["by_colour"]) == enterprises["changed_subject_days"]
    with listed.open(encoding="utf-8-sig") as handle:
        rows = list(csv.DictReader(handle))
    days = [int(row["days_changed"]) for row in rows]
    assert sum(days) == enterprises["changed_subject_days"]
    assert days == sorted(days, reverse=True)


def test_the_lights_of_the_last_day_are_those_of_a_run(own_town: Path, stricter: Path, mbi):
    changed = mbi("-b", own_town, "compare", "current", stricter, "--json").json["lights"]["enterprise"]["subjects"]
    run = newest_saved(Store(own_town / "store"), "runs").figures().to_pylist()
    names = {0: "no_data", 1: "green", 2: "yellow", 3: "red"}
    light = {row["subject"]: names[int(row["value"])] for row in run if row["indicator"] == "enterprise_light"}
    assert changed
    assert all(light[one["subject"]] == one["last_light_a"] for one in changed)


def test_a_catalog_compares_with_itself_as_equal(own_town: Path, mbi):
    told = mbi("-b", own_town, "compare", "current", own_town / "catalog", "--days", 30)
    assert "both catalogs are the same" in told.out
    assert "have another light (0.00%)" in told.out.replace("\n", " ")


def test_another_base_year_moves_the_level(own_town: Path, tmp_path: Path, mbi):
    (index,) = (own_town / "catalog" / "indexes").glob("activity_level.yml")
    trial = tmp_path / "trial" / "indexes" / "activity_level.yml"
    trial.parent.mkdir(parents=True)
    trial.write_text(index.read_text(encoding="utf-8").replace("2024-", "2025-"), encoding="utf-8")
    told = mbi("-b", own_town, "compare", "current", tmp_path / "trial", "--days", 30, "--json").json
    assert told["level"]["largest_difference"] >= told["level"]["mean_difference"] > 0
    assert told["first_day"] == "2025-12-07"


def test_a_folder_without_declarations_is_told(own_town: Path, tmp_path: Path, mbi):
    told = mbi("-b", own_town, "compare", "current", tmp_path, "--json")
    assert told.code == ExitCode.PROBLEM
    assert json.loads(told.err.splitlines()[-1])["problem"]["code"] == "compare.no-catalog"
