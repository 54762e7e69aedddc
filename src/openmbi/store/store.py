"""A store: one folder, one writer at a time, any number of readers."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import local

import duckdb
import ibis
from filelock import FileLock, Timeout
from ibis.backends.duckdb import Backend

from openmbi.core.language import Text
from openmbi.core.problems import Problem

MEMORY_LIMIT = "512MB"
LOCK_SECONDS = 600.0
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_ROOM_SIGNS = ("No space left on device", "max_temp_directory_size")


@dataclass(frozen=True)
class Store:
    """The folder of a store and the bounds of its engine.

    `memory_limit` and `spill_limit` (the most that may be written to temporary files) are DuckDB size texts; `threads` 0 means all cores.
    """

    root: Path
    memory_limit: str = MEMORY_LIMIT
    spill_limit: str = "20GB"
    threads: int = 0

    def folder(self, *parts: str) -> Path:
        """Return a folder of the store, made if it is not there yet."""
        path = self.root.joinpath(*parts)
        path.mkdir(parents=True, exist_ok=True)
        return path

    @property
    def engine(self) -> Backend:
        """The embedded engine, its memory and temporary files bounded: one database for the life of this object, a connection of its own for every thread."""
        own = self._of_thread
        if not hasattr(own, "engine"):
            own.engine = ibis.duckdb.from_connection(self._database.cursor())
        return own.engine

    @cached_property
    def _of_thread(self) -> local:
        return local()

    @cached_property
    def _database(self) -> duckdb.DuckDBPyConnection:
        """The database that the connections of all threads share; it answers no query itself, so that a thread may join while others read."""
        bounds: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": self.memory_limit,
            "temp_directory": str(self.folder("spill")),
            "max_temp_directory_size": self.spill_limit,
        }
        if self.threads:
            bounds["threads"] = str(self.threads)
        return duckdb.connect(":memory:", config=bounds)

    @contextmanager
    def writing(self, seconds: float = LOCK_SECONDS) -> Iterator[None]:
        """Hold the store's one place for a writer, waiting up to `seconds` for another process to leave it.

        Raises
        ------
        Problem
            `store.busy` where the other writer did not finish in time; `store.disk-full` where the disk fills up meanwhile.
        """
        with self.alone("writer", seconds), disk_space_named(self.root):
            self._clear_staging()
            yield

    @contextmanager
    def alone(self, task: str, seconds: float = LOCK_SECONDS) -> Iterator[None]:
        """Hold the lock of a task, waiting up to `seconds` for another process to leave it. A task of several writes (`daily`) has a lock of its own.

        Raises
        ------
        Problem
            `store.busy` where the other process did not finish in time.
        """
        lock = FileLock(self.folder() / f"{task}.lock", timeout=seconds)
        try:
            lock.acquire()
        except Timeout as error:
            raise _busy(self.root, seconds) from error
        try:
            yield
        finally:
            lock.release()

    def _clear_staging(self) -> None:
        """Remove what an interrupted writer left; nothing there was ever part of the store."""
        shutil.rmtree(self.root / "staging", ignore_errors=True)


@contextmanager
def disk_space_named(root: Path) -> Iterator[None]:
    """Turn a full disk into a Problem that says so."""
    try:
        yield
    except Exception as error:
        if not _is_disk_full(error):
            raise
        raise Problem(
            "store.disk-full",
            Text(
                "磁盘或配额已满：磁盘剩余 {free} MB。本次写入已全部撤销",
                "the disk or the quota is full: {free} MB left on the disk; nothing of this write was kept",
            ).fill(free=shutil.disk_usage(root).free // 2**20),
            Text("释放空间后重新执行同一命令", "free some space and give the same command again"),
            file=root,
        ) from error


def _is_disk_full(error: Exception) -> bool:
    full = isinstance(error, OSError) and error.errno in _NO_ROOM
    return full or any(sign in str(error) for sign in _NO_ROOM_SIGNS)


def was_interrupted(error: Exception) -> bool:
    """Return whether Ctrl-C stopped the engine in the middle of a query: it says so by an error of its own."""
    return isinstance(error, duckdb.InterruptException) or str(error) == "Query interrupted"


def _busy(root: Path, seconds: float) -> Problem:
    return Problem(
        "store.busy",
        Text(
            "另一进程正在写入，等待 {seconds:.0f} 秒后仍未结束",
            "another process was still writing after {seconds:.0f} s",
        ).fill(seconds=seconds),
        Text("稍后重试", "try again when it has finished"),
        file=root,
    )


def sync_folder(folder: Path) -> None:
    """Make a folder's entries durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
