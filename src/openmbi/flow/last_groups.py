"""Who belongs to which group on the last day of a run, read from either side."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from openmbi.core.tables import Level, Names, Numbers
from openmbi.flow.compute import Computed


class LastGroups:
    """The groups of a run's enterprises on its last day; the zone alone where nothing tells groups apart."""

    def __init__(self, computed: Computed, zone: str) -> None:
        self._computed, self._zone = computed, zone
        self._rows: dict[tuple[Level, str], Numbers] = {}

    def row(self, enterprise: str) -> int | None:
        """Return the row of an enterprise; None where the run does not know it."""
        return self._row.get(enterprise)

    def rows(self, level: Level, code: str) -> Numbers:
        """Return the rows of a group's enterprises that are members of the index."""
        key = (level, code)
        if key not in self._rows:
            rows = self._members(level, code)
            self._rows[key] = rows[self._computed.terms.member[rows, -1]]
        return self._rows[key]

    def of(self, row: int) -> Mapping[Level, str]:
        """Return the groups of an enterprise by level; of several clusters the first."""
        found = {Level.ZONE: self._zone}
        for level in reversed(self._by_row):
            code = str(self._by_row[level][row])
            if code:
                found[level] = code
        return found

    def codes(self, level: Level) -> Names:
        """Return the group of every enterprise (n,) on a level; "" where it has none."""
        count = len(self._computed.terms.subjects)
        return self._by_row.get(level, np.full(count, "", "U1"))

    def _members(self, level: Level, code: str) -> Numbers:
        groups = self._computed.groups
        if level is Level.ZONE:
            return np.arange(len(self._computed.terms.subjects))
        if groups is None or level not in groups.stints:
            return np.zeros(0, np.intp)
        stints = groups.stints[level]
        number = int(np.searchsorted(stints.groups, code))
        if number == len(stints.groups) or stints.groups[number] != code:
            return np.zeros(0, np.intp)
        last = stints.stop == len(self._computed.terms.days)
        return np.unique(stints.row[last & (stints.group == number)])

    @cached_property
    def _row(self) -> dict[str, int]:
        return {code: row for row, code in enumerate(self._computed.terms.subjects.tolist())}

    @cached_property
    def _by_row(self) -> dict[Level, Names]:
        groups = self._computed.groups
        found: dict[Level, Names] = {}
        for level, stints in groups.stints.items() if groups else ():
            if level is not Level.ZONE:
                codes = np.full(len(self._computed.terms.subjects), "", stints.groups.dtype)
                last = np.flatnonzero(stints.stop == len(self._computed.terms.days))[::-1]
                codes[stints.row[last]] = stints.groups[stints.group[last]]
                found[level] = codes
        return found
