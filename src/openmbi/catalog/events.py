"""The register of known events: typhoons, power rationing and other causes that explain a movement, each dated and cited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from openmbi.catalog.industry_tree import Industries, load_industries
from openmbi.catalog.loader import Declaration, Name, load_all
from openmbi.catalog.places import Code, Places, load_places


class EventKind(StrEnum):
    """What an event was."""

    TYPHOON = "typhoon"
    POWER_RATIONING = "power_rationing"
    ENVIRONMENTAL_STOP = "environmental_stop"
    EPIDEMIC = "epidemic"
    HOLIDAY = "holiday"
    OTHER = "other"


class KnownEvent(Declaration):
    """What happened from `first` to `last` (both included) in some places and industries (none named: in all). `approximate`: its days are not exact."""

    code: str
    name: Name
    kind: EventKind
    first: date
    last: date
    approximate: bool = False
    places: tuple[Code, ...] = ()
    industries: tuple[Annotated[str, Field(pattern=r"^[A-T](\d{2,4})?$")], ...] = ()
    citation: Name

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.last < self.first:
            raise ValueError("last lies before first")
        return self


@dataclass(frozen=True)
class Events:
    """All declared events, by their first day."""

    events: tuple[KnownEvent, ...]
    places: Places
    industries: Industries

    def events_on(self, place: str | None, industry: str | None, first: date, last: date) -> tuple[KnownEvent, ...]:
        """Return the events that touch a place and an industry (None: any) on one of the days `first` to `last`, by their first day.

        An event touches what lies in its places and industries, and what these lie in: a typhoon in one city is an event of its province too.
        """
        return tuple(
            event
            for event in self.events
            if event.first <= last and first <= event.last
            if place is None or self._touches_place(event, place)
            if industry is None or self._touches_industry(event, industry)
        )

    def _touches_place(self, event: KnownEvent, place: str) -> bool:
        return not event.places or any(
            self.places.contains(each, place, event.first) or self.places.contains(place, each, event.first)
            for each in event.places
        )

    def _touches_industry(self, event: KnownEvent, industry: str) -> bool:
        return not event.industries or any(
            self.industries.contains(each, industry) or self.industries.contains(industry, each)
            for each in event.industries
        )


def load_events(overlay: Path | None) -> Events:
    """Read every known event, a bureau's own beside ours.

    Raises
    ------
    Problem
        `catalog.unreadable` or `catalog.invalid` where a declaration is wrong.
    """
    declared = sorted(load_all(KnownEvent, "events", overlay).values(), key=lambda event: (event.first, event.code))
    return Events(tuple(declared), load_places(overlay), load_industries(overlay))
