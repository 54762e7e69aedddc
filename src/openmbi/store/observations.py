"""The sink of observations: dated, split by month, checked for duplicates, settled into new rows and revisions."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from openmbi.core.periods import last_days, start_of_day
from openmbi.core.tables import ACCEPTED, MOMENT, QUARANTINED, Basis
from openmbi.core.units import unit
from openmbi.store.batch import Origin, Settled, utc
from openmbi.store.duplicates import repeated_keys
from openmbi.store.manifest import StoredFile
from openmbi.store.parquet import abandon, open_writer, write
from openmbi.store.store import Store
from openmbi.store.versions import settle_month, stored_by_month


class ObservationSink:
    """Stages accepted observations, one Parquet file a month, and settles each month on its own, so that memory stays bounded."""

    def __init__(self, store: Store, origin: Origin, recorded_at: datetime, number: int, staging: Path) -> None:
        self._store = store
        self._origin = origin
        self._recorded_at = utc(recorded_at)
        self._number = number
        self._staging = staging
        self._writers: dict[np.datetime64, pq.ParquetWriter] = {}

    def add(self, accepted: pa.Table) -> None:
        """Date a block's rows and append them to their months' files."""
        accepted = accepted.cast(ACCEPTED)
        days = accepted["valid_at"].combine_chunks().cast(pa.int32()).to_numpy()
        months = days.astype("datetime64[D]").astype("datetime64[M]")
        if (months[1:] < months[:-1]).any():
            order = np.argsort(months.view(np.int64), kind="stable")
            accepted, days, months = accepted.take(pa.array(order)), days[order], months[order]
        rows = self._dated(accepted, days)
        bounds = [0, *(np.flatnonzero(months[1:] != months[:-1]) + 1), len(months)]
        for first, last in pairwise(bounds):
            self._writer(months[first], rows.schema).write_table(rows.slice(first, last - first))

    def _dated(self, accepted: pa.Table, days: np.ndarray) -> pa.Table:
        """Return stored rows: `known_at` as the file says, else by the declared lag, and never later than our own record."""
        known, basis = _known_by_lag(days, self._origin, self._recorded_at)
        said = accepted["known_at"].combine_chunks()
        if said.null_count < len(said):
            known = pc.coalesce(said, known)
            basis = pc.if_else(pc.is_valid(said), Basis.RECORDED.value, basis.cast(pa.string())).dictionary_encode()
        size = accepted.num_rows
        columns = {
            "source": _repeat(self._origin.source, size),
            "indicator": _repeat(self._origin.indicator, size),
            "subject": accepted["subject"],
            "valid_at": accepted["valid_at"],
            "value": accepted["value"],
            "unit": _repeat(self._origin.unit, size),
            "status": accepted["status"].combine_chunks().dictionary_encode(),
            "known_at": known,
            "recorded_at": pa.array(np.full(size, np.datetime64(self._recorded_at, "us"))),
            "basis": basis,
            "batch_id": pa.array(np.full(size, self._number, np.int32)),
            "row_no": accepted["row_no"],
        }
        return pa.table(columns)

    def _writer(self, month: np.datetime64, schema: pa.Schema) -> pq.ParquetWriter:
        if month not in self._writers:
            self._writers[month] = open_writer(self._staging / f"{month}.parquet", schema)
        return self._writers[month]

    def settle(self) -> Settled:
        """Settle every month: refuse keys that the file gives twice, then compare with the versions stored."""
        for writer in self._writers.values():
            writer.close()
        stored = stored_by_month(self._store, self._origin.source, self._origin.indicator)
        parts = [self._settle_month(month, stored.get(month, [])) for month in map(str, sorted(self._writers))]
        return Settled(
            files=tuple(file for part in parts for file in part.files),
            new=sum(part.new for part in parts),
            revised=sum(part.revised for part in parts),
            unchanged=sum(part.unchanged for part in parts),
            duplicates=pa.concat_tables([QUARANTINED.empty_table(), *(part.duplicates for part in parts)]),
        )

    def abandon(self) -> None:
        """Let go of the months' files."""
        for writer in self._writers.values():
            abandon(writer)

    def _settle_month(self, month: str, stored: list[StoredFile]) -> Settled:
        staged = self._staging / f"{month}.parquet"
        duplicates = self._without_duplicates(staged)
        if not stored:
            rows = pq.read_metadata(staged).num_rows
            files = [(staged, self._stored("base", month, staged))] if rows else []
            return Settled(tuple(files), rows, 0, 0, duplicates)
        new, revised, unchanged = settle_month(self._store, staged, stored, self._recorded_at)
        files = []
        for role, table in (("base", new), ("rev", revised)):
            if table.num_rows:
                path = self._staging / f"{month}.{role}.parquet"
                write(path, table)
                files.append((path, self._stored(role, month, path)))
        return Settled(tuple(files), new.num_rows, revised.num_rows, unchanged, duplicates)

    def _without_duplicates(self, staged: Path) -> pa.Table:
        """Take every row whose key stands more than once out of a staged file and return them as quarantine."""
        repeated = repeated_keys(staged)
        if not repeated.any():
            return QUARANTINED.empty_table()
        rows = pq.read_table(staged)
        write(staged, rows.filter(pa.array(~repeated)))
        return _refused_as_duplicates(rows.filter(pa.array(repeated)), self._origin)

    def _stored(self, role: str, month: str, path: Path) -> StoredFile:
        shape = pq.read_metadata(path)
        known_from, known_to = _bounds(shape, "known_at")
        source, indicator = self._origin.source, self._origin.indicator
        return StoredFile(
            role=role,
            path=f"{role}/{source}/{indicator}/{month}/{self._number:06d}.parquet",
            rows=shape.num_rows,
            month=month,
            indicator=indicator,
            known_from=known_from.isoformat(),
            known_to=known_to.isoformat(),
        )


