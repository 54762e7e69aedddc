"""Known events as reasons: what is on the register for a group's place and industry in the days that its light judged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import product
from typing import Protocol

from openmbi.catalog.clusters import Cluster
from openmbi.catalog.events import KnownEvent
from openmbi.catalog.lights import LightRule
from openmbi.core.cell_codes import parts_of
from openmbi.core.language import Text
from openmbi.core.tables import Level

Where = tuple[str | None, str | None]
"""A place and an industry; None is any."""

_EVENT = Text("已知事件：{name}，{about}{days}", "known event: {name}, {about}{days}")
_ABOUT = Text("约 ", "about ")


class EventRegister(Protocol):
    """The register of known events."""

    def events_on(self, place: str | None, industry: str | None, first: date, last: date) -> Sequence[KnownEvent]:
        """Return the events that touch a place and an industry on one of the days `first` to `last`."""
        ...


def where_is(level: Level, code: str) -> Where:
    """Return place and industry of a group, such as (440600, C39) of a cell; a size class is anywhere, and so is a cluster but for `where_cluster_is`."""
    if level is Level.CELL:
        return parts_of(code)
    if level in (Level.CITY, Level.COUNTY, Level.ZONE):
        return code, None
    return None, code if level in (Level.INDUSTRY, Level.INDUSTRY_GROUP) else None


def where_cluster_is(cluster: Cluster) -> tuple[Where, ...]:
    """Return every place and industry that a cluster declares."""
    return tuple(product(cluster.places or (None,), cluster.industries))


def recent_window(rule: LightRule, day: date) -> tuple[date, date]:
    """Return the first and last of the recent days that the light of a day judges."""
    return day - timedelta(days=rule.recent_days - 1), day


def known_events(register: EventRegister, where: Iterable[Where], window: tuple[date, date]) -> tuple[Text, ...]:
    """Return each event that touches one of the places and industries within a window, in words, by its first day; no event twice."""
    found = {event.code: event for place, industry in where for event in register.events_on(place, industry, *window)}
    return tuple(_said(event) for event in sorted(found.values(), key=lambda event: (event.first, event.code)))


def with_events(reason: Text, events: Iterable[Text]) -> Text:
    """Return a reason with known events after it: an event is named beside a light and never alters it."""
    for event in events:
        reason = reason + Text("；", "; ") + event
    return reason


def _said(event: KnownEvent) -> Text:
    about = _ABOUT if event.approximate else Text("", "")
    return _EVENT.fill(name=event.name.text(), about=about, days=_days(event.first, event.last))


def _days(first: date, last: date) -> str:
    """Return days as `2018-09-16…17`: of the last only what differs."""
    if first == last:
        return first.isoformat()
    if first.year != last.year:
        return f"{first}…{last}"
    return f"{first}…{last:%d}" if first.month == last.month else f"{first}…{last:%m-%d}"
