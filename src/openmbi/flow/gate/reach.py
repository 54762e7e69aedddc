"""Whether a page lies within a scope: the one rule by which every door narrows what it shows."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

from openmbi.core.access import Scope
from openmbi.core.cell_codes import parts_of
from openmbi.core.tables import Level
from openmbi.reports.province.paths import ALERTS, QUALITY

OF_A_PLACE = (Level.CITY, Level.COUNTY)
EVERYBODYS = (QUALITY,)
"""Pages that tell of the method and of no place: every reader of internal pages may see them."""

PlacesOf = Callable[[str], tuple[str, ...]]
"""Returns the places that an enterprise lies in, by its code; none where there is no such enterprise."""


def reaches(scope: Scope, path: str, places_of: PlacesOf) -> bool:
    """Whether a scope reaches the page of a path, such as `city/440600`, `enterprise/…`, `alerts/440600`.

    Pages of the whole zone, of industries, size classes and clusters lie within a scope that is everywhere; so do lists. The page of a case is asked by
    `reaches_case`.
    """
    if scope.is_everywhere or path in EVERYBODYS:
        return True
    kind, _, name = path.partition("/")
    code = unquote(name)
    if kind in OF_A_PLACE or kind == ALERTS:
        return bool(code) and scope.covers_place(code)
    if kind == Level.CELL:
        return scope.covers_place(parts_of(code)[0])
    return kind == Level.ENTERPRISE and scope.covers_enterprise(code, places_of(code))


def reaches_group(scope: Scope, level: Level, code: str, places_of: PlacesOf) -> bool:
    """Whether a scope reaches a group or enterprise."""
    return reaches(scope, f"{level}/{code}", places_of)
