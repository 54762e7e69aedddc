"""An attack on a release: what the amounts behind it may be, given all that is published. Built from the tables alone; it shares nothing with the suppression.

Unknown are the amounts x_r ≥ 0 of all records r. Known is of each published cell c

    low_c ≤ Σ_{r in c} x_r ≤ high_c,

the rounding interval of its value (a point, where it is not rounded), and to a respondent v its own x_r. The interval of a cell is the lowest and the highest
Σ_{r in c} x_r: two linear programmes (Hundepool et al. 2012, section 4.3.1; J. Castro 2012, European J. of Operational Research 216). Records that stand in
the same cells are one unknown, as no cell divides them: v then knows that it is not below v's part, and knows it wholly where all others have nothing there.
No unknown is taken to be larger than twice all amounts together, which only helps the attacker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from openmbi.cells.disclosure.programme import Programme
from openmbi.core.disclosure import TableSet
from openmbi.core.tables import Flags, Floats, Numbers

OUTSIDER = -1
NOBODY: Numbers = np.zeros(0, np.intp)


@dataclass(frozen=True)
class Interval:
    """The lowest and highest value of a cell that agree with what is published."""

    low: float
    high: float


@dataclass(frozen=True)
class Unknowns:
    """The unknowns (U,) of one table set: which cells each stands in (`inside` (C, U)), their true `amount`, and which have a record (`occupied`).

    `owner`, `place`, `own` (k,): respondents, the unknowns they have a part in, and that part; `alone` (k,): all others have nothing there.
    """

    inside: csr_array
    amount: Floats
    occupied: Flags
    owner: Numbers
    place: Numbers
    own: Floats
    alone: Flags

    @cached_property
    def respondents(self) -> int:
        """How many numbers of respondents there are."""
        return int(self.owner.max(initial=-1)) + 1

    def of_cell(self, cell: int) -> Numbers:
        """Return the unknowns that stand in a cell."""
        first, stop = self.inside.indptr[cell : cell + 2]
        return self.inside.indices[first:stop].astype(np.intp, copy=False)

    def of(self, respondents: Numbers) -> Flags:
        """Return which parts (k,) are those of some respondents."""
        asked = np.zeros(self.respondents + 1, bool)
        asked[respondents] = True
        return asked[self.owner]


def unknowns(layers: Sequence[TableSet]) -> tuple[Unknowns, ...]:
    """Return the unknowns of table sets with the same cells, those of all under the same numbers.

    The cells of a record are told apart by a sum of 128 random bits of each cell.
    """
    bits = np.random.default_rng(20).integers(0, 2**63, (len(layers[0].members), 2), dtype=np.uint64)
    marks = []
    for tables in layers:
        mark = np.zeros((len(tables.records.amount), 2), np.uint64)
        for cell, members in enumerate(tables.members):
            mark[members] += bits[cell]
        marks.append(mark)
    different, number = np.unique(np.concatenate(marks), axis=0, return_inverse=True)
    ends = np.cumsum([len(mark) for mark in marks])[:-1]
    places = np.split(number.ravel(), ends)
    inside = _inside(layers, places, len(different))
    return tuple(_of_layer(tables, place, inside) for tables, place in zip(layers, places, strict=True))


def _inside(layers: Sequence[TableSet], places: Sequence[Numbers], count: int) -> csr_array:
    cells = len(layers[0].members)
    found = [
        np.unique(np.concatenate([place[tables.members[cell]] for tables, place in zip(layers, places, strict=True)]))
        for cell in range(cells)
    ]
    row = np.repeat(np.arange(cells), [len(one) for one in found])
    return csr_array((np.ones(len(row)), (row, np.concatenate([NOBODY, *found]))), (cells, count))


def _of_layer(tables: TableSet, place: Numbers, inside: csr_array) -> Unknowns:
    count = inside.shape[1]  # pyright: ignore  the library's types leave it out
    told = np.zeros(len(place), bool)
    for members in tables.members:
        told[members] = True
    pair, part = np.unique(tables.records.respondent[told] * count + place[told], return_inverse=True)
    own = np.bincount(part, tables.records.amount[told], len(pair)).astype(float)
    owner, at = pair // count, pair % count
    givers = np.bincount(at, own != 0, count)[at] - (own != 0)
    amount = np.bincount(at, own, count).astype(float)
    return Unknowns(inside, amount, np.bincount(at, minlength=count) > 0, owner, at, own, givers == 0)


class Attack:
    """What one table set tells by those of its cells (C,) that are `published`: amounts of the unknowns (U,) that agree with them."""

    def __init__(self, tables: TableSet, known: Unknowns, published: Flags) -> None:
        self.known = known
        self.signed = not tables.nonnegative
        self._value = tables.value
        sizes = np.abs(known.amount)
        self.scale = float(np.exp(np.log(sizes[sizes > 0]).mean())) if (sizes > 0).any() else 1.0
        self._most = 2.0 * float(sizes.sum())
        step, value = tables.rounding, self._value
        off = np.where(step > 0, np.round(value / np.where(step > 0, step, 1.0)) * step, value) - value
        self.falls = np.where(published, off - step / 2, -np.inf)
        """How far each cell (C,) may lie below its value by what is published of it."""
        self.rises = np.where(published, off + step / 2, np.inf)
        """How far above."""
        rows = csr_array(known.inside[np.flatnonzero(published)])
        low, high = (value + self.falls)[published], (value + self.rises)[published]
        self._programme = Programme(rows, low / self.scale, high / self.scale, perturbed=False)

    def interval(self, cell: int, viewer: int = OUTSIDER) -> Interval:
        """Return the interval of a cell as seen by a viewer."""
        viewers = NOBODY if viewer == OUTSIDER else np.array([viewer])
        low, high = (self.moved(cell, self.farthest(cell, sign, viewers)) for sign in (-1, 1))
        return Interval(float(self._value[cell]) + low, float(self._value[cell]) + high)

    def moved(self, cell: int, amounts: Floats) -> float:
        """Return how far a cell is from its value by amounts (U,) of the unknowns."""
        return float(amounts[self.known.of_cell(cell)].sum()) - float(self._value[cell])

    def farthest(self, cell: int, sign: int, viewers: Numbers = NOBODY) -> Floats:
        """Return amounts (U,) that none of some viewers can rule out and in which a cell is as high (`sign` 1) or as low (-1) as can be."""
        low, high = self._agreed(viewers)
        cost = np.zeros(len(low))
        cost[self.known.of_cell(cell)] = -float(sign)
        found = self._programme.solved(cost, low / self.scale, high / self.scale)
        if found is None:
            raise ArithmeticError(f"the interval of cell {cell} could not be found")
        return self.scale * found

    def _agreed(self, viewers: Numbers) -> tuple[Floats, Floats]:
        """Return between what the unknowns (U,) lie by all that some viewers know."""
        known = self.known
        low = np.where(known.occupied, -self._most if self.signed else 0.0, 0.0)
        high = np.where(known.occupied, self._most, 0.0)
        if len(viewers):
            theirs = known.of(viewers)
            if not self.signed:
                np.maximum.at(low, known.place[theirs], known.own[theirs])
            whole = theirs & known.alone
            low[known.place[whole]] = high[known.place[whole]] = known.own[whole]
        return low, high
