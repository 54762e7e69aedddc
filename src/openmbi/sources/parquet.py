"""Parquet files: batches of rows as texts, so that numbers and dates go through the same checks as those of a text file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.sources.layout import Layout
from openmbi.sources.rows import Rows

MAGIC = b"PAR1"
BLOCK_OBSERVATIONS = 500_000


def read_shape(path: Path) -> tuple[tuple[str, ...], int]:
    """Return the column names and the number of rows.

    Raises
    ------
    Problem
        `ingest.parquet-unreadable` where the file is truncated or corrupt.
    """
    with _readable(path), pq.ParquetFile(path) as file:
        return tuple(file.schema_arrow.names), file.metadata.num_rows


def read_parquet(path: Path, size: int, layout: Layout, zone: ZoneInfo) -> Iterator[Rows]:
    """Yield the rows, block by block, as texts; `row_no` counts the rows of the file from 1."""
    with _readable(path), pq.ParquetFile(path) as file:
        done = 0
        total = file.metadata.num_rows
        columns = [file.schema_arrow.names[place] for place in layout.read]
        for batch in file.iter_batches(max(1, BLOCK_OBSERVATIONS // layout.observations), columns=columns):
            numbers = np.arange(done + 1, done + 1 + batch.num_rows, dtype=np.int64)
            done += batch.num_rows
            yield Rows(_as_texts(batch, columns, layout, zone), numbers, (), size * done // total)


def _as_texts(batch: pa.RecordBatch, columns: list[str], layout: Layout, zone: ZoneInfo) -> pa.Table:
    by_name = dict(zip(batch.schema.names, batch.columns, strict=True))
    texts = [_text(by_name[name], zone) for name in columns]
    return pa.Table.from_arrays(texts, names=[str(place) for place in layout.read])


def _text(column: pa.Array, zone: ZoneInfo) -> pa.Array:
    if pa.types.is_timestamp(column.type):
        column = _local(column, zone)
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    return column.cast(pa.string())


def _local(moments: pa.Array, zone: ZoneInfo) -> pa.Array:
    """Return moments as the clock of the place shows them, in microseconds."""
    if moments.type.tz:
        moments = pc.local_timestamp(moments.cast(pa.timestamp(moments.type.unit, zone.key)))
    return moments.cast(pa.timestamp("us"), safe=False)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
        if isinstance(error, FileNotFoundError | PermissionError):
            raise
        raise Problem(
            "ingest.parquet-unreadable",
            Text("Parquet 文件不完整或已损坏：{detail}", "the Parquet file is truncated or corrupt: {detail}").fill(
                detail=str(error).splitlines()[0]
            ),
            Text("请重新传输该文件后再导入", "transfer the file again and ingest it then"),
            file=path,
        ) from error
