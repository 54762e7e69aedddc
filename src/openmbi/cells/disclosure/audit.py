"""What can be worked out of a release: whether each sensitive cell remains as uncertain as it must, given all that is published in all its tables and before.

The audit shares no step with the choice of the pattern. Amounts that agree with what is published, and in which the cell is far enough from its value, prove
that it is protected from whoever finds nothing against them; for a respondent who does, by its own records, a linear programme of its own is solved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from openmbi.cells.disclosure.attack import OUTSIDER, Attack, Interval
from openmbi.cells.disclosure.linear_relations import Layer, relations
from openmbi.cells.disclosure.primary import Sensitivity, reach_against, sensitivity
from openmbi.core.disclosure import DisclosureAudit, DisclosureParameters, Suppression, TableSet, Violation
from openmbi.core.tables import Floats, Numbers

NEAR = 1e-5
"""Share of the protection that an interval may lack: rounding of the solver."""


def audit(layers: Sequence[TableSet], pattern: Suppression, parameters: DisclosureParameters) -> DisclosureAudit:
    """Return every sensitive cell that what is published tells too closely, in any layer, to an outsider or to a respondent that knows itself.

    A cell is not counted as a violation, but named in `told_before`, where the tables that were `given` alone tell it as closely.
    """
    related = relations(layers)
    course = _Course()
    for tables, layer in zip(layers, related.layers, strict=True):
        attack = Attack(tables, layer, related.sums, pattern.published)
        before = Attack(tables, layer, related.sums, tables.given)
        found = sensitivity(tables, parameters)
        at = _LayerAudit(tables, layer, found, parameters.p_percent, attack, before, course)
        for cell in found.rules:
            if not tables.given[cell]:
                at.check(cell)
    return DisclosureAudit(
        course.sensitive, course.checked, tuple(course.violations), tuple(sorted(course.told_before))
    )


def intervals(layers: Sequence[TableSet], pattern: Suppression) -> list[dict[int, Interval]]:
    """Return by layer and number of the cell the outsider's interval of each cell that is not published."""
    related = relations(layers)
    hidden = np.flatnonzero(~pattern.published).tolist()
    attacks = (
        Attack(tables, layer, related.sums, pattern.published)
        for tables, layer in zip(layers, related.layers, strict=True)
    )
    return [{cell: attack.interval(cell) for cell in hidden} for attack in attacks]


@dataclass
class _Course:
    """How far an audit has come. `directions` by cell and side: ways to amounts far enough, for a reach of 1; tried first, in the next layers too."""

    sensitive: int = 0
    checked: int = 0
    violations: list[Violation] = field(default_factory=list)
    told_before: set[tuple[str, tuple[str, ...]]] = field(default_factory=set)
    directions: dict[tuple[int, int], list[Floats]] = field(default_factory=dict)


@dataclass(frozen=True)
class _LayerAudit:
    """The audit of one layer."""

    tables: TableSet
    layer: Layer
    found: Sensitivity
    p_percent: float
    attack: Attack
    before: Attack
    course: _Course

    def check(self, cell: int) -> None:
        """Check a sensitive cell on both sides, as seen by everybody."""
        self.course.sensitive += 1
        for sign in (1, -1):
            reach = self._possible(cell, sign, float(self.found.protection[cell]))
            if reach > 0:
                self._check_side(cell, sign, reach)

    def _check_side(self, cell: int, sign: int, reach: float) -> None:
        proof = self._proof(cell, sign, OUTSIDER, reach)
        if proof is None:
            return
        for viewer in self._refuting(self.layer.amount + proof * reach, NEAR * reach).tolist():
            theirs = self._reach_against(cell, sign, viewer)
            if theirs > 0:
                self._proof(cell, sign, viewer, theirs)

    def _proof(self, cell: int, sign: int, viewer: int, reach: float) -> Floats | None:
        """Return a way, for a reach of 1, to amounts that a viewer must reckon with and in which the cell lies `reach` from its value; None: a violation."""
        self.course.checked += 1
        known = self.course.directions.setdefault((cell, sign), [])
        for way in known:
            if self._proves(way * reach, viewer, reach):
                return way
        found = self._far_enough(cell, sign, viewer, reach)
        if found is None:
            return None
        way = (found - self.layer.amount) / reach
        if not self.tables.rounding.any():
            known.append(way)
        return way

    def _far_enough(self, cell: int, sign: int, viewer: int, reach: float) -> Floats | None:
        """Return amounts in which the cell lies `reach` from its value, on the way to the farthest; None, and a violation noted, where it cannot."""
        farthest = self.attack.reached(cell, sign, viewer)
        moved = sign * (self._sum(cell, farthest) - float(self.tables.value[cell]))
        if moved >= reach * (1.0 - NEAR):
            return self.layer.amount + (farthest - self.layer.amount) * min(1.0, reach / moved)
        if self.tables.given.any() and self._told_before(cell, sign, viewer, reach):
            self.course.told_before.add(self.tables.names[cell])
        else:
            self.course.violations.append(self._violation(cell, viewer, reach))
        return None

    def _told_before(self, cell: int, sign: int, viewer: int, reach: float) -> bool:
        farthest = self.before.reached(cell, sign, viewer)
        return sign * (self._sum(cell, farthest) - float(self.tables.value[cell])) < reach * (1.0 - NEAR)

    def _sum(self, cell: int, amounts: Floats) -> float:
        return self.attack.sum_of(cell, amounts)

    def _possible(self, cell: int, sign: int, reach: float) -> float:
        """Return how far a cell must seem to lie from its value: downwards not below nothing, where everybody knows that it cannot."""
        floor = max(0.0, float(self.tables.value[cell])) if sign < 0 and self.tables.nonnegative else np.inf
        return min(reach, floor)

    def _reach_against(self, cell: int, sign: int, viewer: int) -> float:
        """Return how far a cell must seem to lie from its value to a respondent: to one of its contributors not below its own part."""
        of_cell, protection = self.found.contributors.of(cell), float(self.found.protection[cell])
        reach = self._possible(cell, sign, reach_against(of_cell, viewer, protection, self.p_percent))
        if sign < 0 and self.tables.nonnegative and viewer in of_cell:
            reach = min(reach, float(self.tables.value[cell]) - of_cell[viewer])
        return min(reach, self._possible(cell, sign, protection))

    def _proves(self, direction: Floats, viewer: int, reach: float) -> bool:
        """Whether the true amounts, moved by a direction that no published cell shows, agree with what a viewer knows."""
        return self.attack.agrees(self.layer.amount + direction, viewer, NEAR * reach)

    def _refuting(self, amounts: Floats, slack: float) -> Numbers:
        """Return the respondents who know by their own parts that amounts are not the true ones."""
        layer = self.layer
        at, true = amounts[layer.place], layer.amount[layer.place]
        wrong = layer.alone & (np.abs(at - true) > slack)
        if self.tables.nonnegative:
            wrong |= at < layer.own - slack
        return np.unique(layer.owner[wrong])

    def _violation(self, cell: int, viewer: int, reach: float) -> Violation:
        seen = self.attack.interval(cell, viewer)
        table, key = self.tables.names[cell]
        value = float(self.tables.value[cell])
        rules = self.found.rules[cell]
        return Violation(
            table,
            key,
            rules,
            value,
            seen.low,
            seen.high,
            value - self._possible(cell, -1, reach),
            value + reach,
            viewer,
        )
