"""Who the enterprises are, as the register said at a moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from openmbi.catalog.industry_tree import Industries
from openmbi.core.tables import ACCOUNTS, ENTERPRISES
from openmbi.flow.bureau import Bureau
from openmbi.store.accounts import accounts_as_of
from openmbi.store.register import register_as_of


@dataclass(frozen=True)
class Roster:
    """The register as known, and of it by enterprise: display names, industry codes of any depth, and the first day on which a deregistered one is no
    longer counted; annual accounts.
    """

    register: pa.Table = field(default_factory=ENTERPRISES.empty_table)
    names: Mapping[str, str] = field(default_factory=dict)
    industries: Mapping[str, str] = field(default_factory=dict)
    exits: Mapping[str, date] = field(default_factory=dict)
    accounts: pa.Table = field(default_factory=ACCOUNTS.empty_table)

    def divisions(self, industries: Industries) -> dict[str, str]:
        """Return the division of each enterprise that has an industry code."""
        return {enterprise: industries.division_of(code) for enterprise, code in self.industries.items()}

    def value_added(self, year: int) -> dict[str, float]:
        """Return by enterprise the value added (yuan) of the latest year known up to `year`; of the first one after it where there is none."""
        stated = self.accounts.filter(pc.is_valid(self.accounts["value_added_cny"]))
        rows = stated.select(["enterprise", "year", "value_added_cny"]).to_pylist()
        # The last one written stands: later years in falling order first, then those up to `year` rising.
        order = sorted(
            rows, key=lambda row: (row["year"] <= year, row["year"] if row["year"] <= year else -row["year"])
        )
        return {row["enterprise"]: float(row["value_added_cny"]) for row in order}


def roster_as_of(bureau: Bureau, moment: datetime, manifest: int) -> Roster:
    """Read the register as known at a moment; an empty roster where there is none. The latest row of an enterprise tells its name and industry."""
    register: pa.Table = register_as_of(bureau.store, moment.astimezone(bureau.zone), manifest)
    latest = latest_rows(register)
    return Roster(
        register=register,
        names=_stated(latest, "name"),
        industries=_stated(latest, "industry"),
        exits={enterprise: day + timedelta(days=1) for enterprise, day in _stated(latest, "valid_to").items()},
        accounts=accounts_as_of(bureau.store, moment.astimezone(bureau.zone), manifest),
    )


def latest_rows(register: pa.Table) -> pa.Table:
    """Return of a register, ordered by enterprise and `valid_from`, the last row of each enterprise."""
    told = register["enterprise"].combine_chunks()
    if len(told) < 2:
        return register
    ends = pc.not_equal(told[1:], told[:-1]).to_numpy(zero_copy_only=False)
    return register.take(pa.array(np.append(np.flatnonzero(ends), len(told) - 1)))


def _stated(latest: pa.Table, field: str) -> dict[str, Any]:
    """Return by enterprise what a field says, where it says anything."""
    pairs = zip(latest["enterprise"].to_pylist(), latest[field].to_pylist(), strict=True)
    return {enterprise: value for enterprise, value in pairs if value}
