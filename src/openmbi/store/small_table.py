"""Small tables of the store (register, holders, accounts, decisions): which they are, and what one said at a moment.

A small table is held in memory. Its files stand in the folder of its role, one a batch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import ibis
import pyarrow as pa
import pyarrow.compute as pc

from openmbi.core.tables import MOMENT
from openmbi.store.batch import utc
from openmbi.store.manifest import entries
from openmbi.store.store import Store


@dataclass(frozen=True)
class SmallTable:
    """Which table: `role` of its files in the manifest, `schema` of the rows that come in, and `key` that identifies one.

    A row whose file says nothing of `known_at` was known by declaration: at the start of the day `dated` of its column `about`, the lag of the contract
    later, and never later than our own record. `revised_when_recorded`: one that revises a known key was known when we recorded it instead.
    `roles`: what readers call a column, where that is another word; `units`: what they need to be told beside, such as the unit of amounts.
    """

    role: str
    schema: pa.Schema
    key: tuple[str, ...]
    about: str
    subject: str
    dated: Callable[[object], date]
    revised_when_recorded: bool = True
    roles: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def stored(self) -> pa.Schema:
        """The schema of its files."""
        return pa.schema([*self.schema, pa.field("recorded_at", MOMENT), pa.field("batch_id", pa.int32())])


def small_table_as_of(
    store: Store, table: SmallTable, moment: datetime | None, manifest: int | None = None
) -> pa.Table:
    """Return the rows as known at a moment (now, where None), one a key, ordered by key.

    A `valid_to` after the moment's day (in the moment's own zone) was not known then and is given as null.
    """
    files = [stored for entry in entries(store, manifest) for stored in entry.files if stored.role == table.role]
    if not files:
        return table.stored.empty_table()
    rows = store.engine.read_parquet([str(store.root / stored.path) for stored in files])
    if moment is not None:
        rows = rows.filter(rows.known_at <= ibis.literal(utc(moment)))
    order = [ibis.desc(name) for name in ("known_at", "batch_id", "row_no")]
    nth = ibis.row_number().over(ibis.window(group_by=list(table.key), order_by=order))
    latest = rows.mutate(nth=nth).filter(ibis._.nth == 0).drop("nth").order_by(list(table.key))
    found = latest.to_pyarrow().select(table.stored.names).cast(table.stored)
    return found if moment is None or "valid_to" not in table.schema.names else _without_later_ends(found, moment)


def _without_later_ends(rows: pa.Table, moment: datetime) -> pa.Table:
    ends = rows["valid_to"]
    known = pc.if_else(pc.less_equal(ends, pa.scalar(moment.date(), pa.date32())), ends, None)
    return rows.set_column(rows.schema.get_field_index("valid_to"), "valid_to", known)