def _bounds(shape: pq.FileMetaData, column: str) -> tuple[datetime, datetime]:
    """Return the least and the greatest value of a column, from the statistics that its file carries."""
    place = shape.schema.names.index(column)
    parts = [shape.row_group(group).column(place).statistics for group in range(shape.num_row_groups)]
    return min(part.min for part in parts), max(part.max for part in parts)


def _repeat(text: str, size: int) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(size, np.int8)), [text])


def _known_by_lag(days: np.ndarray, origin: Origin, recorded_at: datetime) -> tuple[pa.Array, pa.DictionaryArray]:
    """Return when periods, given by their first days (rows,), are known: midnight of the place `lag_days` after their last, or our own record if that
    is earlier; and on which basis. Each distinct day is worked out once.
    """
    first = int(days.min())
    offset = days - first
    midnights = np.full(int(offset.max()) + 1, np.datetime64("NaT", "us"))
    distinct = np.flatnonzero(np.bincount(offset))
    ends = last_days((first + distinct).astype("datetime64[D]"), origin.frequency)
    for day, last in zip(distinct.tolist(), ends.tolist(), strict=True):
        known = start_of_day(last + timedelta(days=origin.lag_days), origin.zone)
        midnights[day] = np.datetime64(utc(known), "us")
    recorded = np.datetime64(recorded_at, "us")
    earlier = midnights <= recorded
    codes = np.where(earlier, np.int8(0), np.int8(1))[offset]
    basis = pa.DictionaryArray.from_arrays(pa.array(codes), [Basis.DECLARED_LAG.value, Basis.INGEST.value])
    return pa.array(np.where(earlier, midnights, recorded)[offset], MOMENT), basis


def _refused_as_duplicates(rows: pa.Table, origin: Origin) -> pa.Table:
    """Return stored rows as quarantine; values go back to the unit of the file, in which a retry reads them."""
    size = rows.num_rows
    said = pc.equal(rows["basis"].cast(pa.string()), Basis.RECORDED.value)
    columns = {
        "row_no": rows["row_no"],
        "observations": pa.array(np.ones(size, np.int32)),
        "subject": rows["subject"].cast(pa.string()),
        "valid_at": rows["valid_at"].cast(pa.string()),
        "value": _as_reported(rows["value"], origin),
        "known_at": pc.if_else(said, _with_offset(rows["known_at"]), None),
        "raw": pa.nulls(size, pa.string()),
        "reasons": pa.array([["duplicate_key"]] * size, pa.list_(pa.string())),
    }
    return pa.table(columns).cast(QUARANTINED)


def _with_offset(moments: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return moments as texts that say that they are UTC: one without an offset is read as local time."""
    return pc.binary_join_element_wise(moments.cast(pa.string()), "Z", "")


def _as_reported(values: pa.ChunkedArray, origin: Origin) -> pa.Array | pa.ChunkedArray:
    """Return values as texts in the unit of the file: exact, because the factor is a power of ten."""
    places = unit(origin.reported_in or origin.unit).factor.adjusted()
    if places == 0:
        return values.cast(pa.string())
    return pa.array([f"{value.scaleb(-places):f}" for value in values.to_pylist()], pa.string())
