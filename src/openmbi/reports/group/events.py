"""Known events that touch a group, alarms of the feeds, and how far holders are linked."""

from __future__ import annotations

from typing import Any

from openmbi.core.cell_codes import parts_of
from openmbi.core.tables import Level
from openmbi.reports.overview.figures import both
from openmbi.reports.province.inputs import KnownEvent, ProvinceInput


def events_of(source: ProvinceInput, level: Level, code: str) -> list[dict[str, Any]]:
    """Return the events that touch a group, the latest first; where a level has neither place nor industry, all of them."""
    city, industry = _where(level, code)
    touching = [event for event in source.events if _touches(event, city, industry)]
    touching.sort(key=lambda event: event.first, reverse=True)
    return [
        {
            "name": both(event.name),
            "kind": both(event.kind),
            "first": event.first.isoformat(),
            "last": event.last.isoformat() if event.last else None,
            "citation": both(event.citation) if event.citation else None,
        }
        for event in touching
    ]


def alarms(source: ProvinceInput) -> list[dict[str, Any]]:
    """Return the sources that are late, short or failed."""
    return [
        {
            "source": both(alarm.source),
            "kind": both(alarm.kind),
            "since": alarm.since.isoformat(),
            "text": both(alarm.text),
        }
        for alarm in source.alarms
    ]


def linking(source: ProvinceInput) -> dict[str, Any] | None:
    """Return how many holders are linked on which basis, and how many wait."""
    if source.linking is None:
        return None
    linked = [{"basis": both(basis), "count": count} for basis, count in source.linking.linked]
    return {"linked": linked, "waiting": source.linking.waiting}


def _where(level: Level, code: str) -> tuple[str | None, str | None]:
    """Return city and industry of a group; None where it is not of one."""
    if level is Level.CELL:
        return parts_of(code)
    if level in (Level.CITY, Level.COUNTY):
        return (code if level is Level.CITY else f"{code[:4]}00"), None
    if level in (Level.INDUSTRY, Level.INDUSTRY_GROUP):
        return None, (code if level is Level.INDUSTRY else code[:3])
    return None, None


def _touches(event: KnownEvent, city: str | None, industry: str | None) -> bool:
    here = city is None or not event.cities or city in event.cities
    this = industry is None or not event.industries or industry in event.industries
    return here and this
