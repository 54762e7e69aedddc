"""Witnesses: movements that show how uncertain the cells of one layer are, and to whom.

A movement of the atoms that changes no published cell and takes no amount below what it can be is a witness for every cell that it moves far enough, and for
everybody whose own records do not speak against it. Whether a movement is one is checked here, whoever found it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from openmbi.cells.disclosure.linear_relations import Layer
from openmbi.cells.disclosure.movement import allowed, bounds
from openmbi.core.disclosure import TableSet
from openmbi.core.tables import Flags, Floats, Numbers

FINER = 1e-3
"""A movement serves no need so small that its rounding is more than this share of it."""

TOGETHER = 32
"""Witnesses that are asked together whom they convince."""


@dataclass
class _Book:
    """What is known of witnesses (W,), with room for more: how far each lifts each cell (C, W), its rounding (W,), and whom it does not convince, a bit each
    (W, Q/8)."""

    lift: Floats
    slack: Floats
    doubt: np.ndarray
    size: int = 0

    @staticmethod
    def empty(cells: int, respondents: int) -> _Book:
        return _Book(np.zeros((cells, 16)), np.zeros(16), np.zeros((16, (respondents + 7) // 8), np.uint8))

    def add(self, lift: Floats, slack: float, doubt: Flags) -> None:
        if self.size == len(self.slack):
            self.lift = np.hstack([self.lift, np.zeros_like(self.lift)])
            self.slack, self.doubt = (np.concatenate([one, np.zeros_like(one)]) for one in (self.slack, self.doubt))
        self.lift[:, self.size], self.slack[self.size], self.doubt[self.size] = lift, slack, np.packbits(doubt)
        self.size += 1

    def far(self, cell: int, sign: int, reach: float) -> Numbers:
        """Return the numbers of those that move a cell by `sign` × `reach`."""
        slack = self.slack[: self.size]
        enough = (sign * self.lift[cell, : self.size] >= reach - slack) & (slack <= FINER * reach)
        return np.flatnonzero(enough)


class Witnesses:
    """The witnesses of one layer. Cells (C,), atoms (A,), respondents (Q,)."""

    def __init__(self, tables: TableSet, layer: Layer, sums: csr_array) -> None:
        self._tables = tables
        self._layer = layer
        self._sums = sums
        self._outside = bounds(layer, nonnegative=tables.nonnegative)
        self._least = layer.own - layer.amount[layer.place]
        self._alone = np.flatnonzero(layer.alone)
        self._respondents = int(layer.owner.max(initial=-1)) + 1
        self._book = _Book.empty(len(tables.value), self._respondents)

    def add(self, movement: Floats, slack: float, published: Flags) -> bool:
        """Take in a movement (A,) if it is a witness while these cells (C,) are published; `slack`: its rounding, in the unit of the amounts."""
        lift = self._sums @ movement
        if (np.abs(lift[published]) > slack).any() or not allowed(movement, self._outside, slack):
            return False
        self._book.add(lift, slack, self._doubters(movement, slack))
        return True

    def start_again(self) -> None:
        """Forget all witnesses."""
        self._book.size = 0

    def without(self, cell: int) -> Witnesses:
        """Return the witnesses that do not move a cell."""
        other = Witnesses(self._tables, self._layer, self._sums)
        book = self._book
        kept = np.flatnonzero(np.abs(book.lift[cell, : book.size]) <= book.slack[: book.size])
        if len(kept):
            other._book = _Book(book.lift[:, kept], book.slack[kept], book.doubt[kept], len(kept))
        return other

    def doubters(self, cell: int, sign: int, reach: float) -> list[int] | None:
        """Return the respondents for whom no witness moves a cell by `sign` × `reach`; None where there is none for an outsider either."""
        far = self._book.far(cell, sign, reach)
        if not len(far):
            return None
        doubt = self._book.doubt[far[0]]
        for start in range(1, len(far), TOGETHER):
            doubt = doubt & np.bitwise_and.reduce(self._book.doubt[far[start : start + TOGETHER]], axis=0)
            if not doubt.any():
                return []
        return np.flatnonzero(np.unpackbits(doubt)).tolist()

    def serves(self, cell: int, sign: int, reach: float, viewer: int) -> bool:
        """Whether some witness moves a cell that far, as a respondent must see it."""
        far = self._book.far(cell, sign, reach)
        return bool((self._book.doubt[far, viewer >> 3] & (128 >> (viewer & 7)) == 0).any())

    def _doubters(self, movement: Floats, slack: float) -> Flags:
        """Return which respondents (Q,) know by their own parts that a movement cannot be. If a smaller one serves, so may this one for some of them."""
        layer = self._layer
        at = movement[layer.place]
        wrong = at < self._least - slack if self._tables.nonnegative else np.zeros(len(at), bool)
        wrong[self._alone] |= np.abs(at[self._alone]) > slack
        doubt = np.zeros(self._respondents, bool)
        doubt[layer.owner[wrong]] = True
        return doubt
