"""The figures of a public release as columns: what outsiders may see, and nothing else."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa

from openmbi.core.access import Viewer
from openmbi.core.releases import PublicRelease
from openmbi.flow.gate.answer import About, Answer
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.releases import release

RELEASE_COLUMNS = pa.schema(
    [
        pa.field("table", pa.string(), nullable=False),
        pa.field("unit", pa.string(), nullable=False),
        pa.field("dimensions", pa.string(), nullable=False),
        pa.field("key", pa.string(), nullable=False),
        pa.field("value", pa.float64()),
        pa.field("obs_status", pa.string(), nullable=False),
        pa.field("conf_status", pa.string(), nullable=False),
    ]
)
"""`dimensions` and `key`: names and codes of a table's dimensions, joined by a point. `obs_status` O and `conf_status` C: not published, suppressed
or without data; else A and F."""


def release_rows(gate: Gate, viewer: Viewer, number: int, as_of: datetime | None = None) -> Answer:
    """Return one row a figure of a public release (RELEASE_COLUMNS); with `as_of`, of one that the viewer might have seen then.

    Raises
    ------
    Problem
        As `openmbi.flow.gate.releases.release`.
    """
    found = release(gate, viewer, number, as_of)
    rows = [(table, row) for table in found.tables for row in table.rows]
    columns = {
        "table": [table.name for table, _ in rows],
        "unit": [table.unit for table, _ in rows],
        "dimensions": [".".join(table.columns[: len(row) - 1]) for table, row in rows],
        "key": [".".join(str(code).replace(".", "@") for code in row[:-1]) for _, row in rows],
        "value": [row[-1] for _, row in rows],
        "obs_status": ["O" if row[-1] is None else "A" for _, row in rows],
        "conf_status": ["C" if row[-1] is None else "F" for _, row in rows],
    }
    return Answer(RELEASE_COLUMNS, columns, about_release(found))


def about_release(found: PublicRelease) -> About:
    """Return what figures of a public release rest on; nothing of it is internal."""
    simulated = (
        {"zh": "模拟数据，不是真实企业", "en": "Simulated data, no real enterprises"} if found.simulated else None
    )
    name = f"{found.number:06d}"
    return About("release", name, name, found.as_of, found.made_at, simulated=simulated)
