"""What can be worked out of a release: whether each sensitive cell remains as uncertain as it must, given all that is published in all its tables and before.

The audit knows nothing of how a pattern was found: it shares with the suppression the rules of sensitivity alone (a house test holds that). Amounts that agree
with everything published, and in which a cell is far enough from its value, prove that it is protected from whoever finds nothing against them. Where no
proof is at hand, linear programmes tell the exact interval, as the viewer sees it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from openmbi.cells.disclosure.attack import NOBODY, OUTSIDER, Attack, Interval, unknowns
from openmbi.cells.disclosure.needs import Needs
from openmbi.cells.disclosure.primary import sensitivity
from openmbi.cells.disclosure.proofs import NEAR, Proofs
from openmbi.cells.disclosure.proposals import proposals
from openmbi.core.disclosure import DisclosureAudit, DisclosureParameters, Suppression, TableSet, Violation
from openmbi.core.tables import Floats, Numbers


def audit(
    layers: Sequence[TableSet],
    pattern: Suppression,
    parameters: DisclosureParameters,
    *,
    seed: int = 1,
    step: Callable[[int, int], None] | None = None,
) -> DisclosureAudit:
    """Return every sensitive cell that what is published tells too closely, in any layer, to an outsider or to a respondent that knows itself.

    A cell is not counted as a violation, but named in `told_before`, where the tables that were `given` alone tell it as closely. What is found does not depend
    on `seed`. `step` is told how many layers of how many are done.
    """
    needs = [Needs(tables, sensitivity(tables, parameters), parameters.p_percent) for tables in layers]
    known, published = unknowns(layers), pattern.published
    course = _Course()
    done = 0
    for measure in dict.fromkeys(tables.measure for tables in layers):
        chosen = [number for number, tables in enumerate(layers) if tables.measure == measure]
        theirs = [needs[number] for number in chosen], [known[number] for number in chosen]
        changes = list(proposals(*theirs, published, seed=seed))
        for one, unknown in zip(*theirs, strict=True):
            attack = Attack(one.tables, unknown, published)
            before = Attack(one.tables, unknown, one.tables.given)
            changes += _LayerAudit(one, attack, before, Proofs(attack), course).run(changes)
            done += 1
            if step:
                step(done, len(layers))
    return DisclosureAudit(
        course.sensitive, course.checked, tuple(course.violations), tuple(sorted(course.told_before))
    )


def intervals(layers: Sequence[TableSet], pattern: Suppression) -> list[dict[int, Interval]]:
    """Return by layer and number of the cell the outsider's interval of each cell that is not published."""
    hidden = np.flatnonzero(~pattern.published).tolist()
    attacks = (Attack(tables, known, pattern.published) for tables, known in zip(layers, unknowns(layers), strict=True))
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
    """The audit of one layer. `before`: what earlier releases alone tell; `found`: changes that programmes found, for the layers that come."""

    needs: Needs
    attack: Attack
    before: Attack
    proofs: Proofs
    course: _Course
    found: list[Floats] = field(default_factory=list)

    def run(self, changes: Sequence[Floats]) -> list[Floats]:
        """Check every side of every sensitive cell, once these changes were looked at; return those that were found beside them."""
        for change in changes:
            self.proofs.add(change)
        for cell, sign, reach in self.needs.sides:
            self._check(cell, sign, reach)
        return self.found

    def _check(self, cell: int, sign: int, reach: float) -> None:
        """Check one side of a sensitive cell, as seen by everybody."""
        self.course.sensitive += 1
        self.course.checked += 1 + self.attack.known.respondents
        doubting = self.proofs.unconvinced(cell, sign, reach)
        if doubting is None:
            inside = [one for one in self.needs.contributors(cell) if one < self.attack.known.respondents]
            others = np.delete(np.arange(self.attack.known.respondents), inside)
            if not self._reached(cell, sign, reach, others) and not self._is_far(cell, sign, reach, OUTSIDER):
                return
            doubting = self.proofs.unconvinced(cell, sign, reach)
        left = self._left(cell, sign, doubting)
        size = len(left)
        while size > 1:  # all who are left together, and half as many each time that this cannot be
            if not self._reached(cell, sign, reach, left[:size]):
                size //= 2
                continue
            before, left = len(left), self._left(cell, sign, self.proofs.unconvinced(cell, sign, reach))
            size = min(size, len(left)) if len(left) < before else 0
        for viewer in left.tolist():
            self._is_far(cell, sign, self.needs.against(cell, sign, viewer), viewer)

    def _left(self, cell: int, sign: int, doubting: Numbers | None) -> Numbers:
        """Return those of some respondents to whom a side of a cell is not yet proved uncertain. To its own contributors less may do."""
        if doubting is None or not len(doubting):
            return NOBODY
        inside = self.needs.contributors(cell)
        left = [one for one in doubting.tolist() if one not in inside or not self._convinced(cell, sign, one)]
        return np.array(left, np.intp)

    def _convinced(self, cell: int, sign: int, viewer: int) -> bool:
        theirs = self.needs.against(cell, sign, viewer)
        return theirs <= 0 or self.proofs.convinces(cell, sign, theirs, viewer)

    def _reached(self, cell: int, sign: int, reach: float, viewers: Numbers) -> bool:
        """Whether amounts that none of some viewers can rule out take a cell `reach` from its value; they are kept as a proof."""
        amounts = self.attack.farthest(cell, sign, viewers)
        moved = sign * self.attack.moved(cell, amounts)
        if moved < reach * (1.0 - NEAR):
            return False
        # The nearest that serves: the less is changed, the fewer can rule it out.
        change = (amounts - self.attack.known.amount) * min(1.0, reach / moved)
        self.proofs.add(change)
        self.found.append(change)
        return True

    def _is_far(self, cell: int, sign: int, reach: float, viewer: int) -> bool:
        """Whether a viewer's exact interval of a cell reaches far enough; where it does not, note it."""
        viewers = NOBODY if viewer == OUTSIDER else np.array([viewer])
        if self._reached(cell, sign, reach, viewers):
            return True
        tables = self.needs.tables
        if tables.given.any() and self._told_before(cell, sign, reach, viewers):
            self.course.told_before.add(tables.names[cell])
        else:
            self.course.violations.append(self._violation(cell, reach, viewer))
        return False

    def _told_before(self, cell: int, sign: int, reach: float, viewers: Numbers) -> bool:
        moved = sign * self.before.moved(cell, self.before.farthest(cell, sign, viewers))
        return moved < reach * (1.0 - NEAR)

    def _violation(self, cell: int, reach: float, viewer: int) -> Violation:
        seen = self.attack.interval(cell, viewer)
        tables = self.needs.tables
        table, key = tables.names[cell]
        value = float(tables.value[cell])
        least = max(0.0, value - reach) if tables.nonnegative else value - reach
        return Violation(
            table, key, self.needs.found.rules[cell], value, seen.low, seen.high, least, value + reach, viewer
        )
