"""The two parts of a series key, in the manner of SDMX, that stand for a group or enterprise: an area and an activity."""

from __future__ import annotations

from openmbi.core.cell_codes import parts_of
from openmbi.core.tables import Level

TOTAL = "_T"
"""All activities together, as SDMX code lists write a total."""


def key_of(zone: str, level: Level, code: str) -> tuple[str, str]:
    """Return area and activity: of a place itself and `_T`, of an industry the zone and itself, of a cell its two; of size classes, clusters and
    enterprises, which are neither, the word of the level and the code.
    """
    match level:
        case Level.ZONE | Level.CITY | Level.COUNTY:
            return code, TOTAL
        case Level.INDUSTRY | Level.INDUSTRY_GROUP:
            return zone, code
        case Level.CELL:
            return parts_of(code)
        case _:
            return str(level), code
