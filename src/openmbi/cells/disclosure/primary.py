"""Which cells are sensitive in themselves, and how far the interval of each must reach.

Sources: A. Hundepool et al., Statistical Disclosure Control (Wiley 2012), section 4.2: threshold, (n, k) dominance, p % rule, and the protection levels that
follow from them. Where amounts may be negative, their sizes count instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from openmbi.core.disclosure import DisclosureParameters, SensitivityRule, TableSet
from openmbi.core.tables import Floats, Numbers


@dataclass(frozen=True)
class Contributors:
    """The contributions of each cell, by respondent: `cell`, `respondent`, `amount` (k,), ordered by cell and then by falling size.

    `count` (C,): contributors with more than nothing; `size` (C,): sum of sizes; `first` (C,): where the cell's contributions begin.
    """

    cell: Numbers
    respondent: Numbers
    amount: Floats
    first: Numbers
    count: Numbers
    size: Floats

    def largest(self, rank: int) -> Floats:
        """Return the size (C,) of each cell's contribution of a rank from 0; 0 where it has not so many."""
        ends = np.append(self.first[1:], len(self.cell))
        place = self.first + rank
        inside = place < ends
        found = np.zeros(len(self.first))
        found[inside] = np.abs(self.amount[place[inside]])
        return found

    def of(self, cell: int) -> Mapping[int, float]:
        """Return the contributions of one cell by respondent, the largest first."""
        stop = self.first[cell + 1] if cell + 1 < len(self.first) else len(self.cell)
        chosen = slice(self.first[cell], stop)
        return dict(zip(self.respondent[chosen].tolist(), self.amount[chosen].tolist(), strict=True))


@dataclass(frozen=True)
class Sensitivity:
    """The sensitive cells: `rules` by number of the cell; `protection` (C,): how far its interval must reach above and below its value; 0 elsewhere."""

    rules: Mapping[int, tuple[SensitivityRule, ...]]
    protection: Floats
    contributors: Contributors


def contributors(tables: TableSet) -> Contributors:
    """Return the contributions of each cell (C,) of a table set, the records of one respondent in one cell taken together."""
    sizes = [len(members) for members in tables.members]
    cell = np.repeat(np.arange(len(sizes)), sizes)
    record = np.concatenate([np.zeros(0, np.intp), *tables.members]).astype(np.intp)
    respondent, amount = tables.records.respondent[record], tables.records.amount[record]
    order = np.lexsort((respondent, cell))
    cell, respondent, amount = cell[order], respondent[order], amount[order]
    opens = np.flatnonzero(np.append(True, (np.diff(cell) != 0) | (np.diff(respondent) != 0))[: len(cell)])
    summed = np.add.reduceat(amount, opens) if len(opens) else amount
    cell, respondent = cell[opens], respondent[opens]
    order = np.lexsort((-np.abs(summed), cell))
    cell, respondent, summed = cell[order], respondent[order], summed[order]
    number = len(sizes)
    return Contributors(
        cell=cell,
        respondent=respondent,
        amount=summed,
        first=np.searchsorted(cell, np.arange(number)),
        count=np.bincount(cell, summed != 0, number).astype(np.intp),
        size=np.bincount(cell, np.abs(summed), number).astype(float),
    )


def sensitivity(tables: TableSet, parameters: DisclosureParameters) -> Sensitivity:
    """Return which cells are sensitive, by every rule that says so. Cells without a record are not: everybody may know that nobody is there.

    A contributor of nothing hides nobody, so it is not counted. A cell of contributors of nothing alone tells of each of them, and is sensitive.
    """
    found = contributors(tables)
    within = _within(found, parameters)
    occupied = np.array([len(members) > 0 for members in tables.members], bool)
    protection = np.zeros(len(occupied))
    rules: dict[int, tuple[SensitivityRule, ...]] = {}
    for rule, (broken, reach) in within.items():
        wanted = broken & occupied
        protection[wanted] = np.maximum(protection[wanted], reach[wanted])
        for cell in np.flatnonzero(wanted).tolist():
            rules[cell] = (*rules.get(cell, ()), rule)
    empty = occupied & (found.size == 0)
    protection[empty] = _of_nothing(tables, parameters)
    return Sensitivity(rules, protection, found)


def _within(found: Contributors, parameters: DisclosureParameters) -> dict[SensitivityRule, tuple[np.ndarray, Floats]]:
    """Return by rule which cells (C,) break it and how far (C,) their interval must reach.

    p %: the second largest must not estimate the largest x₁ closer than p %: reach p·x₁ − (X − x₁ − x₂). Dominance: the (n, k) rule must hold of the upper
    bound: reach (x₁ + … + xₙ)/k − X. Threshold: p·x₁.
    """
    percent, share = parameters.p_percent / 100.0, parameters.dominance_percent / 100.0
    largest, second = found.largest(0), found.largest(1)
    dominant = sum((found.largest(rank) for rank in range(parameters.dominant)), np.zeros(len(largest)))
    # Rounding of sums must not make a cell sensitive, nor one that is sensitive safe: a tie counts as sensitive.
    tie = 1e-12 * found.size
    estimated = percent * largest - (found.size - largest - second)
    return {
        SensitivityRule.THRESHOLD: (found.count < parameters.least_contributors, percent * largest),
        SensitivityRule.DOMINANCE: (dominant > share * found.size + tie, dominant / share - found.size),
        SensitivityRule.P_PERCENT: (estimated > tie, estimated),
    }


def _of_nothing(tables: TableSet, parameters: DisclosureParameters) -> float:
    """Return how far the interval of a cell of nothing must reach: p % of the mean size of the records that are not nothing."""
    sizes = np.abs(tables.records.amount)
    return parameters.p_percent / 100.0 * float(sizes[sizes > 0].mean()) if (sizes > 0).any() else 0.0


def reach_against(of_cell: Mapping[int, float], respondent: int, protection: float, percent: float) -> float:
    """Return how far a cell's interval must reach as seen by a respondent who knows its own contribution.

    Of a cell that it has no part in: as for everybody. Of its own: so far that the largest other contribution x cannot be estimated closer than `percent`:
    percent·x − (X − own − x); nothing where it is alone.
    """
    if respondent not in of_cell:
        return protection
    others = [abs(amount) for other, amount in of_cell.items() if other != respondent and amount]
    if not others:
        return 0.0
    largest = max(others)
    return max(0.0, percent / 100.0 * largest - (sum(others) - largest))
