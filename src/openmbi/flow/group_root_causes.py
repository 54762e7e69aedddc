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
from openmbi.flow.last_groups import LastGroups
from openmbi.flow.roster import Roster

LEVELS = (Level.CITY, Level.INDUSTRY, Level.SIZE_CLASS)
OWNERSHIP = "ownership"
FEWEST_LEAVES = 4
"""Fewer cells of a table tell no pattern."""
UNKNOWN = "unknown"
_UNKNOWN = Text("登记不明", "not stated")


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
        telling = {name: codes for name, codes in dimensions.items() if len(np.unique(codes)) > 1}
        if not telling or len(set(zip(*telling.values(), strict=True))) < FEWEST_LEAVES:
            return ()
        observed, expected = (
            np.array([max(float(getattr(members[row], field)), 0.0) for row in rows.tolist()])
            for field in ("observed", "expected")
        )
        found = root_causes(observed, expected, telling).causes
        telling_parts = (one for one in found if one.element)  # the group as a whole tells no part of it
        return tuple(self._told(one) for one in telling_parts if (one.moved < 0) is (direction is Direction.DOWN))

    def _told(self, cause: RootCause) -> NamedCause:
        return NamedCause(tuple(self._name(dimension, code) for dimension, code in cause.element), cause)

    def _name(self, dimension: str, code: str) -> Text:
        if code == UNKNOWN:
            return _UNKNOWN
        return Text(code, code) if dimension == OWNERSHIP else self.named(Level(dimension), code)

    @cached_property
    def _dimensions(self) -> Mapping[str, Names]:
        found = {level.value: self.groups.codes(level) for level in LEVELS}
        found[OWNERSHIP] = self._ownership()
        return {name: np.where(codes == "", UNKNOWN, codes) for name, codes in found.items()}

    def _ownership(self) -> Names:
        register = self.roster.register.select(["enterprise", "ownership"]).to_pylist()
        latest = {row["enterprise"]: row["ownership"] or "" for row in register}
        return np.array([latest.get(code, "") for code in self.subjects.tolist()], np.str_)
