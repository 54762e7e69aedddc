"""Which further cells must be held back, so that no sensitive cell can be worked out from those that are published.

Requirement by requirement (a sensitive cell, up or down, as seen by an outsider or by one respondent that knows itself) the cheapest movement is found by
linear programming; the published cells that it moves are suppressed. Each movement remains valid whatever is suppressed later, so all requirements hold in the
end, and several layers (months, measures) are protected by one pattern, one after the other. Cells that turn out not to be needed are then published again.
Sources: Fischetti and Salazar-González 2001; Hundepool et al. 2012, sections 4.4 and 4.5 (the problem of the single respondent, and groups of cells).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from openmbi.cells.disclosure.linear_relations import Layer, relations
from openmbi.cells.disclosure.movement import OUTSIDER, Bounds, Movements, allowed, bounds, doubters
from openmbi.cells.disclosure.primary import Sensitivity, reach_against, sensitivity
from openmbi.core.disclosure import CellState, CostRule, DisclosureParameters, SensitivityRule, Suppression, TableSet
from openmbi.core.tables import Flags, Floats, Numbers

MOST_DEPENDENTS = 25
"""A cell that more needs rest on is not tried to be published again: it is hardly ever possible, and takes long to find out."""
SLACK = 1e-6
"""Share of what a movement must reach by which it may pass a bound: rounding of the solver."""


@dataclass(frozen=True)
class _Need:
    """What one viewer must reckon with: a cell higher (`sign` 1) or lower (-1) than it is by `reach`."""

    cell: int
    sign: int
    viewer: int
    reach: float


@dataclass
class _Pattern:
    """The pattern as it grows. `suppressed`, `held` (C,): cells that are, and cells that cannot be.

    `known`, by cell and side: the movements, for a reach of 1, that served somebody in this layer or an earlier one.
    """

    suppressed: Flags
    held: Flags
    known: dict[tuple[int, int], list[Floats]]


def suppress(layers: Sequence[TableSet], parameters: DisclosureParameters) -> Suppression:
    """Return one pattern that protects every layer. The layers have the same cells in the same order; a cell that one lacks has no records there.

    A cell that is sensitive in one layer is suppressed in all. Cells of tables that were `given` before stay published; what they tell alone cannot be mended,
    and the audit says so.
    """
    sensitive = [sensitivity(layer, parameters) for layer in layers]
    given = layers[0].given
    rules = {cell: found for cell, found in _rules(sensitive).items() if not given[cell]}
    primary = np.isin(np.arange(len(given)), list(rules))
    pattern = _Pattern(primary | layers[0].withheld, given.copy(), {})
    related = relations(layers)
    movements = Movements(related.sums, _cost(layers, parameters.cost))
    for tables, layer, found in zip(layers, related.layers, sensitive, strict=True):
        _Protection(tables, layer, found, parameters.p_percent, movements).extend(pattern)
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

    tables: TableSet
    layer: Layer
    found: Sensitivity
    p_percent: float
    movements: Movements

    def extend(self, pattern: _Pattern) -> None:
        """Suppress what the sensitive cells need, the one that must reach farthest first, and publish again what is not needed."""
        before = pattern.suppressed.copy()
        used: dict[tuple[int, int], Flags] = {}
        for cell in sorted(self.found.rules, key=lambda one: (-self.found.protection[one], one)):
            for sign in (1, -1):
                if not pattern.held[cell]:
                    used[cell, sign] = self._protect(cell, sign, pattern).moved
        self._publish_again(np.flatnonzero(pattern.suppressed & ~before), pattern, used)

    def _protect(self, cell: int, sign: int, pattern: _Pattern) -> _Protected:
        """Protect a cell on one side from outsiders, then from each respondent who knows that the movements found so far cannot be."""
        still = np.zeros(len(pattern.held), bool)
        reach = self._possible(cell, sign, float(self.found.protection[cell]))
        if reach <= 0:
            return _Protected(still, True)
        first = self._moved(_Need(cell, sign, OUTSIDER, reach), pattern)
        if first is None:
            return _Protected(still, False)
        known, all_served = [first], True
        for viewer in doubters(first, self.layer, SLACK * reach, nonnegative=self.tables.nonnegative).tolist():
            theirs = min(reach, self._reach_against(cell, sign, viewer))
            if theirs <= 0 or self._served(viewer, theirs, [one * (theirs / reach) for one in known]):
                continue
            made = self._moved(_Need(cell, sign, viewer, theirs), pattern)
            all_served &= made is not None
            if made is not None:
                known.append(made * (reach / theirs))
        return _Protected(np.any([self.movements.moved(one, reach) for one in known], axis=0), all_served)

    def _served(self, viewer: int, reach: float, known: Sequence[Floats]) -> bool:
        """Whether one of the movements agrees with what a viewer knows."""
        within = bounds(self.layer, viewer, nonnegative=self.tables.nonnegative)
        return any(allowed(one, within, SLACK * reach) for one in known)

    def _possible(self, cell: int, sign: int, reach: float) -> float:
        """Return how far a cell must seem to move: downwards not below nothing, where everybody knows that it cannot be."""
        floor = max(0.0, float(self.tables.value[cell])) if sign < 0 and self.tables.nonnegative else np.inf
        return min(reach, floor)

    def _reach_against(self, cell: int, sign: int, viewer: int) -> float:
        """Return how far a cell must seem to move to a respondent: to one of its contributors not below its own part."""
        of_cell = self.found.contributors.of(cell)
        reach = reach_against(of_cell, viewer, float(self.found.protection[cell]), self.p_percent)
        if sign < 0 and self.tables.nonnegative and viewer in of_cell:
            reach = min(reach, float(self.tables.value[cell]) - of_cell[viewer])
        return self._possible(cell, sign, reach)

    def _moved(self, need: _Need, pattern: _Pattern) -> Floats | None:
        """Return a movement that meets a need, and suppress the cells that it moves; None where what is held makes it impossible."""
        within = bounds(self.layer, need.viewer, nonnegative=self.tables.nonnegative)
        made = self._as_before(need, within, pattern)
        if made is None:
            free, held = pattern.suppressed, pattern.held
            made = self.movements.find(need.cell, need.sign, need.reach, within, suppressed=free, held=held)
            if made is None:
                return None
            pattern.known.setdefault((need.cell, need.sign), []).append(made / need.reach)
        pattern.suppressed |= self.movements.moved(made, need.reach) & ~pattern.held
        return made

    def _as_before(self, need: _Need, within: Bounds, pattern: _Pattern) -> Floats | None:
        """Return what served somebody before, in another layer too, where it serves here at no cost."""
        for before in pattern.known.get((need.cell, need.sign), ()):
            made = before * need.reach
            if allowed(made, within, SLACK * need.reach):
                costs = (self.movements.moved(made, need.reach) & ~pattern.suppressed).any()
                if not costs:
                    return made
        return None

    def _publish_again(self, added: Numbers, pattern: _Pattern, used: dict[tuple[int, int], Flags]) -> None:
        """Publish cells again that the layer suppressed and that no need depends on, the most valuable first. `used`: the cells that each side moves."""
        for cell in added[np.argsort(-np.abs(self.tables.value[added]), kind="stable")].tolist():
            resting = [side for side, moved in used.items() if moved[cell]]
            if len(resting) > MOST_DEPENDENTS:
                continue
            spared = pattern.suppressed.copy()
            spared[cell] = False
            trial = _Pattern(
                spared, ~spared, {side: list(known) for side, known in pattern.known.items() if side in resting}
            )
            other = {side: self._protect(*side, trial) for side in resting}
            if all(one.all_served for one in other.values()):
                pattern.suppressed = spared
                pattern.known.update(trial.known)
                used.update({side: one.moved for side, one in other.items()})


@dataclass(frozen=True)
class _Protected:
    """What protects a cell on one side: the cells (C,) that its movements move, and whether there is one for everybody."""

    moved: Flags
    all_served: bool
