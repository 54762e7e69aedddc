"""Versions of observations: what is new, what revises, and what was in force at a moment."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis import Deferred

from openmbi.core.tables import OBSERVATIONS, Basis
from openmbi.store.manifest import StoredFile, entries
from openmbi.store.store import Store

KEY = ["subject", "valid_at"]
ORDER = ["known_at", "batch_id", "row_no"]


def stored_files(
    store: Store, source: str, indicator: str, month: str | None = None, manifest: int | None = None
) -> tuple[list[StoredFile], list[StoredFile]]:
    """Return the base and the revision files of a source's indicator, of one month where it is given, up to a manifest."""
    found = [
        stored
        for entry in entries(store, manifest)
        if entry.source == source
        for stored in entry.files
        if stored.indicator == indicator and (month is None or stored.month == month)
    ]
    return [stored for stored in found if stored.role == "base"], [stored for stored in found if stored.role == "rev"]


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

    A row changes nothing where the version in force when it was known (now, where its file does not say) has the same value and status.
    A revision whose file does not say when it was known became known when we recorded it: basis `ingest`.
    """
    rows = store.engine.read_parquet(str(staged))
    versions = read(store, files)
    dated = rows.mutate(
        effective=ibis.cases((rows.basis == Basis.RECORDED.value, rows.known_at), else_=ibis.literal(recorded_at))
    )
    new = rows.anti_join(versions, KEY)
    known = dated.semi_join(versions, KEY)
    same = known.semi_join(_in_force(known, versions), [*KEY, "value", "status"])
    revised = known.anti_join(same, KEY).drop("effective").mutate(**_dated_by_ingest(recorded_at))
    return (
        _stored(new.to_pyarrow()),
        _stored(revised.select(OBSERVATIONS.names).to_pyarrow()),
        int(same.count().to_pyarrow().as_py()),
    )


def _in_force(rows: ir.Table, versions: ir.Table) -> ir.Table:
    """Return, of each row's key, the version that was in force at the row's `effective` moment."""
    then = rows.select(*KEY, "effective")
    earlier = versions.join(then, KEY).filter(ibis._.known_at <= ibis._.effective)
    return latest(earlier).select(*KEY, "value", "status")


def _dated_by_ingest(recorded_at: datetime) -> dict[str, ir.Value | Deferred]:
    said = ibis._.basis == Basis.RECORDED.value
    return {
        "known_at": ibis.cases((said, ibis._.known_at), else_=ibis.literal(recorded_at)),
        "basis": ibis.cases((said, ibis._.basis), else_=Basis.INGEST.value),
    }


def _stored(table: pa.Table) -> pa.Table:
    return table.select(OBSERVATIONS.names).cast(OBSERVATIONS)
