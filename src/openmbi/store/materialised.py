"""Tables that the engine holds for the life of the process: small ones handed to it, and results that are asked for more than once."""

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


def materialised(store: Store, table: ir.Table) -> ir.Table:
    """Return the rows of an expression over tables of the engine as a temporary table, which spills to disk where they are many."""
    name = f"kept_{uuid4().hex}"
    store.engine.raw_sql(f"CREATE TEMPORARY TABLE {name} AS {store.engine.compile(table)}")
    return store.engine.table(name)
