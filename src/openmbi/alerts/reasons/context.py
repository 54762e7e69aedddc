"""What is known beside an alert, from which its reasons are told. What is not known is left out, never guessed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from openmbi.catalog.calendar import Calendar
from openmbi.catalog.events import KnownEvent
from openmbi.core.alerts import Channel, Direction
from openmbi.core.language import Text
from openmbi.core.tables import Level


class IntensityBasis(StrEnum):
    """Whose accounts turn electricity into money."""

    OWN = "own"
    INDUSTRY = "industry"


@dataclass(frozen=True)
class Intensity:
    """Value added in yuan for each kWh used, by the accounts of one `year`."""

    cny_per_kwh: float
    year: int
    basis: IntensityBasis


@dataclass(frozen=True)
class Peers:
    """What the others of a subject's group did over the same days.

    `changes`: the change of each of the others as a share (−0.1: a fall of 10 %), over the days of the alert against the days before it; `own`: the same of
    the subject itself.
    """

    level: Level
    code: str
    name: Text
    changes: tuple[float, ...]
    own: float


@dataclass(frozen=True)
class Member:
    """One enterprise of a group: its mean use a day before the movement (`expected`) and in it (`observed`), calendar-adjusted, in kWh."""

    code: str
    name: Text
    expected: Decimal
    observed: Decimal

    @property
    def change(self) -> Decimal:
        """What it adds to the group's change, in kWh a day."""
        return self.observed - self.expected


@dataclass(frozen=True)
class PastCase:
    """A case that was closed before: what it was about, and what it turned out to be. `change` as a share; `cause` and `closing` by their codes.

    `from_new_year`: days from the nearest lunar New Year to the day on which its movement began.
    """

    number: int
    level: Level
    subject: str
    name: Text
    industry: str
    direction: Direction
    channel: Channel
    change: float
    from_new_year: int
    opened_on: date
    closed_on: date
    cause: str | None
    closing: str


@dataclass(frozen=True)
class RootCause:
    """One element of the root cause set of a group's change: names of what it restricts, such as (Foshan, C30), and the share of the change it explains."""

    names: tuple[Text, ...]
    share: float


@dataclass(frozen=True)
class AlertContext:
    """Everything that is known beside one alert.

    `indicators`: names by code. `group_name`: the name of a group by level and code. `industry`: code of the subject's division, "" where it has none.
    `events`: of the register, those that touch its place and industry in the days of the alert. `members`: of a group, all of them. `past`: cases closed
    before the alert was found.
    """

    name: Text
    industry: str
    calendar: Calendar
    indicators: Mapping[str, Text]
    group_name: Callable[[Level, str], Text]
    events: tuple[KnownEvent, ...] = ()
    peers: Peers | None = None
    intensity: Intensity | None = None
    members: tuple[Member, ...] = ()
    root_causes: tuple[RootCause, ...] = ()
    past: tuple[PastCase, ...] = ()
