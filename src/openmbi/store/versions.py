"""Versions of observations: what is new, what revises, and what was in force at a moment."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from openmbi.core.tables import MOMENT, OBSERVATIONS, Basis, Flags
from openmbi.store.manifest import StoredFile, entries
from openmbi.store.store import Store

KEY = ["subject", "valid_at"]
ORDER = ["known_at", "batch_id", "row_no"]

_STAGED = "openmbi_store_staged"
_VERSIONS = "openmbi_store_versions"


def stored_files(
    store: Store, source: str, indicator: str, manifest: int | None = None
) -> tuple[list[StoredFile], list[StoredFile]]:
    """Return the base and the revision files of a source's indicator, up to a manifest."""
    found = [
        stored
        for entry in entries(store, manifest)
        if entry.source == source
        for stored in entry.files
        if stored.indicator == indicator
    ]
    return [stored for stored in found if stored.role == "base"], [stored for stored in found if stored.role == "rev"]


def stored_by_month(store: Store, source: str, indicator: str) -> dict[str, list[StoredFile]]:
    """Return the base and then the revision files of a source's indicator by their months."""
    base, rev = stored_files(store, source, indicator)
    months: dict[str, list[StoredFile]] = {}
    for stored in base + rev:
        months.setdefault(stored.month or "", []).append(stored)
    return months


def read(store: Store, files: list[StoredFile]) -> ir.Table:
    """Return the rows of stored files; an empty table where there are none."""
    if not files:
        return ibis.memtable(OBSERVATIONS.empty_table())
    return store.engine.read_parquet([str(store.root / stored.path) for stored in files])


def latest(versions: ir.Table) -> ir.Table:
    """Return, of each key, the last version in the total order (known_at, batch_id, row_no)."""
    window = ibis.window(group_by=KEY, order_by=[ibis.desc(name) for name in ORDER])
    return versions.mutate(nth=ibis.row_number().over(window)).filter(ibis._.nth == 0).drop("nth")


def settle_month(
    store: Store, staged: Path, files: list[StoredFile], recorded_at: datetime
) -> tuple[pa.Table, pa.Table, int]:
    """Split a staged month into rows of new keys, rows that revise a known key, and the count of rows that change nothing.

    Keys stand once in a staged month. A row changes nothing where the version in force when it was known (now, where its file does not say) has the
    same value and status. A revision whose file does not say when it was known became known when we recorded it: basis `ingest`.
    """
    rows = pq.read_table(staged)
    said = pc.equal(rows["basis"], Basis.RECORDED.value)
    effective = pc.if_else(said, rows["known_at"], pa.scalar(recorded_at, MOMENT))
    known, same = _compared(store, rows, effective, files)
    revisions = rows.set_column(rows.schema.get_field_index("known_at"), "known_at", effective)
    basis = pc.if_else(said, rows["basis"], Basis.INGEST.value)
    revisions = revisions.set_column(rows.schema.get_field_index("basis"), "basis", basis)
    return _stored(rows.filter(pa.array(~known))), _stored(revisions.filter(pa.array(known & ~same))), int(same.sum())


def _compared(store: Store, rows: pa.Table, effective: pa.ChunkedArray, files: list[StoredFile]) -> tuple[Flags, Flags]:
    """Tell which rows (n,) have a key that is stored, and which have the value and status that were in force at their `effective` moment."""
    known, same = np.zeros(rows.num_rows, bool), np.zeros(rows.num_rows, bool)
    versions = _versions_of_keys(store, rows, effective, files)
    place = versions["place"].to_numpy()
    known[place] = True
    in_time = np.flatnonzero(versions["in_time"].to_numpy())
    total = [versions[name].to_numpy()[in_time] for name in reversed(ORDER)]
    ordered = in_time[np.lexsort([*total, place[in_time]])]
    last = ordered[np.append(place[ordered][1:] != place[ordered][:-1], True)] if len(ordered) else ordered
    same[place[last]] = versions["equal"].to_numpy()[last]
    return known, same


def _versions_of_keys(store: Store, rows: pa.Table, effective: pa.ChunkedArray, files: list[StoredFile]) -> pa.Table:
    """Return the stored versions of the keys of rows, each with the `place` of its row, whether it was known `in_time`, and whether it is `equal`."""
    connection = store.engine.con
    placed = rows.select([*KEY, "value", "status"]).append_column("effective", effective)
    connection.register(_STAGED, placed.append_column("place", pa.array(np.arange(rows.num_rows))))
    connection.read_parquet([str(store.root / stored.path) for stored in files]).create_view(_VERSIONS)
    try:
        return connection.sql(_query()).to_arrow_table()
    finally:
        connection.unregister(_STAGED)


@cache
def _query() -> str:
    """Return the comparison of staged rows with stored versions as a query: compiled once, for that takes longer than running it."""
    types = ibis.Schema.from_pyarrow(OBSERVATIONS)
    staged = {name: types[name] for name in (*KEY, "value", "status")} | {
        "effective": types["known_at"],
        "place": "int64",
    }
    rows, versions = ibis.table(staged, name=_STAGED), ibis.table(types, name=_VERSIONS)
    compared = versions.join(rows, KEY).select(
        *ORDER,
        rows.place,
        in_time=versions.known_at <= rows.effective,
        equal=(versions.value == rows.value) & (versions.status == rows.status),
    )
    return str(ibis.to_sql(compared, dialect="duckdb"))


def _stored(table: pa.Table) -> pa.Table:
    return table.select(OBSERVATIONS.names).cast(OBSERVATIONS)
