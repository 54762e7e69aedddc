"""An attack on a release: the lowest and the highest value of a cell that agree with everything published.

A linear programme over the amounts of the atoms. A published value that was rounded binds to its rounding interval only; who knows its own records knows that
no atom is below its part, and what is its alone. No amount is taken to be larger than twice all amounts together, which only helps the attacker.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from scipy.sparse import csr_array

from openmbi.cells.disclosure.linear_relations import Layer
from openmbi.core.disclosure import TableSet
from openmbi.core.tables import Flags, Floats

OUTSIDER = -1


@dataclass(frozen=True)
class Interval:
    """The lowest and highest value of a cell that agree with what is published."""

    low: float
    high: float


class Attack:
    """What one table set tells by those of its cells (C,) that are `published`: amounts of atoms (A,) that agree with them."""

    def __init__(self, tables: TableSet, layer: Layer, sums: csr_array, published: Flags) -> None:
        self._tables = tables
        self._layer = layer
        self._sums = sums
        sizes = np.abs(layer.amount)
        self._scale = float(np.exp(np.log(sizes[sizes > 0]).mean())) if (sizes > 0).any() else 1.0
        self._most = 2.0 * float(sizes.sum())
        self._columns = np.arange(sums.shape[1], dtype=np.int32)  # pyright: ignore  the library's types leave it out
        self._solver = _solver(csr_array(sums[np.flatnonzero(published)]), *self._told(published))

    def interval(self, cell: int, viewer: int = OUTSIDER) -> Interval:
        """Return the interval of a cell as seen by a viewer."""
        low, high = (self.sum_of(cell, self.reached(cell, sign, viewer)) for sign in (-1, 1))
        return Interval(low, high)

    def sum_of(self, cell: int, amounts: Floats) -> float:
        """Return the value of a cell by amounts (A,) of the atoms."""
        return float((self._sums[[cell]] @ amounts)[0])

    def reached(self, cell: int, sign: int, viewer: int = OUTSIDER) -> Floats:
        """Return amounts (A,) in which a cell is as high (`sign` 1) or low (-1) as can be."""
        low, high = self._seen_by(viewer)
        weight = -float(sign) * self._sums[[cell]].toarray()[0]
        self._solver.changeColsBounds(len(low), self._columns, low / self._scale, high / self._scale)
        self._solver.changeColsCost(len(weight), self._columns, weight)
        self._solver.run()
        status = self._solver.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError(f"the interval of cell {cell} could not be found: {status}")
        return self._scale * np.array(self._solver.getSolution().col_value)

    def agrees(self, amounts: Floats, viewer: int, slack: float) -> bool:
        """Whether amounts (A,) agree with what a viewer knows, published values apart."""
        low, high = self._seen_by(viewer)
        return bool(((amounts >= low - slack) & (amounts <= high + slack)).all())

    def _told(self, published: Flags) -> tuple[Floats, Floats]:
        """Return between which values each published cell lies, in the solver's units: half a rounding step to each side of the rounded value."""
        value, step = self._tables.value[published], self._tables.rounding[published]
        shown = np.where(step > 0, np.round(value / np.where(step > 0, step, 1.0)) * step, value)
        return (shown - step / 2) / self._scale, (shown + step / 2) / self._scale

    def _seen_by(self, viewer: int) -> tuple[Floats, Floats]:
        """Return the bounds (A,) of the atoms as a viewer knows them."""
        layer, signed = self._layer, not self._tables.nonnegative
        low = np.where(layer.occupied, -self._most if signed else 0.0, 0.0)
        high = np.where(layer.occupied, self._most, 0.0)
        parts = layer.by_owner.get(viewer)
        if parts is not None:
            place, own, alone = layer.place[parts], layer.own[parts], layer.alone[parts]
            if not signed:
                low[place] = own
            low[place[alone]] = high[place[alone]] = own[alone]
        return low, high


def _solver(matrix: csr_array, low: Floats, high: Floats) -> highspy.Highs:
    rows, columns = matrix.shape  # pyright: ignore  the library's types leave it out
    made = highspy.HighsLp()
    made.num_col_, made.num_row_ = columns, rows
    made.col_cost_ = np.zeros(columns)
    made.col_lower_ = np.zeros(columns)
    made.col_upper_ = np.zeros(columns)
    made.row_lower_, made.row_upper_ = low, high
    made.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    made.a_matrix_.start_ = matrix.indptr  # pyright: ignore  the library's types leave it out
    made.a_matrix_.index_ = matrix.indices  # pyright: ignore  the library's types leave it out
    made.a_matrix_.value_ = matrix.data  # pyright: ignore  the library's types leave it out
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.passModel(made)
    return solver
