"""Which further cells must be held back, so that no sensitive cell can be worked out from those that are published.

Requirement by requirement (a sensitive cell, up or down, as seen by an outsider or by one respondent that knows itself) the cheapest movement is found by
linear programming; the published cells that it moves are suppressed. Each movement remains valid whatever is suppressed later, so all requirements hold in the
end, and several layers (months, measures) are protected by one pattern, one after the other. Cells that turn out not to be needed are then published again.
Sources: Fischetti and Salazar-González 2001; Hundepool et al. 2012, sections 4.4 and 4.5 (the problem of the single respondent, and groups of cells).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from openmbi.cells.disclosure.gathering import gathered
from openmbi.cells.disclosure.linear_relations import Layer, relations
from openmbi.cells.disclosure.movement import OUTSIDER, Movements, bounds
from openmbi.cells.disclosure.needs import Needs
from openmbi.cells.disclosure.primary import Sensitivity, sensitivity
from openmbi.cells.disclosure.serving import SLACK, served_together, unserved
from openmbi.cells.disclosure.witnesses import Witnesses
from openmbi.core.disclosure import CellState, CostRule, DisclosureParameters, SensitivityRule, Suppression, TableSet
from openmbi.core.tables import Flags, Floats, Numbers

MOST_TRIALS = 4_000
"""Cells are published again where cells × needs are at most so many: it takes long to find out."""
MOST_DEPENDENTS = 25
"""A cell that more needs rest on is not published again."""


@dataclass
class _Pattern:
    """The pattern as it grows. `suppressed`, `held` (C,): cells that are, and cells that cannot be. `movements`: found so far, each with its rounding."""

    suppressed: Flags
    held: Flags
    movements: list[tuple[Floats, float]] = field(default_factory=list)


def suppress(
    layers: Sequence[TableSet],
    parameters: DisclosureParameters,
    *,
    seed: int = 0,
    step: Callable[[int, int], None] | None = None,
) -> Suppression:
    """Return one pattern that protects every layer. The layers have the same cells in the same order; a cell that one lacks has no records there.

    A cell that is sensitive in one layer is suppressed in all. Cells of tables that were `given` before stay published; what they tell alone cannot be mended,
    and the audit says so. The same `seed` gives the same pattern. `step` is told how many layers of how many are done.
    """
    sensitive = [sensitivity(layer, parameters) for layer in layers]
    given = layers[0].given
    rules = {cell: found for cell, found in _rules(sensitive).items() if not given[cell]}
    primary = np.isin(np.arange(len(given)), list(rules))
    pattern = _Pattern(primary | layers[0].withheld, given.copy())
    related = relations(layers)
    movements = Movements(related.sums, _cost(layers, parameters.cost))
    needs = [Needs(layer, found, parameters.p_percent) for layer, found in zip(layers, sensitive, strict=True)]
    for made, slack in gathered(needs, related, movements, pattern.suppressed, pattern.held, seed=seed):
        pattern.suppressed |= movements.moved(made, slack / SLACK) & ~pattern.held
        pattern.movements.append((made, slack))
    for number, (wanted, layer) in enumerate(zip(needs, related.layers, strict=True), 1):
        witnesses = Witnesses(wanted.tables, layer, related.sums)
        _Protection(wanted, layer, movements, witnesses).extend(pattern)
        if step:
            step(number, len(layers))
    return Suppression(tuple(_state(cell, pattern.suppressed, rules) for cell in range(len(given))), rules)


def _state(cell: int, suppressed: Flags, rules: Mapping[int, object]) -> CellState:
    if not suppressed[cell]:
        return CellState.PUBLISHED
    return CellState.PRIMARY if cell in rules else CellState.SECONDARY


def _rules(sensitive: Sequence[Sensitivity]) -> dict[int, tuple[SensitivityRule, ...]]:
    """Return by cell the rules that it breaks in any layer."""
    found: dict[int, set[SensitivityRule]] = {}
    for one in sensitive:
        for cell, rules in one.rules.items():
            found.setdefault(cell, set()).update(rules)
    return {cell: tuple(rule for rule in SensitivityRule if rule in found[cell]) for cell in sorted(found)}


def _cost(layers: Sequence[TableSet], rule: CostRule) -> Floats:
    """Return what it costs (C,) to move each cell by what is to be reached, as the layers' mean value tells. It is never 0."""
    value = np.mean([np.abs(layer.value) for layer in layers], axis=0)
    if rule is CostRule.CELLS:
        return np.ones(len(value))
    scale = value[value > 0].min(initial=np.inf)
    relative = value / scale if np.isfinite(scale) else value
    return 1.0 + (relative if rule is CostRule.VALUE else np.log1p(relative))


