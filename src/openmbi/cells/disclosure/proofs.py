"""Proofs that cells of one layer are protected: amounts that agree with everything published, and whom they convince. Each is checked as it comes in."""

from __future__ import annotations

import numpy as np

from openmbi.cells.disclosure.attack import Attack
from openmbi.core.tables import Floats, Numbers

CLOSE = 1e-7
"""Share of a usual amount that is rounding of the solver."""
FINER = 1e-3
"""A proof is not one of so small a distance that its rounding is more than this share of it."""
NEAR = 1e-5
"""Share of the distance that may be lacking: rounding of the solver."""


class Proofs:
    """The proofs (P,) of one layer against an attack. Cells (C,), unknowns (U,), respondents (Q,)."""

    def __init__(self, attack: Attack) -> None:
        self._attack = attack
        self._moved: list[Floats] = []
        self._slack: list[float] = []
        self._doubt: list[np.ndarray] = []
        self._stacked: tuple[Floats, Floats, np.ndarray] | None = None

    def add(self, change: Floats) -> None:
        """Take in a change (U,) of the true amounts, and by how much it disagrees with what is published; if by much, it proves nothing."""
        attack, known = self._attack, self._attack.known
        moved = known.inside @ change
        beyond = [moved - attack.rises, attack.falls - moved, np.abs(change[~known.occupied])]
        if not attack.signed:
            beyond.append(-known.amount - change)
        slack = max(CLOSE * attack.scale, *(float(one.max(initial=0.0)) for one in beyond))
        at = change[known.place]
        wrong = known.alone & (np.abs(at) > slack)
        if not attack.signed:
            wrong |= known.amount[known.place] + at < known.own - slack
        doubt = np.zeros(known.respondents, bool)
        doubt[known.owner[wrong]] = True
        self._moved.append(moved)
        self._slack.append(slack)
        self._doubt.append(np.packbits(doubt))
        self._stacked = None

    def unconvinced(self, cell: int, sign: int, reach: float) -> Numbers | None:
        """Return the respondents whom no proof convinces that a cell may lie `sign` × `reach` from its value; None where an outsider is not either."""
        far = self._far(cell, sign, reach)
        if not len(far):
            return None
        return np.flatnonzero(np.unpackbits(np.bitwise_and.reduce(self._all()[2][far], axis=0)))

    def convinces(self, cell: int, sign: int, reach: float, viewer: int) -> bool:
        """Whether some proof convinces a respondent."""
        doubt = self._all()[2][self._far(cell, sign, reach), viewer >> 3]
        return bool((doubt & (128 >> (viewer & 7)) == 0).any())

    def _far(self, cell: int, sign: int, reach: float) -> Numbers:
        moved, slack, _ = self._all()
        return np.flatnonzero((sign * moved[cell] >= reach * (1.0 - NEAR)) & (slack <= FINER * reach))

    def _all(self) -> tuple[Floats, Floats, np.ndarray]:
        """Return how far each cell is moved (C, P), the rounding (P,), and the doubts, a bit each (P, Q/8)."""
        if self._stacked is None:
            count, cells = len(self._moved), self._attack.known.inside.shape[0]  # pyright: ignore  the library's types leave it out
            moved = np.ascontiguousarray(np.array(self._moved, float).reshape(count, cells).T)
            doubt = np.array(self._doubt, np.uint8).reshape(count, (self._attack.known.respondents + 7) // 8)
            self._stacked = moved, np.array(self._slack), doubt
        return self._stacked
