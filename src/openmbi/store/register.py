"""The register of enterprises in the store: a sink for its rows, and what it said at a moment."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from openmbi.core.periods import start_of_day
from openmbi.core.tables import ENTERPRISES, MOMENT, QUARANTINED
from openmbi.store.batch import Origin, Settled, utc
from openmbi.store.manifest import StoredFile, entries
from openmbi.store.parquet import write
from openmbi.store.store import Store

KEY = ["enterprise", "valid_from"]
REGISTER_STORED = pa.schema([*ENTERPRISES, pa.field("recorded_at", MOMENT), pa.field("batch_id", pa.int32())])


class RegisterSink:
    """Keeps the register's rows of one file; a row that says nothing new is left out. A register is small enough to be held in memory."""

    def __init__(self, store: Store, origin: Origin, recorded_at: datetime, number: int, staging: Path) -> None:
        self._store = store
        self._origin = origin
        self._recorded_at = utc(recorded_at)
        self._number = number
        self._path = staging / "register.parquet"
        self._blocks: list[pa.Table] = []

    def add(self, accepted: pa.Table) -> None:
        """Keep one block."""
        self._blocks.append(accepted.select(ENTERPRISES.names).cast(ENTERPRISES))

    def settle(self) -> Settled:
        """Refuse keys given twice, then leave out rows equal to what the register already says."""
        rows = pa.concat_tables([ENTERPRISES.empty_table(), *self._blocks])
        repeated = _repeated(rows)
        kept = rows.filter(pa.array(~repeated))
        before = register_as_of(self._store, None)
        same, revises = _compare(kept, before)
        changed = kept.filter(pa.array(~same))
        revised = int((revises & ~same).sum())
        files = ((self._path, self._write(changed)),) if changed.num_rows else ()
        duplicates = _refused_as_duplicates(rows.filter(pa.array(repeated)))
        return Settled(files, changed.num_rows - revised, revised, int(same.sum()), duplicates)

    def abandon(self) -> None:
        """Nothing is open: the rows are held in memory."""

    def _write(self, rows: pa.Table) -> StoredFile:
        size = rows.num_rows
        known = pc.coalesce(rows["known_at"].combine_chunks(), self._declared(rows))
        stored = rows.set_column(rows.schema.get_field_index("known_at"), "known_at", known)
        stored = stored.append_column("recorded_at", pa.array([self._recorded_at] * size, MOMENT))
        stored = stored.append_column("batch_id", pa.array(np.full(size, self._number, np.int32)))
        write(self._path, stored.cast(REGISTER_STORED))
        bounds = pc.min_max(known).as_py()
        path = f"register/{self._number:06d}.parquet"
        return StoredFile(
            "register", path, size, known_from=bounds["min"].isoformat(), known_to=bounds["max"].isoformat()
        )

    def _declared(self, rows: pa.Table) -> pa.Array:
        """Return when each row was known by declaration: the day it became valid, and never later than our own record."""
        starts = [utc(start_of_day(day, self._origin.zone)) for day in rows["valid_from"].to_pylist()]
        return pa.array([min(start, self._recorded_at) for start in starts], MOMENT)


def register_as_of(store: Store, moment: datetime | None, manifest: int | None = None) -> pa.Table:
    """Return the register's rows as known at a moment (now, where None), one a key, ordered by key.

    A `valid_to` after the moment was not known then and is given as null.
    """
    files = [stored for entry in entries(store, manifest) for stored in entry.files if stored.role == "register"]
    if not files:
        return REGISTER_STORED.empty_table()
    rows = store.engine.read_parquet([str(store.root / stored.path) for stored in files])
    if moment is not None:
        rows = rows.filter(rows.known_at <= ibis.literal(utc(moment)))
    order = [ibis.desc(name) for name in ("known_at", "batch_id", "row_no")]
    nth = ibis.row_number().over(ibis.window(group_by=KEY, order_by=order))
    latest = rows.mutate(nth=nth).filter(ibis._.nth == 0).drop("nth").order_by(KEY)
    table = latest.to_pyarrow().select(REGISTER_STORED.names).cast(REGISTER_STORED)
    return table if moment is None else _without_later_ends(table, moment.date())


def _without_later_ends(register: pa.Table, day: date) -> pa.Table:
    ends = register["valid_to"]
    known = pc.if_else(pc.less_equal(ends, pa.scalar(day, pa.date32())), ends, None)
    return register.set_column(register.schema.get_field_index("valid_to"), "valid_to", known)


def registered_subjects(store: Store) -> pa.Array | None:
    """Return the enterprises that the register knows; None where there is no register."""
    register = register_as_of(store, None)
    return pc.unique(register["enterprise"].combine_chunks()) if register.num_rows else None


def _repeated(rows: pa.Table) -> np.ndarray:
    keys = _keys(rows)
    seen: dict[tuple[object, object], int] = {}
    for key in keys:
        seen[key] = seen.get(key, 0) + 1
    return np.array([seen[key] > 1 for key in keys], bool)


def _compare(rows: pa.Table, before: pa.Table) -> tuple[np.ndarray, np.ndarray]:
    """Return, for each row, whether the register already says just that, and whether it knows the key."""
    said = [name for name in ENTERPRISES.names if name not in {"known_at", "row_no"}]
    known = dict(zip(_keys(before), before.select(said).to_pylist(), strict=True))
    pairs = list(zip(_keys(rows), rows.select(said).to_pylist(), strict=True))
    same = np.array([known.get(key) == row for key, row in pairs], bool)
    return same, np.array([key in known for key, _ in pairs], bool)


def _keys(rows: pa.Table) -> list[tuple[object, object]]:
    return list(zip(rows["enterprise"].to_pylist(), rows["valid_from"].to_pylist(), strict=True))


def _refused_as_duplicates(rows: pa.Table) -> pa.Table:
    records = [
        {
            "row_no": row["row_no"],
            "observations": 1,
            "subject": row["enterprise"],
            "valid_at": str(row["valid_from"]),
            "raw": "，".join(f"{name}={value}" for name, value in row.items() if value is not None),
            "reasons": ["duplicate_key"],
        }
        for row in rows.to_pylist()
    ]
    return pa.Table.from_pylist(records, schema=QUARANTINED)
