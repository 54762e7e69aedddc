"""Movements: how the atoms of a release may differ from their true amounts without any published cell changing.

If such a movement lifts a cell by its protection, whoever sees the release must reckon with that higher value. A movement that somebody with knowledge of its
own must reckon with leaves alone what that viewer knows.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from scipy.sparse import csr_array, eye_array, hstack

from openmbi.cells.disclosure.linear_relations import Layer
from openmbi.core.tables import Flags, Floats, Numbers

OUTSIDER = -1
STILL = 1e-6
"""A cell moves by less than this share of what the movement must reach: it stays."""
_FAR = 1e7
"""No movement need be larger than so many times what it must reach."""


@dataclass(frozen=True)
class Bounds:
    """How far each atom (A,) may move as seen by somebody: from `low` (not above 0) to `high`."""

    low: Floats
    high: Floats


def bounds(layer: Layer, viewer: int, *, nonnegative: bool) -> Bounds:
    """Return the bounds of a viewer: no amount falls below zero or below the viewer's own part, and what is the viewer's alone is known to it."""
    low = np.where(layer.occupied, -layer.amount if nonnegative else -np.inf, 0.0)
    high = np.where(layer.occupied, np.inf, 0.0)
    parts = layer.by_owner.get(viewer, np.zeros(0, np.intp))
    place = layer.place[parts]
    if nonnegative:
        low[place] += layer.own[parts]
    alone = place[layer.alone[parts]]
    low[alone] = high[alone] = 0.0
    return Bounds(np.minimum(low, 0.0), high)


def allowed(movement: Floats, within: Bounds, slack: float) -> bool:
    """Whether a movement keeps within bounds, but for `slack`."""
    return bool(((movement >= within.low - slack) & (movement <= within.high + slack)).all())


def doubters(movement: Floats, layer: Layer, slack: float, *, nonnegative: bool) -> Numbers:
    """Return the respondents who know by their own parts that a movement cannot be."""
    at = movement[layer.place]
    wrong = layer.alone & (np.abs(at) > slack)
    if nonnegative:
        wrong |= layer.amount[layer.place] + at < layer.own - slack
    return np.unique(layer.owner[wrong])


class Movements:
    """Finds the cheapest movement, by a linear programme in units of what it must reach. Cells (C,), atoms (A,).

    minimise Σ cost_c·|Σ y_a of c| over the cells that are not yet suppressed, subject to the bounds of each y_a and the movement of one cell (J. Kelly,
    B. Golden and A. Assad 1992, Networks 22; M. Fischetti and J. J. Salazar-González 2001, Management Science 47, section 5).
    """

    def __init__(self, sums: csr_array, cost: Floats) -> None:
        self._sums = sums
        self._cost = cost
        cells, atoms = sums.shape
        unit = eye_array(cells, format="csr")
        self._solver = highspy.Highs()
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("threads", 1)
        self._columns = np.arange(atoms + 2 * cells, dtype=np.int32)
        self._solver.passModel(_programme(csr_array(hstack([sums, -unit, unit], format="csr"))))

    def find(
        self, cell: int, sign: int, reach: float, within: Bounds, *, suppressed: Flags, held: Flags
    ) -> Floats | None:
        """Return the movement (A,) that moves a cell by `sign` × `reach`; None where there is none.

        Cells that are `suppressed` (C,) move at no cost, those that are `held` (C,) do not move.
        """
        cells, atoms = self._sums.shape
        rise = np.where(held, 0.0, _FAR)
        fall = rise.copy()
        least = np.zeros(cells)
        least[cell] = 1.0
        if sign > 0:
            fall[cell] = 0.0
        else:
            rise[cell] = 0.0
        rising, falling = (least, 0.0 * least) if sign > 0 else (0.0 * least, least)
        cost = np.where(suppressed, 0.0, self._cost)
        low = np.concatenate([np.maximum(within.low / reach, -_FAR), rising, falling])
        high = np.concatenate([np.minimum(within.high / reach, _FAR), rise, fall])
        if (low > high).any():
            return None
        self._solver.changeColsBounds(len(low), self._columns, low, high)
        self._solver.changeColsCost(len(low), self._columns, np.concatenate([np.zeros(atoms), cost, cost]))
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return reach * np.array(self._solver.getSolution().col_value[:atoms])

    def moved(self, movement: Floats, reach: float) -> Flags:
        """Return which cells (C,) a movement moves."""
        return np.abs(self._sums @ movement) > STILL * reach


def _programme(matrix: csr_array) -> highspy.HighsLp:
    rows, columns = matrix.shape
    made = highspy.HighsLp()
    made.num_col_, made.num_row_ = columns, rows
    made.col_cost_ = np.zeros(columns)
    made.col_lower_ = np.zeros(columns)
    made.col_upper_ = np.zeros(columns)
    made.row_lower_ = np.zeros(rows)
    made.row_upper_ = np.zeros(rows)
    made.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    made.a_matrix_.start_ = matrix.indptr
    made.a_matrix_.index_ = matrix.indices
    made.a_matrix_.value_ = matrix.data
    return made
