"""Holders in the store: whom providers' books name for meters, accounts, plates and trading names."""

from __future__ import annotations

from datetime import date, datetime
from typing import cast

import pyarrow as pa

from openmbi.core.tables import HOLDERS as SCHEMA
from openmbi.store.small_table import SmallTable, small_table_as_of
from openmbi.store.store import Store

HOLDERS = SmallTable(
    role="holders",
    schema=SCHEMA,
    key=("kind", "subject", "name", "valid_from"),
    about="valid_from",
    subject="subject",
    dated=lambda day: cast(date, day),
)
"""The name belongs to the key: two holders of one shared meter are two keys. The code does not, so that a corrected code is a revision."""


def holders_as_of(store: Store, moment: datetime | None, manifest: int | None = None) -> pa.Table:
    """Return the holders as known at a moment (now, where None): HOLDERS and when they were recorded, one row a (kind, subject, name, valid_from).

    A `valid_to` after the moment was not known then and is given as null.
    """
    return small_table_as_of(store, HOLDERS, moment, manifest)
