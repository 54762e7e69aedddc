"""`mbi init`, `list`, `doctor`: a new bureau is in order, every declared thing has its file, and damage is found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from openmbi.catalog.loader import SHIPPED
from openmbi.core.problems import ExitCode
from openmbi.store.manifest import entry_path
from openmbi.store.store import Store


def test_a_new_bureau_is_in_order(tmp_path: Path, mbi):
    made = mbi("init", tmp_path / "desk", "--zone", "某某高新区", "--zone-en", "High-tech zone", "--json").json
    assert all(Path(file).is_file() for file in made["files"])
    told = mbi("-b", tmp_path / "desk", "doctor", "--json")
    assert told.code == ExitCode.OK
    assert all(finding["ok"] for finding in told.json)
    assert mbi("-b", tmp_path / "desk", "ingest", "--json").json == []
    assert "scaffold.not-empty" in mbi("init", tmp_path / "desk").err


def test_list_names_every_declaration_with_its_file(bureau: Path, mbi):
    listed = mbi("-b", bureau, "list", "--json").json
    assert all(Path(thing["file"]).is_file() for thing in listed)
    shipped = {path for kind in SHIPPED.iterdir() if kind.is_dir() for path in kind.glob("*.yml")}
    overlaid = {(path.parent.name, path.stem) for path in (bureau / "catalog").rglob("*.yml")}
    expected = {(path.parent.name, path.stem) for path in shipped} | overlaid
    kinds = {kind for kind, _ in expected}
    assert {(thing["kind"], thing["name"]) for thing in listed if thing["kind"] in kinds} == expected
    assert {(thing["kind"], thing["name"]) for thing in listed if thing["own"]} == overlaid | {
        ("sources", folder.name) for folder in (bureau / "sources").iterdir()
    }
    assert {thing["kind"] for thing in listed} >= {"sources", "reports", "indexes", "lights", "calendar", "palettes"}


def test_list_works_without_a_bureau(tmp_path: Path, mbi):
    assert not any(thing["own"] for thing in mbi("-b", tmp_path, "list", "--json").json)


def test_the_town_is_in_order(town: Path, mbi):
    told = mbi("-b", town, "doctor", "--json")
    assert told.code == ExitCode.OK, [finding for finding in told.json if not finding["ok"]]


def faults_found(mbi, folder: Path) -> str:
    told = mbi("-b", folder, "doctor", "--json")
    assert told.code == ExitCode.PROBLEM
    found = [finding["detail"] for finding in told.json if not finding["ok"]]
    assert all(detail["zh"] != detail["en"] for detail in found)
    assert "✗" in mbi("-b", folder, "doctor", lang="zh").out
    return json.dumps([detail["en"] for detail in found])


def test_doctor_finds_a_missing_file(own_town: Path, mbi):
    gone = next((own_town / "store" / "base").rglob("*.parquet"))
    gone.unlink()
    assert f"missing data file: {gone.relative_to(own_town / 'store')}" in faults_found(mbi, own_town)


def test_doctor_finds_an_entry_that_was_changed(own_town: Path, mbi):
    entry = entry_path(Store(own_town / "store"), 3)
    entry.write_text(entry.read_text(encoding="utf-8").replace("electricity", "electronics"), encoding="utf-8")
    assert "the manifest's hash chain breaks at" in faults_found(mbi, own_town)


def test_doctor_finds_an_entry_that_is_gone(own_town: Path, mbi):
    entry_path(Store(own_town / "store"), 5).unlink()
    assert "gap in the manifest numbers" in faults_found(mbi, own_town)


@pytest.mark.parametrize("content", ["{", '{"number": 3}'])
def test_a_damaged_entry_is_found_and_told(own_town: Path, mbi, content: str):
    entry_path(Store(own_town / "store"), 3).write_text(content, encoding="utf-8")
    assert "this entry of the manifest is damaged" in faults_found(mbi, own_town)
    for command in (("ingest",), ("run",), ("quarantine", "list")):
        told = mbi("-b", own_town, *command)
        assert told.code == ExitCode.PROBLEM
        assert "store.manifest-damaged" in told.err


def test_doctor_finds_a_wrong_declaration(bureau: Path, mbi):
    level = bureau / "catalog" / "indexes" / "activity_level.yml"
    level.write_text(level.read_text(encoding="utf-8").replace("base_last", "base_lst"), encoding="utf-8")
    assert "base_l" in faults_found(mbi, bureau)


def test_doctor_finds_a_source_without_contract(bureau: Path, mbi):
    settings = bureau / "bureau.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('source = "power"', 'source = "wind"'), "utf-8")
    assert "no contract for `source` wind" in faults_found(mbi, bureau)


def test_a_folder_that_is_no_bureau_is_a_finding(mbi, tmp_path: Path):
    told = mbi("-b", tmp_path, "doctor", "--json")
    assert told.code == ExitCode.PROBLEM
    assert [finding["check"]["en"] for finding in told.json if not finding["ok"]] == ["settings"]
