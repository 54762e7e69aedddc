"""An interrupt in the very last steps of a batch: before its entry is published nothing is kept, after it everything."""

from __future__ import annotations

from pathlib import Path

import pytest

from openmbi.core.problems import ExitCode
from openmbi.store.manifest import faults, newest
from openmbi.store.store import Store


@pytest.fixture
def waiting(bureau: Path) -> Path:
    path = bureau / "incoming" / "late" / "a.csv"
    path.parent.mkdir(parents=True)
    path.write_text("企业,日期,用电量\nE1,2015-03-02,10\nE1,2015-04-02,x\nE1,2015-05-02,10\n", encoding="utf-8")
    return bureau


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("place", "kept"),
    [
        ("openmbi.store.batch.make_durable", 0),
        ("openmbi.store.batch.publish", 0),
        ("openmbi.store.manifest.sync_folder", 1),
    ],
)
def test_an_interrupted_batch_is_in_as_a_whole_or_not_at_all(waiting: Path, mbi, monkeypatch, place, kept):
    store = Store(waiting / "store")
    with monkeypatch.context() as patch:
        patch.setattr(place, interrupt)
        assert mbi("-b", waiting, "ingest").code == ExitCode.INTERRUPTED
    files = [path for path in store.root.rglob("*.parquet") if "staging" not in path.parts]
    assert (newest(store), len(files)) == (kept, 3 * kept)
    assert list(faults(store)) == []
    (outcome,) = mbi("-b", waiting, "ingest", "--json").json
    assert (outcome["already"], outcome["batch"]) == (bool(kept), 1)
    assert (outcome["counts"]["accepted"], outcome["counts"]["quarantined"]) == (2, 1)
    assert list(faults(store)) == []


@pytest.mark.parametrize("message", ["Query interrupted", "INTERRUPT Error: Interrupted!"])
def test_an_engine_that_was_interrupted_is_no_bug(waiting: Path, mbi, monkeypatch, message: str):
    import duckdb  # noqa: PLC0415  the engine's own error

    error = RuntimeError(message) if message.startswith("Query") else duckdb.InterruptException(message)

    def stop(*_: object) -> None:
        raise error

    monkeypatch.setattr("openmbi.store.batch.publish", stop)
    assert mbi("-b", waiting, "ingest").code == ExitCode.INTERRUPTED
    assert newest(Store(waiting / "store")) == 0
