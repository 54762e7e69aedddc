"""Which level a subject's code belongs to, as figures name subjects by their codes alone."""

from __future__ import annotations

from collections.abc import Callable

from openmbi.catalog.hierarchy import Hierarchy
from openmbi.catalog.industry_tree import UNCLASSIFIED
from openmbi.catalog.places import UNPLACED
from openmbi.catalog.size_classes import UNSIZED
from openmbi.core.tables import Level


def level_of_codes(hierarchy: Hierarchy, zone: str) -> Callable[[str], Level]:
    """Return what tells the level of a code: what the hierarchy declares, a cell of both, else an enterprise.

    A code that two levels share, as that of a city without counties, is that of the higher one, as in the figures.
    """
    industries = hierarchy.industries
    known = dict.fromkeys(industries.groups(), Level.INDUSTRY_GROUP)
    known |= dict.fromkeys((*industries.divisions(), UNCLASSIFIED), Level.INDUSTRY)
    known |= dict.fromkeys(hierarchy.clusters.clusters, Level.CLUSTER)
    known |= dict.fromkeys((*(one.code for one in hierarchy.size_classes.classes), UNSIZED), Level.SIZE_CLASS)
    known |= {one.code: Level.CITY if one.code.endswith("00") else Level.COUNTY for one in hierarchy.places.places}
    known |= {UNPLACED: Level.CITY, zone: Level.ZONE}

    def level(code: str) -> Level:
        found = known.get(code)
        if found is None and _is_cell(code, known):
            return Level.CELL
        return found or Level.ENTERPRISE

    return level


def _is_cell(code: str, known: dict[str, Level]) -> bool:
    city, dash, industry = code.partition("-")
    return bool(dash) and known.get(industry) is Level.INDUSTRY and known.get(city) in {Level.CITY, Level.ZONE}
