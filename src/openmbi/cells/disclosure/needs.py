"""What must remain uncertain: of each sensitive cell, how far it must seem to lie above and below its value, to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from openmbi.cells.disclosure.primary import Sensitivity, reach_against
from openmbi.core.disclosure import TableSet


@dataclass(frozen=True)
class Needs:
    """The needs of one layer."""

    tables: TableSet
    found: Sensitivity
    p_percent: float
    _known: dict[int, Mapping[int, float]] = field(default_factory=dict, compare=False)

    @cached_property
    def sides(self) -> tuple[tuple[int, int, float], ...]:
        """Cell, side (1 above, -1 below) and how far it must seem to lie from its value to an outsider; the farthest first."""
        cells = sorted(self.found.rules, key=lambda one: (-self.found.protection[one], one))
        sides = (
            (cell, sign, self._possible(cell, sign, float(self.found.protection[cell])))
            for cell in cells
            for sign in (1, -1)
        )
        given = self.tables.given
        return tuple((cell, sign, reach) for cell, sign, reach in sides if reach > 0 and not given[cell])

    def against(self, cell: int, sign: int, viewer: int) -> float:
        """Return how far a cell must seem to lie from its value to a respondent: to one of its contributors not below its own part."""
        protection = float(self.found.protection[cell])
        full = self._possible(cell, sign, protection)
        of_cell = self.contributors(cell)
        if viewer not in of_cell:
            return full
        reach = self._possible(cell, sign, reach_against(of_cell, viewer, protection, self.p_percent))
        if sign < 0 and self.tables.nonnegative:
            reach = min(reach, float(self.tables.value[cell]) - of_cell[viewer])
        return min(reach, full)

    def contributors(self, cell: int) -> Mapping[int, float]:
        """Return the contributions of a cell by respondent; they are asked for often."""
        if cell not in self._known:
            self._known[cell] = self.found.contributors.of(cell)
        return self._known[cell]

    def _possible(self, cell: int, sign: int, reach: float) -> float:
        """Return how far a cell can seem to lie from its value: downwards not below nothing, where everybody knows that it cannot."""
        floor = max(0.0, float(self.tables.value[cell])) if sign < 0 and self.tables.nonnegative else np.inf
        return min(reach, floor)
