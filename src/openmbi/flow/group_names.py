"""What groups of every level are called, by the catalog."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from openmbi.catalog.hierarchy import Hierarchy
from openmbi.core.cell_codes import parts_of
from openmbi.core.language import Text
from openmbi.core.tables import Level


def group_names(hierarchy: Hierarchy, zone: Text, day: date) -> Callable[[Level, str], Text]:
    """Return what tells a group's name on a day by level and code; `zone` is that of the whole zone."""
    places, industries, clusters = hierarchy.places, hierarchy.industries, hierarchy.clusters.clusters

    def place(code: str) -> Text:
        return places.name(code, day)

    def cell(code: str) -> Text:
        city, industry = parts_of(code)
        return place(city) + Text(" · ", " · ") + industries.name(industry)

    naming: dict[Level, Callable[[str], Text]] = {
        Level.ZONE: lambda _code: zone,
        Level.CITY: place,
        Level.COUNTY: place,
        Level.INDUSTRY: industries.name,
        Level.INDUSTRY_GROUP: industries.name,
        Level.CELL: cell,
        Level.SIZE_CLASS: hierarchy.size_classes.text,
        Level.CLUSTER: lambda code: clusters[code].name.text(),
    }
    return lambda level, code: naming[level](code)
