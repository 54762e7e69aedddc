"""Read an inspected file block by block, every row checked; and check again what waits in quarantine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pyarrow as pa
from ibis.backends.duckdb import Backend

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.sources.block import CheckedBlock
from openmbi.sources.contract import Contract
from openmbi.sources.delimited import read_delimited
from openmbi.sources.inspection import Inspection
from openmbi.sources.parquet import read_parquet
from openmbi.sources.reader import reader_of
from openmbi.sources.rows import Rows
from openmbi.sources.setting import Setting
from openmbi.sources.sheet import read_sheet
from openmbi.sources.stamp import accessible, refuse_change

__all__ = ["CheckedBlock", "read_checked", "recheck"]


def read_checked(
    inspection: Inspection,
    contract: Contract,
    *,
    engine: Backend,
    now: datetime,
    zone: ZoneInfo,
    registered: pa.Array | None,
) -> Iterator[CheckedBlock]:
    """Yield the checked rows of a file, about half a million observations at a time.

    `now` (UTC) is the moment that dates may not lie after; `zone` is the place's. `registered` holds the enterprises of
    the register, None where the contract does not ask for them.

    Raises
    ------
    Problem
        `ingest.file-changed` after the first block that finds the file no longer what was inspected; `ingest.file-missing`;
        `ingest.parquet-unreadable`; `ingest.no-register`.
    """
    setting = _setting(contract, engine, now, zone, registered)
    reader = reader_of(contract)
    with accessible(inspection.path):
        for rows in _rows(inspection, contract, zone):
            yield reader.check(rows, inspection.layout, setting)
            refuse_change(inspection.path, inspection.stamp)
        refuse_change(inspection.path, inspection.stamp)


def recheck(
    quarantined: pa.Table,
    contract: Contract,
    *,
    engine: Backend,
    now: datetime,
    zone: ZoneInfo,
    registered: pa.Array | None,
) -> CheckedBlock:
    """Check the texts of refused rows (QUARANTINED) against the contract as it is now; as many observations come out as went in."""
    return reader_of(contract).recheck(quarantined, _setting(contract, engine, now, zone, registered))


def _setting(
    contract: Contract, engine: Backend, now: datetime, zone: ZoneInfo, registered: pa.Array | None
) -> Setting:
    if contract.require_registered and registered is None:
        raise Problem(
            "ingest.no-register",
            Text(
                "契约要求主体在企业名录中，而名录尚未导入",
                "the contract asks for registered subjects, and no register is there",
            ),
            Text("先导入企业名录", "ingest the enterprise register first"),
            file=contract.file,
            field="require_registered",
        )
    return Setting(contract, engine, now, zone, registered)


def _rows(inspection: Inspection, contract: Contract, zone: ZoneInfo) -> Iterator[Rows]:
    if inspection.sheet:
        return read_sheet(inspection.sheet, inspection.size, inspection.layout, contract)
    if inspection.form == "parquet":
        return read_parquet(inspection.path, inspection.size, inspection.layout, zone)
    return read_delimited(inspection.path, inspection.encoding, inspection.layout)
