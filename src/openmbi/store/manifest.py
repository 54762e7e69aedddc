"""The manifest: numbered entries, one a batch. A batch exists once its entry does; entries are never changed and each names the one before by hash."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from string import digits
from typing import Any
from uuid import uuid4

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.store.store import Store, sync_folder


@dataclass(frozen=True)
class StoredFile:
    """A Parquet file of the store and the SHA-256 of its bytes. `known_from`/`known_to` bound the `known_at` of its rows (ISO, UTC)."""

    role: str  # base | rev | register | holders | accounts | decisions | quarantine
    path: str
    rows: int
    month: str | None = None
    indicator: str | None = None
    known_from: str | None = None
    known_to: str | None = None
    sha256: str | None = None


@dataclass(frozen=True)
class Counts:
    """How a batch's observations came out: observations = accepted + quarantined; accepted = new + revised + unchanged."""

    observations: int = 0
    accepted: int = 0
    new: int = 0
    revised: int = 0
    unchanged: int = 0
    quarantined: int = 0


@dataclass(frozen=True)
class Entry:
    """One batch. `supersedes` lists batches whose quarantine this one took over (a retry)."""

    number: int
    kind: str  # ingest | retry | decision
    source: str
    recorded_at: datetime
    file_name: str
    sha256: str
    counts: Counts
    files: tuple[StoredFile, ...]
    supersedes: tuple[int, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)
    previous_sha256: str | None = None


def entry_path(store: Store, number: int) -> Path:
    """Return where the entry of a number stands."""
    return store.root / "_manifest" / f"{number:06d}.json"


def entries(store: Store, upto: int | None = None) -> list[Entry]:
    """Return the entries 1 … `upto` (all, where None), in order.

    Raises
    ------
    Problem
        `store.no-such-manifest` where `upto` has not been written, `store.manifest-damaged` where an entry cannot be read.
    """
    folder = str(store.root / "_manifest")
    found = [_read(f"{folder}/{name}") for name in _entry_names(store) if upto is None or _number(name) <= upto]
    if upto and len(found) < upto:
        raise Problem(
            "store.no-such-manifest",
            Text("没有第 {upto} 号清单；最新为第 {last} 号", "there is no manifest {upto}; the newest is {last}").fill(
                upto=upto, last=len(found)
            ),
            Text("检查编号，或检查存储目录是否完整", "check the number, or whether the store's folder is complete"),
            file=store.root,
        )
    return found


def newest(store: Store) -> int:
    """Return the number of the newest entry; 0 for an empty store."""
    return max(map(_number, _entry_names(store)), default=0)


def publish(store: Store, entry: Entry) -> None:
    """Write an entry in one atomic step: temporary file, fsync, link. An entry of this number must not exist yet."""
    target = entry_path(store, entry.number)
    folder = store.folder("_manifest")
    temporary = folder / f".{uuid4().hex}"
    chained = asdict(entry) | {"previous_sha256": _sha256(store, entry.number - 1)}
    try:
        with temporary.open("w", encoding="utf-8") as handle:
            json.dump(chained, handle, ensure_ascii=False, indent=1, default=datetime.isoformat)
            handle.flush()
            os.fsync(handle.fileno())
        os.link(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)
    sync_folder(folder)


def faults(store: Store) -> Iterator[Text]:
    """Yield what is wrong with the store: a gap, a broken chain, a file that is missing or no longer what was written."""
    for expected, name in enumerate(_entry_names(store), start=1):
        path = store.root / "_manifest" / name
        entry = _read(str(path))
        if entry.number != expected:
            yield Text("清单编号不连续：{path}", "gap in the manifest numbers at {path}").fill(path=path)
        if entry.previous_sha256 != _sha256(store, entry.number - 1):
            yield Text("清单哈希链断裂：{path}", "the manifest's hash chain breaks at {path}").fill(path=path)
        yield from _file_faults(store, entry)


def _file_faults(store: Store, entry: Entry) -> Iterator[Text]:
    for stored in entry.files:
        path = store.root / stored.path
        if not path.is_file():
            yield Text("缺少数据文件：{path}", "missing data file: {path}").fill(path=stored.path)
        elif stored.sha256 != file_sha256(path):
            yield Text("数据文件已被改动：{path}", "changed data file: {path}").fill(path=stored.path)


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _entry_names(store: Store) -> list[str]:
    """Return the names of the entries' files in order: as texts, for every batch asks for all of them."""
    folder = store.root / "_manifest"
    names = os.listdir(folder) if folder.is_dir() else []  # noqa: PTH208
    return sorted(name for name in names if name[0] in digits and name.endswith(".json"))


def _number(name: str) -> int:
    return int(name.removesuffix(".json"))


def _sha256(store: Store, number: int) -> str | None:
    path = entry_path(store, number)
    return file_sha256(path) if path.is_file() else None


def _read(path: str) -> Entry:
    """Return an entry; one that is still the file that was read before is not read again, for every batch asks for all before it."""
    there = os.stat(path)  # noqa: PTH116
    return _parsed(path, there.st_mtime_ns, there.st_size, there.st_ino)


@lru_cache(maxsize=20_000)
def _parsed(path: str, *_stamp: int) -> Entry:
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
        return Entry(
            **content
            | {
                "recorded_at": datetime.fromisoformat(content["recorded_at"]),
                "counts": Counts(**content["counts"]),
                "files": tuple(StoredFile(**stored) for stored in content["files"]),
                "supersedes": tuple(content["supersedes"]),
            }
        )
    except (ValueError, TypeError, KeyError) as error:
        raise _damaged(Path(path)) from error


def _damaged(path: Path) -> Problem:
    return Problem(
        "store.manifest-damaged",
        Text("清单文件已损坏", "this entry of the manifest is damaged"),
        Text("从备份恢复该文件", "restore the file from a backup"),
        file=path,
    )
