"""Enterprises that were searched for, as columns."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa

from openmbi.core.access import Viewer
from openmbi.core.tables import Colour
from openmbi.flow.gate.answer import Answer
from openmbi.flow.gate.enterprises import Sort, Wanted, search
from openmbi.flow.gate.gate import Gate

ENTERPRISE_COLUMNS = pa.schema(
    [
        pa.field("code", pa.string(), nullable=False),
        pa.field("name", pa.string()),
        pa.field("place", pa.string()),
        pa.field("industry", pa.string()),
        pa.field("light", pa.string(), nullable=False),
        pa.field("alert", pa.string()),
        pa.field("weight", pa.float64()),
        pa.field("level", pa.float64()),
    ]
)
"""As `openmbi.flow.enterprise_list.LISTED`, with colours by their names."""


def enterprise_rows(
    gate: Gate,
    viewer: Viewer,
    query: str,
    filters: Wanted,
    sort: Sort,
    *,
    after: str | None,
    limit: int,
    as_of: datetime | None = None,
) -> Answer:
    """Return a page of the enterprises that `search` finds (ENTERPRISE_COLUMNS).

    Raises
    ------
    Problem
        As `search`.
    """
    page = search(gate, viewer, query, filters=filters, sort=sort, after=after, limit=limit, as_of=as_of)
    columns = {name: [line[name] for line in page.lines] for name in ENTERPRISE_COLUMNS.names}
    for name in ("light", "alert"):
        columns[name] = [None if code is None else Colour(code).name.lower() for code in columns[name]]
    origin = gate.origins.named(page.run)
    return Answer(ENTERPRISE_COLUMNS, columns, origin.about if origin else None, page.after)
