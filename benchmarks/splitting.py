"""Splitting six million readings of meters by the shares of their links, into an Arrow table."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import ibis
import pyarrow as pa

from benchmarks.same_sample_growth import THREADS, least_cpu_seconds
from openmbi.cells.attribute import attribute
from openmbi.cells.splits import splits
from openmbi.core.tables import LINKS

METERS, DAYS, ENTERPRISES = 5_500, 1_096, 5_000  # a tenth have a second meter
SHARED_EVERY = 20
GOAL = 2.0  # CPU s on an idle machine

MAKE = f"""
copy (
    select 'm' || s as subject, 'use_kwh' as indicator, date '2021-01-01' + d::integer as valid_at,
        ((hash(s, d) % 1000000) / 100.0)::decimal(18, 4) as value, 'kWh' as unit,
        case when hash(d, s) % 20 = 0 then 'zero_or_missing' else 'normal' end as status
    from range({DAYS}) days(d), range({METERS}) meters(s)
) to '{{file}}' (format parquet)
"""


def splitting() -> dict[str, object]:
    """Return what it costs, reading and handing over included; beside it what these alone cost."""
    spans = splits(
        pa.Table.from_pylist([row for meter in range(METERS) for row in _links(meter)], schema=LINKS), "meter"
    )
    with TemporaryDirectory() as folder:
        file = Path(folder) / "readings.parquet"
        duckdb.execute(MAKE.format(file=file))
        readings = ibis.duckdb.connect(threads=THREADS).read_parquet(file)
        seconds = least_cpu_seconds(lambda: attribute(readings, ibis.memtable(spans)).to_pyarrow())
        reading = least_cpu_seconds(readings.to_pyarrow)
    figure = f"splitting {METERS * DAYS:,} readings by {spans.num_rows:,} spans, CPU s"
    return {"figure": figure, "ours": seconds, "peer": reading, "ratio": seconds / reading, "goal": GOAL}


def _links(meter: int) -> list[dict[str, object]]:
    plain = {"kind": "meter", "subject": f"m{meter}", "valid_from": date(2018, 1, 1), "basis": "code"}
    owner, tenant = f"e{meter % ENTERPRISES}", f"t{meter}"
    if meter % SHARED_EVERY:
        return [{**plain, "enterprise": owner, "share": Decimal(1)}]
    parts = ((owner, "0.3"), (tenant, "0.7"))
    return [{**plain, "enterprise": enterprise, "share": Decimal(share)} for enterprise, share in parts]