@dataclass(frozen=True)
class _Protection:
    """The protection of one layer."""

    needs: Needs
    layer: Layer
    movements: Movements
    witnesses: Witnesses

    def extend(self, pattern: _Pattern) -> None:
        """Suppress what the sensitive cells need, and publish again what is not needed."""
        before = pattern.suppressed.copy()
        for made, slack in pattern.movements:
            self.witnesses.add(made, slack, ~pattern.suppressed)
        for cell, sign, reach in self.needs.sides:
            self._protect(cell, sign, reach, pattern)
        added = np.flatnonzero(pattern.suppressed & ~before)
        if len(added) * len(self.needs.sides) <= MOST_TRIALS:
            self._publish_again(added, pattern)

    def _protect(self, cell: int, sign: int, reach: float, pattern: _Pattern) -> bool:
        """Protect a cell on one side from outsiders, then from each respondent who knows that the movements found so far cannot be; whether all could be."""
        if self.witnesses.doubters(cell, sign, reach) is None and not self._move(cell, sign, reach, OUTSIDER, pattern):
            return False
        side, published = (cell, sign, reach), ~pattern.suppressed
        if not unserved(side, self.needs, self.witnesses):
            return True
        together = served_together(side, self.needs, self.layer, self.movements, self.witnesses, published=published)
        pattern.movements += [(made, SLACK * reach) for made in together]
        all_served = True
        for viewer in unserved(side, self.needs, self.witnesses):
            theirs = self.needs.against(cell, sign, viewer)
            if not self.witnesses.serves(cell, sign, theirs, viewer):
                all_served &= self._move(cell, sign, theirs, viewer, pattern)
        return all_served

    def _move(self, cell: int, sign: int, reach: float, viewer: int, pattern: _Pattern) -> bool:
        """Find a movement and suppress the cells that it moves; whether there is one."""
        within = bounds(self.layer, (viewer,), nonnegative=self.needs.tables.nonnegative)
        free, held = pattern.suppressed, pattern.held
        made = self.movements.find(cell, sign, reach, within, suppressed=free, held=held)
        if made is None:
            return False
        pattern.suppressed |= self.movements.moved(made, reach) & ~held
        pattern.movements.append((made, SLACK * reach))
        return self.witnesses.add(made, SLACK * reach, ~pattern.suppressed)

    def _publish_again(self, added: Numbers, pattern: _Pattern) -> None:
        """Publish cells again that the layer suppressed and that no need depends on, the most valuable first."""
        value = np.abs(self.needs.tables.value[added])
        for cell in added[np.argsort(-value, kind="stable")].tolist():
            other = self._without(cell, pattern)
            if other is not None:
                pattern.suppressed[cell] = False
                pattern.movements = [one for one in other if not self.movements.moved(one[0], one[1] / SLACK)[cell]]
                self.witnesses.start_again()
                for made, slack in pattern.movements:
                    self.witnesses.add(made, slack, ~pattern.suppressed)

    def _without(self, cell: int, pattern: _Pattern) -> list[tuple[Floats, float]] | None:
        """Return movements that serve every need while a cell is published; None where there is a need that has none."""
        spared = pattern.suppressed.copy()
        spared[cell] = False
        trial = _Pattern(spared, ~spared, list(pattern.movements))
        at = _Protection(self.needs, self.layer, self.movements, self.witnesses.without(cell))
        for side in self.needs.sides:
            if not at._protect(*side, trial) or len(trial.movements) - len(pattern.movements) > MOST_DEPENDENTS:
                return None
        return trial.movements
