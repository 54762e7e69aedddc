"""Whom an alert is about: name, place and industry of an enterprise or group, as the register and the catalog say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from openmbi.core.cases import CaseSubject
from openmbi.core.cell_codes import parts_of
from openmbi.core.language import Text
from openmbi.core.tables import Level
from openmbi.flow.alerts import Named
from openmbi.flow.bureau import Zone
from openmbi.flow.group_names import group_names
from openmbi.flow.in_force import InForce
from openmbi.flow.roster import Roster

IN_ONE_PLACE = (Level.CITY, Level.COUNTY)
IN_ONE_INDUSTRY = (Level.INDUSTRY, Level.INDUSTRY_GROUP)


def subjects_of(zone: Zone, in_force: InForce, roster: Roster, day: date) -> Callable[[Level, str], Named]:
    """Return what tells by level and code whom an alert found on `day` is about.

    What is known of no place lies in the zone; an enterprise without a name is called by its code. The industry is a division, such as C39.
    """
    named = group_names(in_force.hierarchy, zone.text, day)
    places = {row["enterprise"]: row["place"] for row in roster.register.select(["enterprise", "place"]).to_pylist()}
    divisions = roster.divisions(in_force.hierarchy.industries)

    def enterprise(code: str) -> Named:
        name = roster.names.get(code, code)
        about = CaseSubject(Level.ENTERPRISE, code, places.get(code) or zone.code, divisions.get(code))
        return Named(Text(name, name), about)

    def group(level: Level, code: str) -> Named:
        place, industry = parts_of(code) if level is Level.CELL else _of_group(level, code, zone.code)
        return Named(named(level, code), CaseSubject(level, code, place, industry))

    return lambda level, code: enterprise(code) if level is Level.ENTERPRISE else group(level, code)


def _of_group(level: Level, code: str, zone: str) -> tuple[str, str | None]:
    """Return place and industry of a group that is no cell."""
    return code if level in IN_ONE_PLACE else zone, code if level in IN_ONE_INDUSTRY else None
