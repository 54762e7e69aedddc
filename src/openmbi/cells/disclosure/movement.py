"""Movements: how the atoms of a release may differ from their true amounts without any published cell changing.

If such a movement lifts a cell by its protection, whoever sees the release must reckon with that higher value. A movement that somebody with knowledge of its
own must reckon with leaves alone what that viewer knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor, log10

import numpy as np
from scipy.sparse import csr_array, eye_array, hstack

from openmbi.cells.disclosure.linear_relations import Layer
from openmbi.cells.disclosure.programme import Programme
from openmbi.core.tables import Flags, Floats

OUTSIDER = -1
STILL = 1e-6
"""A cell moves by less than this share of what the movement must reach: it stays."""
_FAR = 1e7
"""No movement need be larger than so many times what it must reach."""
_LITTLE = 1e-3
"""What it costs to move a suppressed cell: the fewer are moved, the fewer respondents know that it cannot be."""
_REWARD = 50.0
"""How many cells of the highest cost may be moved to move a sensitive one."""


@dataclass(frozen=True)
class Bounds:
    """How far each atom (A,) may move as seen by somebody: from `low` (not above 0) to `high`."""

    low: Floats
    high: Floats


def bounds(layer: Layer, viewers: Iterable[int] = (), *, nonnegative: bool) -> Bounds:
    """Return the bounds that nobody of some viewers speaks against: no amount falls below zero or below a viewer's part, and what is one's alone stays."""
    low = np.where(layer.occupied, -layer.amount if nonnegative else -np.inf, 0.0)
    high = np.where(layer.occupied, np.inf, 0.0)
    seen = np.isin(layer.owner, list(viewers))
    place, alone = layer.place[seen], layer.place[seen & layer.alone]
    if nonnegative:
        np.maximum.at(low, place, layer.own[seen] - layer.amount[place])
    low[alone] = high[alone] = 0.0
    return Bounds(np.minimum(low, 0.0), high)


def allowed(movement: Floats, within: Bounds, slack: float) -> bool:
    """Whether a movement keeps within bounds, but for `slack`."""
    return bool(((movement >= within.low - slack) & (movement <= within.high + slack)).all())


class Movements:
    """Finds cheap movements by linear programmes. Cells (C,), atoms (A,).

    minimise Σ cost_c·|z_c| over the cells that are not yet suppressed, where z_c = Σ y_a of c is how far a cell moves and each y_a keeps its bounds, subject to
    one cell's movement (J. Kelly, B. Golden and A. Assad 1992, Networks 22; M. Fischetti and J. J. Salazar-González 2001, Management Science 47, section 5), or
    with a reward for every sensitive cell that moves as far as it must.
    """

    def __init__(self, sums: csr_array, cost: Floats) -> None:
        self._sums = sums
        self._cost = cost
        cells = len(cost)
        unit = eye_array(cells, format="csr")
        # y, then rises and falls; of many cells at once, those that are rewarded before those that only cost
        one = csr_array(hstack([sums, -unit, unit], format="csr"))
        many = csr_array(hstack([one, -unit, unit], format="csr"))
        self._one, self._many = (Programme(matrix, np.zeros(cells), np.zeros(cells)) for matrix in (one, many))

    def find(
        self, cell: int, sign: int, reach: float, within: Bounds, *, suppressed: Flags, held: Flags
    ) -> Floats | None:
        """Return the movement (A,) that moves a cell by `sign` × `reach`; None where there is none.

        Cells that are `suppressed` (C,) move at next to no cost, those that are `held` (C,) do not move.
        """
        # In one scale for what is of one size, fewer bounds change from question to question, so that the last answer is nearer to the next.
        scale = 10.0 ** floor(log10(reach))
        nothing = np.zeros(len(held))
        least, most = nothing.copy(), np.where(held, 0.0, _FAR)
        least[cell] = reach / scale
        other = most.copy()
        other[cell] = 0.0
        rise, fall = ((least, most), (nothing, other)) if sign > 0 else ((nothing, other), (least, most))
        cost = np.where(suppressed, _LITTLE, self._cost)
        return self._solved(self._one, scale, within, (rise, fall), np.concatenate([cost, cost]))

    def gather(
        self, rise: Floats, fall: Floats, scale: float, within: Bounds, *, suppressed: Flags, held: Flags
    ) -> Floats | None:
        """Return a movement (A,) that moves many cells at once by what each must rise or fall (C,), where that is not too dear; None where there is none.

        `scale`: what is usual to be reached. A cell moves either way: one of its `rise` and `fall` is 0.
        """
        nothing = np.zeros(len(held))
        free = np.where(held, 0.0, _FAR)
        cost = np.where(suppressed, _LITTLE, self._cost)
        reward = np.full(len(held), -_REWARD * float(self._cost.max(initial=1.0)))
        wanted = ((nothing, np.where(held, 0.0, rise / scale)), (nothing, np.where(held, 0.0, fall / scale)))
        # A rewarded cell must not pay its reward by moving the other way as well.
        rest = ((nothing, np.where(fall > 0, 0.0, free)), (nothing, np.where(rise > 0, 0.0, free)))
        return self._solved(self._many, scale, within, (*wanted, *rest), np.concatenate([reward, reward, cost, cost]))

    def _solved(
        self, programme: Programme, scale: float, within: Bounds, parts: Sequence[tuple[Floats, Floats]], cost: Floats
    ) -> Floats | None:
        atoms = self._sums.shape[1]  # pyright: ignore  the library's types leave it out
        low = np.concatenate([np.maximum(within.low / scale, -_FAR), *(part[0] for part in parts)])
        high = np.concatenate([np.minimum(within.high / scale, _FAR), *(part[1] for part in parts)])
        if (low > high).any():
            return None
        made = programme.solved(np.concatenate([np.zeros(atoms), cost]), low, high)
        return None if made is None else scale * made[:atoms]

    def moved(self, movement: Floats, reach: float) -> Flags:
        """Return which cells (C,) a movement moves."""
        return np.abs(self._sums @ movement) > STILL * reach
