"""Cases that belong together: of one owner and one city × industry, so that ten alerts of one cause are read as one line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from openmbi.core.alerts import Direction
from openmbi.core.cases import Case
from openmbi.core.tables import Colour, Level

_CODE_DIGITS = 6
_DIVISION = 3  # letters and digits of a division of GB/T 4754, such as C39


@dataclass(frozen=True)
class CaseGroup:
    """Cases that are not closed, of one owner, city and industry, moving one way; None where they have none.

    `cases`: the group's own case first, then red before yellow, then the one due soonest. `muted`: those for which one of the groups' cases stands.
    """

    owner: str | None
    city: str | None
    industry: str | None
    direction: Direction
    cases: tuple[Case, ...]
    muted: tuple[Case, ...]

    @property
    def lead(self) -> Case:
        """The case that speaks for the group."""
        return (*self.cases, *self.muted)[0]


def grouped(cases: Iterable[Case]) -> tuple[CaseGroup, ...]:
    """Return the groups of the cases that are not closed, the one with the most pressing lead first; every such case is in one group."""
    members: dict[tuple[str | None, str | None, str | None, Direction], list[Case]] = defaultdict(list)
    for case in cases:
        if not case.is_closed:
            members[case.owner, _city(case), _division(case), case.newest.direction].append(case)
    groups = [_group(*key, sorted(some, key=_pressing)) for key, some in members.items()]
    return tuple(sorted(groups, key=lambda group: _pressing(group.lead)))


def _group(
    owner: str | None, city: str | None, industry: str | None, direction: Direction, cases: list[Case]
) -> CaseGroup:
    speaking = tuple(case for case in cases if not case.is_muted)
    return CaseGroup(owner, city, industry, direction, speaking, tuple(case for case in cases if case.is_muted))


def _pressing(case: Case) -> tuple[bool, bool, bool, float, int]:
    """Return a key that sorts a group's case before its members', red before the rest, and what is due sooner first."""
    due = case.due_at.timestamp() if case.due_at else 0.0
    return case.level is Level.ENTERPRISE, case.newest.colour is not Colour.RED, case.due_at is None, due, case.number


def _city(case: Case) -> str | None:
    if case.place is None or len(case.place) != _CODE_DIGITS or not case.place.isdecimal():
        return case.place
    return f"{case.place[:4]}00"


def _division(case: Case) -> str | None:
    return None if case.industry is None else case.industry[:_DIVISION]
