"""What is known beside an alert, from which its reasons are told. What is not known is left out, never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from openmbi.catalog.calendar import Calendar
from openmbi.catalog.events import KnownEvent
from openmbi.catalog.indicators import Indicator
from openmbi.core.cases import Case
from openmbi.core.language import Text
from openmbi.core.root_causes import RootCause
from openmbi.core.tables import Level


class IntensityBasis(StrEnum):
    """Whose accounts turn electricity into money."""

    OWN = "own"
    INDUSTRY = "industry"
    MEMBERS = "members"


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
    """A closed case, and the name of its subject."""

    case: Case
    name: Text


@dataclass(frozen=True)
class NamedCause:
    """A root cause of a group's change, with the names of what it is cut by, such as (Foshan, C30); none: the total itself."""

    names: tuple[Text, ...]
    found: RootCause


@dataclass(frozen=True)
class AlertContext:
    """Everything that is known beside one alert of a subject called `name`.

    `industry`: code of the subject's division, "" where it has none. `indicators` by code. `groups`: names of the groups that the subject lies in;
    `covered_by`: of the one whose own alert covers this one. `events`: of the register, those that touch its place and industry in the days of the alert.
    `members`: of a group, all of them. `past`: closed cases.
    """

    name: Text
    industry: str
    calendar: Calendar
    indicators: Mapping[str, Indicator]
    groups: Mapping[Level, Text]
    covered_by: Text | None = None
    events: tuple[KnownEvent, ...] = ()
    peers: Peers | None = None
    intensity: Intensity | None = None
    members: tuple[Member, ...] = ()
    root_causes: tuple[NamedCause, ...] = ()
    past: tuple[PastCase, ...] = ()
