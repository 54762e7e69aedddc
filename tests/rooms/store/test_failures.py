from datetime import UTC, datetime
from pathlib import Path

from openmbi.store.failures import Failure, append, open_failures
from openmbi.store.store import Store

FIRST, LATER, LAST = (datetime(2026, 3, day, 1, tzinfo=UTC) for day in (1, 2, 3))


def test_a_failure_stands_until_it_is_closed(tmp_path: Path):
    store = Store(tmp_path)
    assert open_failures(store) == []
    one, other = (
        Failure(FIRST, "a.csv", "power", "ingest.empty-file"),
        Failure(LATER, "电.csv", None, "ingest.no-contract"),
    )
    append(store, [one])
    append(store, [other])
    assert open_failures(store) == [one, other]
    append(store, [Failure(LAST, "a.csv", "power", None)])
    assert open_failures(store) == [other]
    assert open_failures(store, FIRST) == [one]
    assert open_failures(store, LATER) == [one, other]


def test_a_line_that_a_crash_cut_off_harms_no_other(tmp_path: Path):
    store = Store(tmp_path)
    one, other = Failure(FIRST, "a.csv", "power", "x.y"), Failure(LATER, "b.csv", "power", "x.y")
    append(store, [one])
    with (tmp_path / "failures" / "log.jsonl").open("a", encoding="utf-8") as log:
        log.write('{"at": "2026-03')
    append(store, [other])
    assert open_failures(store) == [one, other]
