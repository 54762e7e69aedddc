"""What is on record of one enterprise: its rows of register, links and accounts, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from openmbi.catalog.hierarchy import Hierarchy
from openmbi.core.language import Text
from openmbi.flow.province_texts import LINK_KIND
from openmbi.linking.reasons import BASIS_MEANS, LinkBasis
from openmbi.reports.province.enterprise_inputs import AccountEntry, LinkEntry, RegisterEntry


def register_entries(register: pa.Table, code: str, hierarchy: Hierarchy) -> Iterator[RegisterEntry]:
    """Yield the rows of an enterprise in `core.tables.ENTERPRISES`."""
    for row in _rows(register, code):
        yield RegisterEntry(
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
            place=_place(row["place"], row["valid_from"], hierarchy),
            industry=_industry(row["industry"], hierarchy),
            size_class=_size(row["size_class"], hierarchy),
            ownership=_as_written(row["ownership"]),
            group_owner=_as_written(row["group_owner"]),
        )


def link_entries(links: pa.Table, code: str) -> Iterator[LinkEntry]:
    """Yield the rows of an enterprise in `core.tables.LINKS`."""
    for row in _rows(links, code):
        yield LinkEntry(
            kind=LINK_KIND[row["kind"]],
            subject=row["subject"],
            share=float(row["share"]),
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
            basis=BASIS_MEANS[LinkBasis(row["basis"])],
        )


def account_entries(accounts: pa.Table, code: str) -> Iterator[AccountEntry]:
    """Yield the rows of an enterprise in `core.tables.ACCOUNTS`."""
    for row in _rows(accounts, code):
        money = (row[name] for name in ("value_added_cny", "output_cny", "tax_cny"))
        yield AccountEntry(
            row["year"], *(None if one is None else float(one) for one in money), employees=row["employees"]
        )


def _rows(table: pa.Table, code: str) -> list[dict[str, Any]]:
    return table.filter(pc.equal(table["enterprise"], code)).to_pylist()


def _place(code: str | None, day: date, hierarchy: Hierarchy) -> Text | None:
    """Return a county with its city, as they were called on a day."""
    if code is None:
        return None
    places = hierarchy.places
    name, city = places.name(code, day), places.name(places.city_of(code, day), day)
    return name if name == city else Text(f"{city.zh}{name.zh}", f"{name.en}, {city.en}")


def _industry(code: str | None, hierarchy: Hierarchy) -> Text | None:
    """Return the name of the deepest declared industry that a code tells, and the code."""
    if code is None:
        return None
    name = hierarchy.industries.name(hierarchy.industries.group_of(code))
    return name + Text(f"（{code}）", f" ({code})")


def _size(word: str | None, hierarchy: Hierarchy) -> Text | None:
    if word is None:
        return None
    code = hierarchy.size_classes.code_of(word)
    return hierarchy.size_classes.text(code) if code else _as_written(word)


def _as_written(text: str | None) -> Text | None:
    return None if text is None else Text(text, text)
