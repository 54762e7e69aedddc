"""What is on record of one enterprise, worked by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from openmbi.core.language import Text
from openmbi.core.tables import ACCOUNTS, ENTERPRISES, LINKS
from openmbi.flow.enterprise_records import account_entries, link_entries, register_entries
from openmbi.flow.enterprise_sources import row_of, source_levels
from openmbi.flow.in_force import InForce, declarations_in_force

A, B = "91440310827523280X", "91440305329437988W"
MONTHS = np.array(["2024-11-01", "2024-12-01", "2025-01-01"], "datetime64[D]")


@pytest.fixture(scope="module")
def in_force() -> InForce:
    return declarations_in_force(None)


def table(schema: pa.Schema, *rows: dict[str, Any]) -> pa.Table:
    return pa.table({field.name: pa.array([row.get(field.name) for row in rows], field.type) for field in schema})


def registered(enterprise: str, first: date, **said: Any) -> dict[str, Any]:
    return {"enterprise": enterprise, "valid_from": first, "row_no": 1, **said}


def test_a_place_is_told_with_its_city_and_an_industry_by_its_deepest_name(in_force: InForce):
    register = table(
        ENTERPRISES,
        registered(
            A, date(2015, 3, 1), valid_to=date(2023, 6, 30), place="440605", industry="C3911", size_class="小型"
        ),
        registered(A, date(2023, 7, 1), place="441900", industry="C39", size_class="odd", ownership="民营"),
        registered(B, date(2015, 3, 1), place="440305"),
    )
    before, now = register_entries(register, A, in_force.hierarchy)
    assert before.place == Text("佛山市南海区", "Nanhai District, Foshan")
    assert before.industry
    assert before.industry.zh == f"{in_force.hierarchy.industries.name('C391').zh}（C3911）"
    assert (before.valid_to, before.size_class, before.ownership) == (date(2023, 6, 30), Text("小型", "small"), None)
    assert now.place == Text("东莞市", "Dongguan")  # a city without counties
    assert (now.size_class, now.ownership) == (Text("odd", "odd"), Text("民营", "民营"))
    (other,) = register_entries(register, B, in_force.hierarchy)
    assert (other.industry, other.size_class, other.group_owner) == (None, None, None)


def test_links_and_accounts_are_the_enterprises_own():
    link = {"kind": "meter", "subject": "M1", "share": Decimal("0.6"), "valid_from": date(2020, 1, 1), "basis": "code"}
    links = table(LINKS, link | {"enterprise": A}, link | {"enterprise": B, "share": Decimal("0.4")})
    (found,) = link_entries(links, A)
    assert (found.kind.en, found.subject, found.share, found.valid_to) == ("meter", "M1", 0.6, None)
    assert "code is registered" in found.basis.en
    accounts = table(ACCOUNTS, {"enterprise": B, "year": 2023, "tax_cny": Decimal(120000), "employees": 7, "row_no": 1})
    assert list(account_entries(accounts, A)) == []
    (year,) = account_entries(accounts, B)
    assert (year.year, year.value_added_cny, year.output_cny, year.tax_cny, year.employees) == (
        2023,
        None,
        None,
        120000.0,
        7,
    )


def test_a_code_is_found_among_sorted_ones():
    codes = np.array(["a", "c", "e"])
    assert [row_of(codes, code) for code in ("a", "c", "e", "b", "f", "")] == [0, 1, 2, None, None, None]
    assert row_of(codes[:0], "a") is None


def kept(name: str, codes: list[str], level: list[list[float]], entered: str) -> dict[str, np.ndarray]:
    return {
        f"{name}.code": np.array(codes),
        f"{name}.entered": np.full(len(codes), np.datetime64(entered)),
        f"{name}.month": MONTHS,
        f"{name}.level": np.array(level, np.float32),
    }


def test_sources_in_which_an_enterprise_has_no_level_are_left_out(in_force: InForce):
    nothing = [np.nan, np.nan, np.nan]
    details = {
        **kept("use_kwh", [B, A], [nothing, [100, 90, 80]], "2023-01-01"),
        **kept("freight_t", [B, A], [[50, np.nan, np.nan], nothing], "2023-01-01"),
        **kept("land_m2", [A], [[100, 100, 100]], "2023-01-01"),
    }
    assert [one.indicator.en for one in source_levels(details, A, in_force)] == ["electricity use", "land in use"]
    (freight,) = source_levels(details, B, in_force)
    assert (freight.domain.en, freight.level[0], np.isnan(freight.level[1:]).all()) == ("freight", 50.0, True)
    assert list(source_levels(details, "nobody", in_force)) == []


def test_the_base_of_an_entrant_is_what_made_it_a_member(in_force: InForce):
    first, last = in_force.level.base_first, in_force.level.base_last
    (old,) = source_levels(kept("use_kwh", [A], [[1, 2, 3]], str(last)), A, in_force)
    assert old.base.en == f"{first} to {last}"
    (new,) = source_levels(kept("use_kwh", [A], [[1, 2, 3]], "2099-09-17"), A, in_force)
    assert new.base.en == f"the {in_force.level.entry_active_days} active days before it entered on 2099-09-17"
    (quarters,) = source_levels(kept("land_m2", [A], [[1, 2, 3]], "2099-07-01"), A, in_force)
    assert "quarters" in quarters.base.en


def test_an_indicator_that_the_catalog_no_longer_has_keeps_its_code(in_force: InForce):
    (found,) = source_levels(kept("gone", [A], [[1, 2, 3]], "2023-01-01"), A, in_force)
    assert (found.domain.en, found.indicator.zh) == ("gone", "gone")
