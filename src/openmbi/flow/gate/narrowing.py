"""Which subjects of a block of figures a viewer sees, and which lie in a place or an industry that was asked for."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from openmbi.core.access import Permission, Viewer
from openmbi.core.cell_codes import parts_of
from openmbi.core.owners import enclosing
from openmbi.core.tables import Flags, Level
from openmbi.flow.gate.figure_blocks import FigureBlock
from openmbi.flow.gate.keys import key_of
from openmbi.flow.gate.origins import Origin
from openmbi.flow.gate.reach import reaches_group

_PLACES = (Level.ZONE, Level.CITY, Level.COUNTY)
_INDUSTRIES = (Level.INDUSTRY, Level.INDUSTRY_GROUP)


def reads_runs(viewer: Viewer) -> bool:
    """Whether a viewer is answered from runs; else from public releases alone."""
    return viewer.may(Permission.READ_INTERNAL) or viewer.may(Permission.READ_OWN)


def seen(origin: Origin, viewer: Viewer, block: FigureBlock) -> Flags | None:
    """Return which subjects (n,) of a block a viewer sees; None for all. Who may read internal figures sees what the scope reaches, who may read its own
    only the enterprises that the scope names.

    Raises
    ------
    Problem
        `access.not-permitted`.
    """
    internal = viewer.may(Permission.READ_INTERNAL)
    if not internal:
        viewer.check(Permission.READ_OWN)
    if internal and viewer.scope.is_everywhere:
        return None
    return _flags(origin, block, ("seen", viewer.scope, internal), lambda code: sees(origin, viewer, block.level, code))


def sees(origin: Origin, viewer: Viewer, level: Level, code: str) -> bool:
    """Whether a viewer sees one group or enterprise."""
    if viewer.may(Permission.READ_INTERNAL):
        return reaches_group(viewer.scope, level, code, lambda one: (origin.places.get(one, ""),))
    return viewer.may(Permission.READ_OWN) and level is Level.ENTERPRISE and code in viewer.scope.enterprises


def within(origin: Origin, block: FigureBlock, place: str | None, industry: str | None) -> Flags | None:
    """Return which subjects (n,) of a block lie in a place and in an industry; None for all, where neither is asked for."""
    if place is None and industry is None:
        return None
    return _flags(
        origin, block, ("within", place, industry), lambda code: lies_in(origin, block.level, code, place, industry)
    )


def keyed(origin: Origin, block: FigureBlock, areas: tuple[str, ...], activities: tuple[str, ...]) -> Flags | None:
    """Return which subjects (n,) of a block have one of these areas and activities in their key; None for all, where neither is asked for."""
    if not areas and not activities:
        return None
    zone = origin.saved.pins["zone"]

    def holds(code: str) -> bool:
        area, activity = key_of(zone, block.level, code)
        return (not areas or area in areas) and (not activities or activity in activities)

    return _flags(origin, block, ("keyed", areas, activities), holds)


def lies_in(origin: Origin, level: Level, code: str, place: str | None, industry: str | None) -> bool:
    """Whether a group or enterprise lies in a place and in an industry. A group that has none of them lies in none."""
    if place is not None and place not in enclosing(place_of(origin, level, code) or ""):
        return False
    own = industry_of(origin, level, code)
    return industry is None or (own is not None and origin.hierarchy.industries.contains(industry, own))


def place_of(origin: Origin, level: Level, code: str) -> str | None:
    """Return the place of a zone, city, county, cell or enterprise; None for other groups, and where it is not known."""
    if level in _PLACES:
        return code
    if level is Level.CELL:
        return parts_of(code)[0]
    return origin.places.get(code) if level is Level.ENTERPRISE else None


def industry_of(origin: Origin, level: Level, code: str) -> str | None:
    """Return the industry of an industry, industry group, cell or enterprise; None for other groups, and where it is not known."""
    if level in _INDUSTRIES:
        return code
    if level is Level.CELL:
        return parts_of(code)[1]
    return origin.roster.industries.get(code) if level is Level.ENTERPRISE else None


def _flags(origin: Origin, block: FigureBlock, key: tuple[object, ...], holds: Callable[[str], bool]) -> Flags:
    name = (block.indicator, block.level, block.frequency)
    return origin.once(
        (*key, name), lambda: np.fromiter((holds(code) for code in block.subjects.tolist()), bool, len(block.subjects))
    )
