"""Threads read a store at the same time, each through a connection of its own to one database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pyarrow as pa
import pyarrow.parquet as pq

from openmbi.store.store import Store

THREADS, ROUNDS = 4, 15


def test_threads_read_at_the_same_time(tmp_path: Path):
    store = Store(tmp_path / "store")
    pq.write_table(pa.table({"n": list(range(50_000))}), tmp_path / "rows.parquet")
    together = Barrier(THREADS)

    def read(_thread: int) -> set[int]:
        together.wait(30)
        found = set()
        for _ in range(ROUNDS):
            rows = store.engine.read_parquet(str(tmp_path / "rows.parquet"))
            found.add(rows.n.sum().to_pyarrow().as_py())
        return found

    with ThreadPoolExecutor(THREADS) as threads:
        assert list(threads.map(read, range(THREADS))) == [{50_000 * 49_999 // 2}] * THREADS


def test_a_thread_keeps_its_connection_and_has_the_bounds(tmp_path: Path):
    store = Store(tmp_path / "store", memory_limit="300MB", threads=1)
    assert store.engine is store.engine
    with ThreadPoolExecutor(1) as other:
        engine = other.submit(lambda: store.engine).result()
    assert engine is not store.engine
    told = "select current_setting('memory_limit'), current_setting('threads'), current_setting('TimeZone')"
    assert engine.con.sql(told).fetchone() == store.engine.con.sql(told).fetchone() == ("286.1 MiB", 1, "UTC")
