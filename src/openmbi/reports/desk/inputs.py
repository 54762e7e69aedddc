"""What the case desk is made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from openmbi.core.cases import ActionKind, Case
from openmbi.core.language import Text
from openmbi.core.tables import Level

Naming = Callable[[Level, str], Text]
"""Returns what a group or enterprise is called."""


@dataclass(frozen=True)
class DeskView:
    """How the desk is looked at. `name`: mine, overdue, open or closed; the rest narrows it, as the address says. `after`: of the next page."""

    name: str
    state: str = ""
    level: str = ""
    place: str = ""
    owner: str = ""
    after: str | None = None


@dataclass(frozen=True)
class DeskInput:
    """One page of the desk. `counts` by view; `places`, `owners`: what may be chosen, by code; `bulk`: what the viewer may do with several cases at once.

    `plain`: it is for an enterprise, in plain words.
    """

    view: DeskView
    cases: tuple[Case, ...]
    total: int
    counts: Mapping[str, int]
    places: Mapping[str, Text]
    owners: Mapping[str, Text]
    naming: Naming
    now: datetime
    zone: tzinfo
    bulk: tuple[ActionKind, ...] = ()
    plain: bool = False


@dataclass(frozen=True)
class BulkResult:
    """What came of one step of several: the state of the case after it, or why it was not taken."""

    number: int
    name: Text
    state: Text | None = None
    problem: Text | None = None
    fix: Text | None = None


@dataclass(frozen=True)
class BulkInput:
    """Several cases (number, version seen, name, state), the one step that is to be taken with each, and, once it was, what came of it.

    `owner` and `note`: what the step brings; `owners`: who may be chosen. `refused`: what is wrong with what was asked.
    """

    kind: ActionKind
    cases: tuple[tuple[int, int, Text, Text], ...] = ()
    owners: Mapping[str, Text] | None = None
    owner: str = ""
    note: str = ""
    results: tuple[BulkResult, ...] | None = None
    refused: Text | None = None
