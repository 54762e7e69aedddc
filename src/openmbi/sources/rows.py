"""Rows of one block of a file as texts, before any check."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from openmbi.core.tables import QUARANTINED
from openmbi.sources.reasons import Masks, codes_of
from openmbi.sources.rectangle import Rectangle

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Coded:
    """Texts (n,) that repeat: `texts[codes[i]]` is the text of row i, so that each distinct text is checked once."""

    codes: NDArray[np.int32]
    texts: pa.Array

    def of(self, rows: NDArray[np.int64]) -> pa.Array:
        """Return the texts of some rows."""
        return self.texts.take(pa.array(self.codes[rows]))


@dataclass(frozen=True)
class Unread:
    """A line that could not be taken apart: its physical number, its text, the reason."""

    row_no: int
    raw: str
    reason: np.uint32


@dataclass(frozen=True)
class Rows:
    """A block: `table` (n rows) holds the texts, columns named by position; `row_no` (n,) physical lines from 1; `bytes_done` so far of the file.

    `rectangle`: the texts of all columns, where they were taken apart in one go; `table` has then those of the roles only.
    """

    table: pa.Table
    row_no: Numbers
    unread: tuple[Unread, ...]
    bytes_done: int
    rectangle: Rectangle | None = None

    def plain(self, place: int) -> pa.Array:
        """Return the texts (n,) of the column at a position; what is null is empty."""
        return without_nulls(_joined(self.table.column(str(place))))

    def cells(self, places: tuple[int, ...]) -> pa.Array:
        """Return the texts (columns × n,) of the columns at some positions, column after column; what is null is empty."""
        if self.rectangle:
            return self.rectangle.columns(places)
        columns = self.table.select([str(place) for place in places]).columns
        return without_nulls(
            _joined(pa.chunked_array([c for column in columns for c in column.chunks], columns[0].type))
        )

    def coded(self, place: int) -> Coded:
        """Return the texts of the column at a position by distinct text."""
        return coded(_joined(self.table.column(str(place))))


def coded(column: pa.Array) -> Coded:
    """Return texts, dictionary-encoded already or not, by distinct text; what is null is empty."""
    if not pa.types.is_dictionary(column.type):
        column = pc.dictionary_encode(without_nulls(column))
    return Coded(column.indices.to_numpy(zero_copy_only=False), column.dictionary)


def without_nulls(texts: pa.Array) -> pa.Array:
    """Return texts with what is null made empty."""
    return pc.fill_null(texts, "") if texts.null_count else texts


def _joined(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def refused_lines(unread: tuple[Unread, ...], observations: int) -> pa.Table:
    """Return lines that could not be taken apart as QUARANTINED rows, each standing for `observations`."""
    count = len(unread)
    return quarantined(
        np.array([line.row_no for line in unread], dtype=np.int64),
        np.array([line.reason for line in unread], dtype=np.uint32),
        raw=pa.array([line.raw for line in unread], pa.string()),
        observations=pa.array(np.full(count, observations, dtype=np.int32)),
    )


def quarantined(row_no: Numbers, masks: Masks, **texts: pa.Array) -> pa.Table:
    """Return a QUARANTINED table of n rows; columns that are not given are null, and `observations` is 1."""
    count = len(row_no)
    given = {"row_no": pa.array(row_no), "observations": pa.array(np.ones(count, dtype=np.int32)), **texts}
    given["reasons"] = codes_of(masks)
    columns = [given[field.name] if field.name in given else pa.nulls(count, field.type) for field in QUARANTINED]
    return pa.Table.from_arrays(columns, schema=QUARANTINED)
