"""The root causes of a group's movement: which city, industry, size class and ownership the fall of its members lies in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from openmbi.alerts.reasons.context import Member, NamedCause
from openmbi.core.alerts import Direction
from openmbi.core.language import Text
from openmbi.core.root_causes import RootCause
from openmbi.core.tables import Level, Names
from openmbi.drilldown.root_cause.find import root_causes
from openmbi.flow.cause_dimensions import FEWEST_LEAVES, OWNERSHIP, code_name, ownership, stated, telling
from openmbi.flow.last_groups import LastGroups
from openmbi.flow.roster import Roster

LEVELS = (Level.CITY, Level.INDUSTRY, Level.SIZE_CLASS)


@dataclass(frozen=True)
class GroupRootCauses:
    """Looks for the root causes of groups of one run. `subjects` (n,): the enterprises by row; `named` tells a group's name."""

    groups: LastGroups
    roster: Roster
    named: Callable[[Level, str], Text]
    subjects: Names

    def of(self, level: Level, members: Mapping[int, Member], direction: Direction) -> tuple[NamedCause, ...]:
        """Return the root causes, of one direction, of the movement of a group's members (by row); none where too few codes tell them apart."""
        rows = np.array(sorted(members), np.intp)
        dimensions = {name: codes[rows] for name, codes in self._dimensions.items() if name != level}
        told_apart, leaves = telling(dimensions)
        if leaves < FEWEST_LEAVES:
            return ()
        observed, expected = (
            np.array([max(float(getattr(members[row], field)), 0.0) for row in rows.tolist()])
            for field in ("observed", "expected")
        )
        found = root_causes(observed, expected, told_apart).causes
        telling_parts = (one for one in found if one.element)  # the group as a whole tells no part of it
        return tuple(self._told(one) for one in telling_parts if (one.moved < 0) is (direction is Direction.DOWN))

    def _told(self, cause: RootCause) -> NamedCause:
        return NamedCause(tuple(self._name(dimension, code) for dimension, code in cause.element), cause)

    def _name(self, dimension: str, code: str) -> Text:
        return code_name(dimension, code, lambda level, group: self.named(Level(level), group))

    @cached_property
    def _dimensions(self) -> Mapping[str, Names]:
        found = {level.value: self.groups.codes(level) for level in LEVELS}
        found[OWNERSHIP] = ownership(self.roster, self.subjects)
        return {name: stated(codes) for name, codes in found.items()}
