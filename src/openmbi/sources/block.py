"""What comes out of checking a block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa


@dataclass(frozen=True)
class CheckedBlock:
    """Rows of one block: `accepted` (schema ACCEPTED, or ENTERPRISES of the register), `quarantined` (QUARANTINED), and the bytes of the file done."""

    accepted: pa.Table
    quarantined: pa.Table
    bytes_done: int


def joined(tables: Sequence[pa.Table]) -> pa.Table:
    """Return tables of one schema as one table of single chunks."""
    return pa.concat_tables(tables).combine_chunks()
