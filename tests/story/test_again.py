"""The same files again, and the same run again, change nothing."""

from __future__ import annotations

from pathlib import Path

from openmbi.store.manifest import entries, newest
from openmbi.store.store import Store


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_ingest_again_changes_nothing(own_town: Path, mbi):
    store = Store(own_town / "store")
    before, number = contents(store.root), newest(store)
    again = mbi("-b", own_town, "ingest", "--json")
    assert again.code == 0
    assert all(outcome["already"] for outcome in again.json)
    assert {outcome["batch"] for outcome in again.json} == set(range(1, number + 1))
    assert (newest(store), contents(store.root)) == (number, before)


def test_the_same_rows_in_another_file_change_nothing_but_the_manifest(own_town: Path, mbi):
    store = Store(own_town / "store")
    first = next(file for file in (own_town / "incoming" / "daily").iterdir() if "2024Q1" in file.name)
    copy = first.with_name("electricity_again.csv")
    copy.write_bytes(first.read_bytes() + b"\r\n")
    told = mbi("-b", own_town, "ingest", copy, "--json").json
    assert told[0]["counts"]["unchanged"] == told[0]["counts"]["observations"] > 2000
    assert entries(store)[-1].files == ()
