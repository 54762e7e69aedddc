"""Take one file in, whole or not at all: stage its rows block by block, settle them against what is stored, publish one manifest entry."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol
from uuid import uuid4
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from openmbi.core.periods import Frequency
from openmbi.core.tables import QUARANTINED
from openmbi.store.manifest import Counts, Entry, StoredFile, entry_path, file_sha256, newest, publish
from openmbi.store.parquet import abandon, make_durable, open_writer
from openmbi.store.store import Store

QUARANTINE_STORED = pa.schema([pa.field("file", pa.string(), nullable=False), *QUARANTINED])
"""A quarantined record as stored: the file it came from is kept through retries."""


@dataclass(frozen=True)
class Origin:
    """Where a batch comes from.

    `lag_days` dates a first version whose file says nothing of `known_at`: local midnight that many days after the last day of its period.
    `reported_in`: the unit of the file's values, where it is not `unit`, the one that they are stored in.
    """

    source: str
    indicator: str
    unit: str
    file_name: str
    sha256: str
    lag_days: int
    zone: ZoneInfo
    frequency: Frequency = Frequency.DAILY
    reported_in: str = ""
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Settled:
    """What a sink made of the accepted rows: staged files by their final place, how many rows were new, revised or unchanged, and duplicates refused."""

    files: tuple[tuple[Path, StoredFile], ...]
    new: int
    revised: int
    unchanged: int
    duplicates: pa.Table


class Sink(Protocol):
    """Where accepted rows of one kind (observations, register) go."""

    def add(self, accepted: pa.Table) -> None:
        """Stage one block."""
        ...

    def settle(self) -> Settled:
        """Compare the staged rows with each other and with what is stored."""
        ...

    def abandon(self) -> None:
        """Let go of what is still open."""
        ...


class Batch:
    """A batch being written; use as a context. Leaving it without `commit` leaves no trace. The caller holds `Store.writing`."""

    def __init__(self, store: Store, origin: Origin, recorded_at: datetime, make_sink: SinkMaker) -> None:
        self._store = store
        self._origin = origin
        self._recorded_at = recorded_at
        self.number = newest(store) + 1
        self._staging = store.folder("staging", uuid4().hex)
        self._sink = make_sink(store, origin, recorded_at, self.number, self._staging)
        self._quarantine: Any = None
        self._accepted = 0
        self._refused = 0
        self._records = 0

    def __enter__(self) -> Batch:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._sink.abandon()
        if self._quarantine:
            abandon(self._quarantine)
        shutil.rmtree(self._staging, ignore_errors=True)

    def add(self, accepted: pa.Table, quarantined: pa.Table, file_name: str | None = None) -> None:
        """Stage one block; `file_name` is where its quarantined rows stand, this batch's own file unless said otherwise."""
        if accepted.num_rows:
            self._sink.add(accepted)
            self._accepted += accepted.num_rows
        self._refuse(quarantined, file_name or self._origin.file_name)

    def _refuse(self, quarantined: pa.Table, file_name: str) -> None:
        if not quarantined.num_rows:
            return
        names = pa.array([file_name] * quarantined.num_rows, pa.string())
        rows = quarantined.cast(QUARANTINED).add_column(0, QUARANTINE_STORED.field("file"), names)
        if self._quarantine is None:
            self._quarantine = open_writer(self._staging / "quarantine.parquet", QUARANTINE_STORED)
        self._quarantine.write_table(rows)
        self._records += quarantined.num_rows
        self._refused += pc.sum(quarantined["observations"]).as_py()

    def commit(self, *, kind: str = "ingest", supersedes: tuple[int, ...] = ()) -> Entry:
        """Settle, put the files in their places, publish the entry and return it."""
        settled = self._sink.settle()
        self._accepted -= settled.duplicates.num_rows
        self._refuse(settled.duplicates, self._origin.file_name)
        entry = self._entry(kind, supersedes, settled)
        places = [(staged, self._store.root / stored.path) for staged, stored in self._files(settled)]
        try:
            for staged, target in places:
                _place(staged, target)
            publish(self._store, entry)
        except BaseException:
            if not entry_path(self._store, self.number).exists():  # an interrupt may come after the entry
                for _, target in places:
                    target.unlink(missing_ok=True)
            raise
        return entry

    def _entry(self, kind: str, supersedes: tuple[int, ...], settled: Settled) -> Entry:
        counts = Counts(
            observations=self._accepted + self._refused,
            accepted=self._accepted,
            new=settled.new,
            revised=settled.revised,
            unchanged=settled.unchanged,
            quarantined=self._refused,
        )
        return Entry(
            number=self.number,
            kind=kind,
            source=self._origin.source,
            recorded_at=self._recorded_at,
            file_name=self._origin.file_name,
            sha256=self._origin.sha256,
            counts=counts,
            files=tuple(replace(stored, sha256=file_sha256(staged)) for staged, stored in self._files(settled)),
            supersedes=supersedes,
            details=self._origin.details,
        )

    def _files(self, settled: Settled) -> list[tuple[Path, StoredFile]]:
        if self._quarantine is None:
            return list(settled.files)
        self._quarantine.close()
        stored = StoredFile("quarantine", f"quarantine/{self.number:06d}.parquet", self._records)
        return [*settled.files, (self._staging / "quarantine.parquet", stored)]


class SinkMaker(Protocol):
    """Makes the sink of a batch."""

    def __call__(self, store: Store, origin: Origin, recorded_at: datetime, number: int, staging: Path) -> Sink:
        """Return a sink that stages below `staging`."""
        ...


def _place(staged: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    make_durable(staged)
    staged.replace(target)


def utc(moment: datetime) -> datetime:
    """Return a moment as the store keeps it: UTC without a zone."""
    return moment.astimezone(UTC).replace(tzinfo=None)
