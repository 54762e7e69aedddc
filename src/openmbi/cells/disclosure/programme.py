"""A linear programme that stays in its solver, so that the next question starts from the last answer."""

from __future__ import annotations

import highspy
import numpy as np
from scipy.sparse import csr_array

from openmbi.core.tables import Floats


class Programme:
    """minimise cost·x subject to low ≤ A x ≤ high, with bounds of x (N,) that each question gives anew; solved by HiGHS (Q. Huangfu and J. A. J. Hall 2018).

    `perturbed`: whether costs are shifted a little on the way, which helps where many answers are equally good, and hinders where few costs are not 0.
    """

    def __init__(self, matrix: csr_array, low: Floats, high: Floats, *, perturbed: bool = True) -> None:
        rows, columns = matrix.shape  # pyright: ignore  the library's types leave it out
        made = highspy.HighsLp()
        made.num_col_, made.num_row_ = columns, rows
        made.col_cost_, made.col_lower_, made.col_upper_ = np.zeros(columns), np.zeros(columns), np.zeros(columns)
        made.row_lower_, made.row_upper_ = low, high
        made.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        made.a_matrix_.start_ = matrix.indptr  # pyright: ignore  the library's types leave it out
        made.a_matrix_.index_ = matrix.indices  # pyright: ignore  the library's types leave it out
        made.a_matrix_.value_ = matrix.data  # pyright: ignore  the library's types leave it out
        self._solver = highspy.Highs()
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("threads", 1)
        if not perturbed:
            self._solver.setOptionValue("dual_simplex_cost_perturbation_multiplier", 0.0)
        self._solver.passModel(made)
        self._cost, self._low, self._high = np.zeros(columns), np.zeros(columns), np.zeros(columns)

    def solved(self, cost: Floats, low: Floats, high: Floats) -> Floats | None:
        """Return the x (N,) at which cost·x is lowest; None where there is none."""
        changed = np.flatnonzero((low != self._low) | (high != self._high)).astype(np.int32)
        if len(changed):
            self._solver.changeColsBounds(len(changed), changed, low[changed], high[changed])
        dearer = np.flatnonzero(cost != self._cost).astype(np.int32)
        if len(dearer):
            self._solver.changeColsCost(len(dearer), dearer, cost[dearer])
        self._cost, self._low, self._high = cost.copy(), low.copy(), high.copy()
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.array(self._solver.getSolution().col_value)
