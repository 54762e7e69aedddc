"""The page of the search among all enterprises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openmbi.core.access import Viewer
from openmbi.core.language import Text
from openmbi.core.tables import Colour
from openmbi.flow.enterprise_list import Sort, Wanted
from openmbi.flow.gate.desk import around, places_for
from openmbi.flow.gate.enterprises import search
from openmbi.flow.gate.gate import Gate
from openmbi.reports.enterprises.inputs import SearchAsked, SearchInput
from openmbi.reports.enterprises.report import enterprises

_ANY = "any"


def search_page(
    gate: Gate, viewer: Viewer, asked: SearchAsked, *, after: str | None = None, limit: int = 50
) -> dict[str, Any]:
    """Return the document of a page of the search; an order or a colour that is none counts as not asked for.

    Raises
    ------
    Problem
        As `openmbi.flow.gate.enterprises.search`.
    """
    wanted = Wanted(
        place=asked.place or None,
        industry=asked.industry or None,
        light=_colour(asked.light),
        alert=_colour(asked.alert),
        alerted=asked.alert == _ANY,
    )
    sort = Sort(asked.sort) if asked.sort in list(Sort) else Sort.WEIGHT
    found = search(gate, viewer, asked.query, filters=wanted, sort=sort, after=after, limit=limit)
    hierarchy = gate.enterprises.hierarchy
    source = SearchInput(
        asked=asked,
        lines=found.lines,
        total=found.total,
        after=found.after,
        further=after is not None,
        places=places_for(gate, viewer),
        industries=_industries(hierarchy.industries.names, hierarchy.industries.divisions()),
        naming=gate.enterprises.naming(),
        industry_of=hierarchy.industries.division_of,
    )
    return enterprises(source, around(gate, viewer))


def _industries(names: Mapping[str, Text], codes: tuple[str, ...]) -> dict[str, Text]:
    return {code: Text(f"{code} ", f"{code} ") + names[code] for code in codes}


def _colour(name: str) -> Colour | None:
    return Colour[name.upper()] if name.upper() in Colour.__members__ else None
