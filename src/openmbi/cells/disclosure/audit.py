"""What can be worked out of a release: whether each sensitive cell remains as uncertain as it must, given all that is published in all its tables and before.

Amounts that agree with everything published, and in which the cell is far enough from its value, prove that it is protected from whoever finds nothing against
them. The audit looks for such witnesses itself and checks every one; where it has none, a linear programme tells the interval exactly, as the viewer sees it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from openmbi.cells.disclosure.attack import OUTSIDER, Attack, Interval
from openmbi.cells.disclosure.gathering import gathered
from openmbi.cells.disclosure.linear_relations import Layer, relations
from openmbi.cells.disclosure.movement import Movements, bounds
from openmbi.cells.disclosure.needs import Needs
from openmbi.cells.disclosure.primary import sensitivity
from openmbi.cells.disclosure.serving import SLACK, served_together, unserved
from openmbi.cells.disclosure.witnesses import Witnesses
from openmbi.core.disclosure import DisclosureAudit, DisclosureParameters, Suppression, TableSet, Violation
from openmbi.core.tables import Flags

NEAR = 1e-5
"""Share of the protection that an interval may lack: rounding of the solver."""


def audit(
    layers: Sequence[TableSet], pattern: Suppression, parameters: DisclosureParameters, *, seed: int = 1
) -> DisclosureAudit:
    """Return every sensitive cell that what is published tells too closely, in any layer, to an outsider or to a respondent that knows itself.

    A cell is not counted as a violation, but named in `told_before`, where the tables that were `given` alone tell it as closely. What is found does not depend
    on `seed`.
    """
    related = relations(layers)
    needs = [Needs(tables, sensitivity(tables, parameters), parameters.p_percent) for tables in layers]
    movements = Movements(related.sums, np.ones(len(pattern.state)))
    hidden, published = ~pattern.published, pattern.published
    candidates = list(gathered(needs, related, movements, hidden, published, seed=seed))
    course = _Course()
    for one, layer in zip(needs, related.layers, strict=True):
        witnesses = Witnesses(one.tables, layer, related.sums)
        for movement, slack in candidates:
            witnesses.add(movement, slack, published)
        attack = Attack(one.tables, layer, related.sums, published)
        before = Attack(one.tables, layer, related.sums, one.tables.given)
        at = _LayerAudit(one, layer, attack, before, witnesses, movements, published, course)
        for side in one.sides:
            at.check(*side)
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
    """How far an audit has come: sensitive sides and viewpoints checked, and what was found."""

    sensitive: int = 0
    checked: int = 0
    violations: list[Violation] = field(default_factory=list)
    told_before: set[tuple[str, tuple[str, ...]]] = field(default_factory=set)


@dataclass(frozen=True)
class _LayerAudit:
    """The audit of one layer."""

    needs: Needs
    layer: Layer
    attack: Attack
    before: Attack
    witnesses: Witnesses
    movements: Movements
    published: Flags
    course: _Course

    def check(self, cell: int, sign: int, reach: float) -> None:
        """Check one side of a sensitive cell, as seen by everybody."""
        self.course.sensitive += 1
        self.course.checked += 1
        if self.witnesses.doubters(cell, sign, reach) is None and not self._is_far_enough(cell, sign, OUTSIDER, reach):
            return
        side = (cell, sign, reach)
        together = served_together(
            side, self.needs, self.layer, self.movements, self.witnesses, published=self.published
        )
        self.course.checked += len(list(together))
        for viewer in unserved(side, self.needs, self.witnesses):
            theirs = self.needs.against(cell, sign, viewer)
            self.course.checked += 1
            if not self.witnesses.serves(cell, sign, theirs, viewer):
                self._is_far_enough(cell, sign, viewer, theirs)

    def _is_far_enough(self, cell: int, sign: int, viewer: int, reach: float) -> bool:
        """Whether the cell can lie `reach` from its value: by a new witness, else by its exact interval; where it cannot, note the violation."""
        within = bounds(self.layer, (viewer,), nonnegative=self.needs.tables.nonnegative)
        made = self.movements.find(cell, sign, reach, within, suppressed=~self.published, held=self.published)
        if made is not None and self.witnesses.add(made, SLACK * reach, self.published):
            shown = viewer == OUTSIDER or self.witnesses.serves(cell, sign, reach, viewer)
        else:
            shown = False
        return shown or self._is_far_exactly(cell, sign, viewer, reach)

    def _is_far_exactly(self, cell: int, sign: int, viewer: int, reach: float) -> bool:
        farthest = self.attack.reached(cell, sign, viewer)
        moved = sign * (self.attack.sum_of(cell, farthest) - float(self.needs.tables.value[cell]))
        if moved >= reach * (1.0 - NEAR):
            movement = (farthest - self.layer.amount) * min(1.0, reach / moved)
            self.witnesses.add(movement, SLACK * reach, self.published)
            return True
        if self.needs.tables.given.any() and self._told_before(cell, sign, viewer, reach):
            self.course.told_before.add(self.needs.tables.names[cell])
        else:
            self.course.violations.append(self._violation(cell, viewer, reach))
        return False

    def _told_before(self, cell: int, sign: int, viewer: int, reach: float) -> bool:
        farthest = self.before.reached(cell, sign, viewer)
        return sign * (self.before.sum_of(cell, farthest) - float(self.needs.tables.value[cell])) < reach * (1.0 - NEAR)

    def _violation(self, cell: int, viewer: int, reach: float) -> Violation:
        seen = self.attack.interval(cell, viewer)
        tables = self.needs.tables
        table, key = tables.names[cell]
        value = float(tables.value[cell])
        least = max(0.0, value - reach) if tables.nonnegative else value - reach
        return Violation(
            table, key, self.needs.found.rules[cell], value, seen.low, seen.high, least, value + reach, viewer
        )
