"""Proofs that cells of one layer are protected: amounts that agree with everything published, and whom they convince. Each is checked as it comes in."""

from __future__ import annotations

import numpy as np

from openmbi.cells.disclosure.attack import NOBODY, Attack
from openmbi.core.tables import Flags, Floats, Numbers

CLOSE = 1e-7
"""Share of a usual amount that is rounding of the solver."""
FINER = 1e-3
"""A proof is not one of so small a distance that its rounding is more than this share of it."""
TOGETHER = 32
"""Proofs that are asked together whom they convince."""
NEAR = 1e-5
"""Share of the distance that may be lacking: rounding of the solver."""


class Proofs:
    """The proofs (P,) of one layer against an attack.

    Kept of each: how far it moves each cell (C, P), its rounding (P,), and whom it does not convince, a bit each (P, Q/8).
    """

    def __init__(self, attack: Attack) -> None:
        self._attack = attack
        known = attack.known
        cells = known.inside.shape[0]  # pyright: ignore  the library's types leave it out
        self._vacant = np.flatnonzero(~known.occupied)
        self._least = known.own - known.amount[known.place]
        self._alone = np.flatnonzero(known.alone)
        self._count = 0
        self._moved = np.zeros((cells, 64))
        self._slack = np.zeros(64)
        self._doubt = np.zeros((64, (known.respondents + 7) // 8), np.uint8)

    def add(self, change: Floats) -> None:
        """Take in a change (U,) of the true amounts, and by how much it disagrees with what is published; if by much, it proves nothing."""
        attack, known = self._attack, self._attack.known
        moved = known.inside @ change
        beyond = [moved - attack.rises, attack.falls - moved, np.abs(change[self._vacant])]
        if not attack.signed:
            beyond.append(-known.amount - change)
        slack = max(CLOSE * attack.scale, *(float(one.max(initial=0.0)) for one in beyond))
        if self._count == len(self._slack):  # room for as many again
            self._moved = np.hstack([self._moved, np.zeros_like(self._moved)])
            self._slack = np.concatenate([self._slack, np.zeros_like(self._slack)])
            self._doubt = np.vstack([self._doubt, np.zeros_like(self._doubt)])
        self._moved[:, self._count], self._slack[self._count] = moved, slack
        self._doubt[self._count] = np.packbits(self._doubters(change, slack))
        self._count += 1

    def unconvinced(self, cell: int, sign: int, reach: float) -> Numbers | None:
        """Return the respondents whom no proof convinces that a cell may lie `sign` × `reach` from its value; None where an outsider is not either."""
        far = self._far(cell, sign, reach)
        if not len(far):
            return None
        left = self._doubt[far[0]]
        for start in range(1, len(far), TOGETHER):
            left = left & np.bitwise_and.reduce(self._doubt[far[start : start + TOGETHER]], axis=0)
            if not left.any():
                return NOBODY
        return np.flatnonzero(np.unpackbits(left))

    def convinces(self, cell: int, sign: int, reach: float, viewer: int) -> bool:
        """Whether some proof convinces a respondent."""
        doubt = self._doubt[self._far(cell, sign, reach), viewer >> 3]
        return bool((doubt & (128 >> (viewer & 7)) == 0).any())

    def _doubters(self, change: Floats, slack: float) -> Flags:
        """Return which respondents (Q,) know by their own parts that a change cannot be."""
        known = self._attack.known
        at = change[known.place]
        wrong = np.zeros(len(at), bool) if self._attack.signed else at < self._least - slack
        wrong[self._alone] |= np.abs(at[self._alone]) > slack
        doubt = np.zeros(known.respondents, bool)
        doubt[known.owner[wrong]] = True
        return doubt

    def _far(self, cell: int, sign: int, reach: float) -> Numbers:
        moved, slack = self._moved[cell, : self._count], self._slack[: self._count]
        return np.flatnonzero((sign * moved >= reach * (1.0 - NEAR)) & (slack <= FINER * reach))
