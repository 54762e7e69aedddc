"""What comes out of checking a block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa


@dataclass(frozen=True)
class CheckedBlock:
    """Rows of one block, and the bytes of the file done.

    `accepted`: ACCEPTED, or the schema of the small table that its reader produces; `quarantined`: QUARANTINED.
    """

    accepted: pa.Table
    quarantined: pa.Table
    bytes_done: int


def joined(tables: Sequence[pa.Table]) -> pa.Table:
    """Return tables of one schema as one table of single chunks."""
    return pa.concat_tables(tables).combine_chunks()
