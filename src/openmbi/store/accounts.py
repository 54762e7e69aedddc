"""Annual accounts of enterprises in the store."""

from __future__ import annotations

from datetime import date, datetime
from types import MappingProxyType
from typing import cast

import pyarrow as pa

from openmbi.core.tables import ACCOUNTS as SCHEMA
from openmbi.store.small_table import SmallTable, small_table_as_of
from openmbi.store.store import Store

_MONEY = ("value_added", "output", "tax")


def _last_day(year: object) -> date:
    return date(cast(int, year), 12, 31)


ACCOUNTS = SmallTable(
    role="accounts",
    schema=SCHEMA,
    key=("enterprise", "year"),
    about="year",
    subject="enterprise",
    dated=_last_day,
    roles=MappingProxyType({f"{name}_cny": name for name in _MONEY}),
    units=MappingProxyType({f"{name}_unit": "CNY" for name in _MONEY}),
)


def accounts_as_of(store: Store, moment: datetime | None, manifest: int | None = None) -> pa.Table:
    """Return the accounts as known at a moment (now, where None): ACCOUNTS, in yuan, and when they were recorded, one row an (enterprise, year)."""
    return small_table_as_of(store, ACCOUNTS, moment, manifest)
