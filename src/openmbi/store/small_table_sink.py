"""The sink of small tables: the rows of one file, without duplicates and without those that say nothing new."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from openmbi.core.periods import start_of_day
from openmbi.core.tables import MOMENT, QUARANTINED, Flags
from openmbi.store.batch import Origin, Settled, SinkMaker, utc
from openmbi.store.manifest import StoredFile
from openmbi.store.parquet import write
from openmbi.store.small_table import SmallTable, small_table_as_of
from openmbi.store.store import Store

Key = tuple[object, ...]


@dataclass(frozen=True)
class _Writing:
    """The batch that is written: `recorded_at` as the store keeps it, `path` of the staged file."""

    store: Store
    origin: Origin
    recorded_at: datetime
    number: int
    path: Path


def sink_of(table: SmallTable) -> SinkMaker:
    """Return what makes the sinks of a table."""

    def make(store: Store, origin: Origin, recorded_at: datetime, number: int, staging: Path) -> SmallTableSink:
        path = staging / f"{table.role}.parquet"
        return SmallTableSink(table, _Writing(store, origin, utc(recorded_at), number, path))

    return make


class SmallTableSink:
    """Keeps the rows of one file; a row that says nothing new is left out."""

    def __init__(self, table: SmallTable, writing: _Writing) -> None:
        self._table = table
        self._writing = writing
        self._blocks: list[pa.Table] = []

    def add(self, accepted: pa.Table) -> None:
        """Keep one block."""
        self._blocks.append(accepted.select(self._table.schema.names).cast(self._table.schema))

    def settle(self) -> Settled:
        """Refuse keys given twice, then leave out rows equal to what the table already says."""
        rows = pa.concat_tables([self._table.schema.empty_table(), *self._blocks])
        repeated = _repeated(rows, self._table)
        kept = rows.filter(pa.array(~repeated))
        same, revises = _compare(kept, small_table_as_of(self._writing.store, self._table, None), self._table)
        changed = kept.filter(pa.array(~same))
        files = ((self._writing.path, self._write(changed, revises[~same])),) if changed.num_rows else ()
        revised = int((revises & ~same).sum())
        duplicates = _refused_as_duplicates(rows.filter(pa.array(repeated)), self._table)
        return Settled(files, changed.num_rows - revised, revised, int(same.sum()), duplicates)

    def abandon(self) -> None:
        """Nothing is open: the rows are held in memory."""

    def _write(self, rows: pa.Table, revises: Flags) -> StoredFile:
        size = rows.num_rows
        known = pc.coalesce(rows["known_at"].combine_chunks(), self._declared(rows, revises))
        stored = rows.set_column(rows.schema.get_field_index("known_at"), "known_at", known)
        stored = stored.append_column("recorded_at", pa.array([self._writing.recorded_at] * size, MOMENT))
        stored = stored.append_column("batch_id", pa.array(np.full(size, self._writing.number, np.int32)))
        write(self._writing.path, stored.cast(self._table.stored))
        bounds = pc.min_max(known).as_py()
        role = self._table.role
        return StoredFile(
            role,
            f"{role}/{self._writing.number:06d}.parquet",
            size,
            known_from=bounds["min"].isoformat(),
            known_to=bounds["max"].isoformat(),
        )

    def _declared(self, rows: pa.Table, revises: Flags) -> pa.Array:
        """Return when each row was known by declaration; each distinct day is worked out once."""
        about = rows[self._table.about].to_pylist()
        starts = {value: self._start(value) for value in set(about)}
        late = revises & self._table.revised_when_recorded
        moments = [
            self._writing.recorded_at if at_record else starts[value]
            for value, at_record in zip(about, late, strict=True)
        ]
        return pa.array(moments, MOMENT)

    def _start(self, value: object) -> datetime:
        day = self._table.dated(value) + timedelta(days=self._writing.origin.lag_days)
        return min(utc(start_of_day(day, self._writing.origin.zone)), self._writing.recorded_at)


def _repeated(rows: pa.Table, table: SmallTable) -> Flags:
    keys = _keys(rows, table)
    seen = Counter(keys)
    return np.array([seen[key] > 1 for key in keys], bool)


def _compare(rows: pa.Table, before: pa.Table, table: SmallTable) -> tuple[Flags, Flags]:
    """Return, for each row, whether the table already says just that, and whether it knows the key."""
    said = [name for name in table.schema.names if name not in {"known_at", "row_no"}]
    keys = _keys(rows, table)
    asked = set(keys)
    held = before.filter(pa.array([key in asked for key in _keys(before, table)], pa.bool_()))
    known = dict(zip(_keys(held, table), _tuples(held, said), strict=True))
    revises = np.array([key in known for key in keys], bool)
    again = rows.filter(pa.array(revises))
    same = revises.copy()
    same[revises] = [known[key] == row for key, row in zip(_keys(again, table), _tuples(again, said), strict=True)]
    return same, revises


def _keys(rows: pa.Table, table: SmallTable) -> list[Key]:
    return _tuples(rows, table.key)


def _tuples(rows: pa.Table, names: Sequence[str]) -> list[Key]:
    return list(zip(*(rows[name].to_pylist() for name in names), strict=True))


def _refused_as_duplicates(rows: pa.Table, table: SmallTable) -> pa.Table:
    """Return rows as quarantine; `raw` holds the fields by role, as a reader keeps them, so that it can check them again."""
    records = [
        {
            "row_no": row["row_no"],
            "observations": 1,
            "subject": row[table.subject],
            "valid_at": str(row[table.about]),
            "raw": json.dumps(_as_texts(row, table), ensure_ascii=False),
            "reasons": ["duplicate_key"],
        }
        for row in rows.to_pylist()
    ]
    return pa.Table.from_pylist(records, schema=QUARANTINED)


def _as_texts(row: dict[str, Any], table: SmallTable) -> dict[str, str]:
    """Return the fields of a row as texts by role. A moment is UTC and says so: without an offset it would be read as local time."""
    fields = {table.roles.get(name, name): _text(value) for name, value in row.items() if name != "row_no"}
    return {**fields, **table.units}


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value.isoformat()}Z"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
