"""Every total is the sum of its parts: counties, cities and province; groups, divisions and section; by table and by stints."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pytest

from openmbi.catalog.hierarchy import Hierarchy, load_hierarchy
from openmbi.cells.assign import assign
from openmbi.cells.roll_up import roll_up
from openmbi.cells.total import total
from openmbi.core.tables import Level
from openmbi.flow.bureau import Bureau, load_bureau
from openmbi.flow.stints import stints
from openmbi.store.as_of import as_of
from openmbi.store.register import register_as_of

NOW = datetime(2030, 1, 1, tzinfo=UTC)
RECODED = date(2024, 6, 1)
TOWN = """
code: '440000'
name: {{zh: 模拟, en: simulated}}
citation: {{zh: 模拟, en: simulated}}
places:
  - {{code: '440000', name: {{zh: 广东省, en: Guangdong}}}}
  - {{code: '449900', name: {{zh: 模拟市, en: simulated city}}}}
  - {{code: '449901', name: {{zh: 甲县, en: A}}, valid_to: {last}, successor: '449911'}}
  - {{code: '449911', name: {{zh: 甲区, en: A}}, valid_from: {first}}}
  - {{code: '449902', name: {{zh: 乙区, en: B}}}}
"""  # 449903 is not declared: known to the city only

Totals = Mapping[tuple[str, date], Decimal]


@pytest.fixture(scope="module")
def hierarchy(tmp_path_factory: pytest.TempPathFactory) -> Hierarchy:
    overlay = tmp_path_factory.mktemp("catalog")
    (overlay / "places").mkdir()
    text = TOWN.format(last=date(2024, 5, 31), first=RECODED)
    (overlay / "places/449900.yml").write_text(text, encoding="utf-8")
    return load_hierarchy(overlay)


@pytest.fixture(scope="module")
def bureau(town: Path) -> Bureau:
    return load_bureau(town)


@pytest.fixture(scope="module")
def register(bureau: Bureau) -> pa.Table:
    """The town's register; every third enterprise is told to the class of its industry, and one not at all."""
    table = register_as_of(bureau.store, NOW)
    industries = [f"{code}{(1, 11, 90)[k % 3]}"[:5] for k, code in enumerate(table["industry"].to_pylist())]
    industries[0] = None
    at = table.schema.get_field_index("industry")
    return table.set_column(at, table.schema.field(at), pa.array(industries, pa.string()))


@pytest.fixture(scope="module")
def use(bureau: Bureau) -> ir.Table:
    settings = bureau.settings
    return as_of(bureau.store, source=settings.source, indicator=settings.indicator, moment=NOW)


def leaves(bureau: Bureau, use: ir.Table, register: pa.Table, attribute: str, unknown: str) -> ir.Table:
    """Return kWh by the code that the register writes, and day."""
    bureau.store.engine.con.register("register_rows", register)
    assigned = assign(use, bureau.store.engine.table("register_rows"), [attribute])
    coded = assigned.mutate(**{attribute: ibis.coalesce(assigned[attribute], unknown)})
    return total(coded, [attribute, "valid_at"]).select(attribute, "valid_at", "value")


def climbed(bureau: Bureau, cells: ir.Table, links: pa.Table, level: str) -> ir.Table:
    return roll_up(cells, ibis.memtable(links), level=level)


def totals(cells: ir.Table, level: str) -> Totals:
    return {(row[level], row["valid_at"]): row["value"] for row in cells.to_pyarrow().to_pylist()}


def by_day(of: Totals) -> dict[date, Decimal]:
    sums: dict[date, Decimal] = {}
    for (_, day), value in of.items():
        sums[day] = sums.get(day, Decimal(0)) + value
    return sums


def by_stints(use: ir.Table, register: pa.Table, hierarchy: Hierarchy, level: Level) -> Totals:
    """Sum row by row what the stints say of each enterprise and day."""
    rows = use.select("subject", "valid_at", "value").to_pyarrow().to_pylist()
    subjects = np.unique([row["subject"] for row in rows])
    first, last = min(row["valid_at"] for row in rows), max(row["valid_at"] for row in rows)
    days = np.arange(first, np.datetime64(last) + 1, dtype="M8[D]")
    found = stints(register, subjects, days, hierarchy)[level]
    group = np.full((len(subjects), len(days)), -1)
    for row, number, start, stop in zip(found.row, found.group, found.first, found.stop, strict=True):
        group[row, start:stop] = number
    place = {subject: k for k, subject in enumerate(subjects)}
    sums: dict[tuple[str, date], Decimal] = {}
    for row in rows:
        code = found.groups[group[place[row["subject"]], (row["valid_at"] - first).days]]
        key = (str(code), row["valid_at"])
        sums[key] = sums.get(key, Decimal(0)) + row["value"]
    return sums


LADDERS = {
    "place": ("place", "unplaced", (Level.COUNTY, Level.CITY, Level.ZONE)),
    "industry": ("industry", "unclassified", (Level.INDUSTRY_GROUP, Level.INDUSTRY, Level.ZONE)),
}


@pytest.mark.parametrize("ladder", LADDERS)
def test_every_total_is_the_sum_of_its_parts(
    ladder: str, bureau: Bureau, use: ir.Table, register: pa.Table, hierarchy: Hierarchy
):
    attribute, unknown, levels = LADDERS[ladder]
    tree = hierarchy.places if ladder == "place" else hierarchy.industries
    cells = leaves(bureau, use, register, attribute, unknown)
    codes = [code for code in register[attribute].to_pylist() if code]
    whole = {row["valid_at"]: row["value"] for row in total(use, ["valid_at"]).to_pyarrow().to_pylist()}
    assert by_day(totals(cells, attribute)) == whole
    for level in levels:
        links = tree.links(level, codes) if level is levels[0] else tree.links(level)
        cells = climbed(bureau, cells, links, attribute)
        found = totals(cells, attribute)
        assert None not in {code for code, _ in found}
        assert by_day(found) == whole
        if level is not Level.ZONE:
            assert found == by_stints(use, register, hierarchy, level)


def test_the_register_reaches_every_case(use: ir.Table, register: pa.Table, hierarchy: Hierarchy):
    """The recoded county before and after, one known to its city only; groups, divisions without a group, and what is unclassified."""
    counties = {code for code, _ in by_stints(use, register, hierarchy, Level.COUNTY)}
    assert counties == {"449901", "449911", "449902", "449900"}
    assert {code for code, _ in by_stints(use, register, hierarchy, Level.CITY)} == {"449900"}
    groups = {code for code, _ in by_stints(use, register, hierarchy, Level.INDUSTRY_GROUP)}
    assert "unclassified" in groups
    assert {len(code) for code in groups - {"unclassified"}} == {3, 4}
