"""How the store writes Parquet: one place for encodings, so that every file reads alike."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

_PLAIN = {"value", "row_no"}
_BOUNDED = ["valid_at", "known_at"]  # the columns that readers look files up by


def open_writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """Open a writer: decimals as integers, line numbers as differences, everything that repeats as a dictionary."""
    path.parent.mkdir(parents=True, exist_ok=True)
    names = [field.name for field in schema]
    return pq.ParquetWriter(
        path,
        schema,
        compression="zstd",
        compression_level=1,
        store_schema=False,
        store_decimal_as_integer=True,
        use_dictionary=[name for name in names if name not in _PLAIN],
        write_statistics=_BOUNDED,
        column_encoding={"row_no": "DELTA_BINARY_PACKED"} if "row_no" in names else None,
    )


def abandon(writer: pq.ParquetWriter) -> None:
    """Close a writer whose file is not wanted any more: what it can no longer write is of no consequence."""
    with suppress(OSError):
        writer.close()
    writer.is_open = False


def write(path: Path, table: pa.Table) -> None:
    """Write a whole table durably."""
    with open_writer(path, table.schema) as writer:
        writer.write_table(table)
    make_durable(path)


def make_durable(path: Path) -> None:
    """Force a finished file to the disk."""
    with path.open("rb+") as handle:
        os.fsync(handle.fileno())
