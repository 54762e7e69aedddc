"""Witnesses: movements that show how uncertain the cells of one layer are, and to whom.

A movement of the atoms that changes no published cell and takes no amount below what it can be is a witness for every cell that it moves far enough, and for
everybody whose own records do not speak against it. Whether a movement is one is checked here, whoever found it.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from openmbi.cells.disclosure.linear_relations import Layer
from openmbi.cells.disclosure.movement import allowed, bounds
from openmbi.core.disclosure import TableSet
from openmbi.core.tables import Flags, Floats

FINER = 1e-3
"""A movement serves no need so small that its rounding is more than this share of it."""


class Witnesses:
    """The witnesses of one layer. Cells (C,), atoms (A,), respondents (Q,)."""

    def __init__(self, tables: TableSet, layer: Layer, sums: csr_array) -> None:
        self._tables = tables
        self._layer = layer
        self._sums = sums
        self._outside = bounds(layer, nonnegative=tables.nonnegative)
        self._respondents = int(layer.owner.max(initial=-1)) + 1
        self._lift: list[Floats] = []
        self._slack: list[float] = []
        self._doubt: list[Flags] = []

    def add(self, movement: Floats, slack: float, published: Flags) -> bool:
        """Take in a movement (A,) if it is a witness while these cells (C,) are published; `slack`: its rounding, in the unit of the amounts."""
        lift = self._sums @ movement
        if (np.abs(lift[published]) > slack).any() or not allowed(movement, self._outside, slack):
            return False
        self._lift.append(lift)
        self._slack.append(slack)
        self._doubt.append(self._doubters(movement, slack))
        return True

    def start_again(self) -> None:
        """Forget all witnesses."""
        self._lift.clear()
        self._slack.clear()
        self._doubt.clear()

    def without(self, cell: int) -> Witnesses:
        """Return the witnesses that do not move a cell."""
        other = Witnesses(self._tables, self._layer, self._sums)
        for lift, slack, doubt in zip(self._lift, self._slack, self._doubt, strict=True):
            if abs(lift[cell]) <= slack:
                other._lift.append(lift)
                other._slack.append(slack)
                other._doubt.append(doubt)
        return other

    def doubters(self, cell: int, sign: int, reach: float) -> list[int] | None:
        """Return the respondents for whom no witness moves a cell by `sign` × `reach`; None where there is none for an outsider either."""
        far = [number for number in range(len(self._lift)) if self._is_far(number, cell, sign, reach)]
        if not far:
            return None
        doubt = self._doubt[far[0]].copy()
        for number in far[1:]:
            if not doubt.any():
                break
            doubt &= self._doubt[number]
        return np.flatnonzero(doubt).tolist()

    def serves(self, cell: int, sign: int, reach: float, viewer: int) -> bool:
        """Whether some witness moves a cell that far, as a respondent must see it."""
        return any(
            not self._doubt[number][viewer]
            for number in range(len(self._lift))
            if self._is_far(number, cell, sign, reach)
        )

    def _is_far(self, number: int, cell: int, sign: int, reach: float) -> bool:
        slack = self._slack[number]
        return sign * self._lift[number][cell] >= reach - slack and slack <= FINER * reach

    def _doubters(self, movement: Floats, slack: float) -> Flags:
        """Return which respondents (Q,) know by their own parts that a movement cannot be. If a smaller one serves, so may this one for some of them."""
        layer = self._layer
        at = movement[layer.place]
        wrong = layer.alone & (np.abs(at) > slack)
        if self._tables.nonnegative:
            wrong |= layer.amount[layer.place] + at < layer.own - slack
        doubt = np.zeros(self._respondents, bool)
        doubt[layer.owner[wrong]] = True
        return doubt
