"""What comes out of checking a block, and what a check needs to know beside the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pyarrow as pa
from ibis.backends.duckdb import Backend

from openmbi.sources.contract import Contract


@dataclass(frozen=True)
class CheckedBlock:
    """Rows of one block: `accepted` (schema ACCEPTED, or ENTERPRISES of the register), `quarantined` (QUARANTINED), and the bytes of the file done."""

    accepted: pa.Table
    quarantined: pa.Table
    bytes_done: int


@dataclass(frozen=True)
class Setting:
    """What rows are checked against: the contract, the moment `now` (UTC), the zone of the place, the registered enterprises, and the engine."""

    contract: Contract
    engine: Backend
    now: datetime
    zone: ZoneInfo
    registered: pa.Array | None

    @property
    def today(self) -> date:
        """The day it is at the place."""
        return self.now.astimezone(self.zone).date()


def joined(tables: Sequence[pa.Table]) -> pa.Table:
    """Return tables of one schema as one table of single chunks."""
    return pa.concat_tables(tables).combine_chunks()
