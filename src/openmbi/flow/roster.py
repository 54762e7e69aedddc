"""Who the enterprises are, as the register said at a moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

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
    latest = {row["enterprise"]: row for row in register.to_pylist()}  # ordered by enterprise and valid_from
    return Roster(
        register=register,
        names={enterprise: row["name"] for enterprise, row in latest.items() if row["name"]},
        industries={enterprise: row["industry"] for enterprise, row in latest.items() if row["industry"]},
        exits={
            enterprise: row["valid_to"] + timedelta(days=1) for enterprise, row in latest.items() if row["valid_to"]
        },
        accounts=accounts_as_of(bureau.store, moment.astimezone(bureau.zone), manifest),
    )
