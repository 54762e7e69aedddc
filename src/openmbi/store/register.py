"""The register of enterprises in the store: what an enterprise was, and when that was known."""

from __future__ import annotations

from datetime import date, datetime
from typing import cast

import pyarrow as pa
import pyarrow.compute as pc

from openmbi.core.tables import ENTERPRISES
from openmbi.store.small_table import SmallTable, small_table_as_of
from openmbi.store.store import Store

REGISTER = SmallTable(
    role="register",
    schema=ENTERPRISES,
    key=("enterprise", "valid_from"),
    about="valid_from",
    subject="enterprise",
    dated=lambda day: cast(date, day),
    revised_when_recorded=False,
)


def register_as_of(store: Store, moment: datetime | None, manifest: int | None = None) -> pa.Table:
    """Return the register's rows as known at a moment (now, where None), one a key, ordered by key.

    A `valid_to` after the moment was not known then and is given as null.
    """
    return small_table_as_of(store, REGISTER, moment, manifest)


def registered_subjects(store: Store) -> pa.Array | None:
    """Return the enterprises that the register knows; None where there is no register."""
    register = register_as_of(store, None)
    return pc.unique(register["enterprise"].combine_chunks()) if register.num_rows else None
