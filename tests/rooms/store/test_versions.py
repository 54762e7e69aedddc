from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from openmbi.core.problems import Problem
from openmbi.store.as_of import as_of, is_real_time, versions_of
from openmbi.store.manifest import Entry, entries, faults, newest
from openmbi.store.quarantine import pending
from openmbi.store.store import Store


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def known(store: Store, moment: str, manifest: int | None = None) -> dict[tuple[str, str], Decimal]:
    table = as_of(store, source="power", indicator="use_kwh", moment=at(moment), manifest=manifest)
    return {(row["subject"], str(row["valid_at"])): row["value"] for row in table.to_pyarrow().to_pylist()}


def test_a_first_version_is_known_by_its_declared_lag(store: Store, take_in: Callable[..., Entry]) -> None:
    take_in([("e1", "2016-03-01", 5)], "2016-04-01T00:00")
    assert known(store, "2016-03-01T15:59:59") == {}
    assert known(store, "2016-03-01T16:00:00") == {("e1", "2016-03-01"): Decimal("5.0000")}


def test_a_first_version_recorded_before_its_lag_is_known_when_recorded(
    store: Store, take_in: Callable[..., Entry]
) -> None:
    take_in([("e1", "2016-03-01", 5)], "2016-03-01T08:00")
    assert known(store, "2016-03-01T07:59") == {}
    assert len(known(store, "2016-03-01T08:00")) == 1


def test_the_same_rows_again_change_nothing(store: Store, take_in: Callable[..., Entry]) -> None:
    rows = [("e1", "2016-03-01", 5), ("e2", "2016-03-01", 7)]
    take_in(rows, "2016-04-01T00:00")
    again = take_in(rows, "2016-05-01T00:00", file_name="b.csv")
    assert (again.counts.new, again.counts.revised, again.counts.unchanged) == (0, 0, 2)
    assert again.files == ()


def test_a_corrected_file_becomes_revisions_known_when_recorded(store: Store, take_in: Callable[..., Entry]) -> None:
    take_in([("e1", "2016-03-01", 5), ("e2", "2016-03-01", 7)], "2016-04-01T00:00")
    fixed = take_in([("e1", "2016-03-01", 6), ("e2", "2016-03-01", 7), ("e3", "2016-03-02", 1)], "2016-05-01T00:00")
    assert (fixed.counts.new, fixed.counts.revised, fixed.counts.unchanged) == (1, 1, 1)
    assert known(store, "2016-04-30T00:00")["e1", "2016-03-01"] == Decimal(5)
    assert known(store, "2016-05-01T00:00")["e1", "2016-03-01"] == Decimal(6)
    history = versions_of(store, source="power", indicator="use_kwh", subject="e1").to_pyarrow().to_pylist()
    assert [(row["value"], row["basis"]) for row in history] == [(5, "declared_lag"), (6, "ingest")]


def test_a_revision_back_to_an_earlier_value_is_a_revision(store: Store, take_in: Callable[..., Entry]) -> None:
    for value, recorded in ((5, "2016-04-01T00:00"), (6, "2016-05-01T00:00"), (5, "2016-06-01T00:00")):
        take_in([("e1", "2016-03-01", value)], recorded)
    assert [known(store, f"2016-0{month}-02T00:00")["e1", "2016-03-01"] for month in (4, 5, 6)] == [5, 6, 5]


def test_a_version_that_its_file_dates_before_the_first_is_in_force_only_until_it(
    store: Store, take_in: Callable[..., Entry]
) -> None:
    take_in([("e1", "2016-03-01", 5, at("2016-03-10").replace(tzinfo=None))], "2016-04-01T00:00")
    flash = take_in([("e1", "2016-03-01", 4, at("2016-03-03").replace(tzinfo=None))], "2016-04-02T00:00")
    assert flash.counts.revised == 1
    assert known(store, "2016-03-05T00:00")["e1", "2016-03-01"] == 4
    assert known(store, "2016-03-11T00:00")["e1", "2016-03-01"] == 5


def test_a_manifest_number_pins_what_the_store_held(store: Store, take_in: Callable[..., Entry]) -> None:
    take_in([("e1", "2016-03-01", 5)], "2016-04-01T00:00")
    take_in([("e2", "2016-03-01", 7)], "2016-05-01T00:00")
    assert set(known(store, "2016-12-01T00:00", manifest=1)) == {("e1", "2016-03-01")}
    with pytest.raises(Problem, match="no manifest 9"):
        known(store, "2016-12-01T00:00", manifest=9)


def test_keys_given_twice_are_all_quarantined_and_counts_reconcile(store: Store, take_in: Callable[..., Entry]) -> None:
    rows = [("e1", "2016-03-01", 5), ("e1", "2016-03-01", 6), ("e2", "2016-03-01", 7), ("e2", "2016-04-01", 7)]
    counts = take_in(rows, "2016-05-01T00:00").counts
    assert (counts.observations, counts.accepted, counts.quarantined) == (4, 2, 2)
    waiting = pending(store)[0].rows.to_pylist()
    assert [(row["row_no"], row["value"], row["reasons"]) for row in waiting] == [
        (2, "5.0000", ["duplicate_key"]),
        (3, "6.0000", ["duplicate_key"]),
    ]


def test_an_as_of_on_rows_recorded_later_is_pseudo_real_time(store: Store, take_in: Callable[..., Entry]) -> None:
    take_in([("e1", "2016-03-01", 5)], "2016-04-01T00:00")
    assert not is_real_time(store, at("2016-03-15T00:00"))
    assert is_real_time(store, at("2016-04-01T00:00"))


def test_the_manifest_is_a_chain_whose_faults_are_found(store: Store, take_in: Callable[..., Entry]) -> None:
    for month in (4, 5, 6):
        take_in([("e1", f"2016-0{month}-01", 5)], "2016-07-01T00:00")
    assert list(faults(store)) == []
    (store.root / entries(store)[1].files[0].path).unlink()
    changed = store.root / entries(store)[2].files[0].path
    changed.write_bytes(changed.read_bytes()[:-1] + b"?")
    path = store.root / "_manifest" / "000001.json"
    path.write_text(path.read_text().replace("a.csv", "b.csv"))
    found = [fault.en for fault in faults(store)]
    assert any("missing data file" in fault for fault in found)
    assert any("changed data file: base/power/use_kwh/2016-06" in fault for fault in found)
    assert any("hash chain breaks" in fault for fault in found)
    assert newest(store) == 3
