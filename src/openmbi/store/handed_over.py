"""Tables that are handed to the engine and held for the life of the process."""

from __future__ import annotations

from uuid import uuid4

import ibis.expr.types as ir
import pyarrow as pa

from openmbi.store.store import Store


def handed_over(store: Store, table: pa.Table) -> ir.Table:
    """Return an Arrow table as a table of the store's engine."""
    name = f"given_{uuid4().hex}"
    store.engine.con.register(name, table)
    return store.engine.table(name)
