"""Changes that may prove much at once, so that an audit of many layers needs few programmes. Whether they prove anything is found out by each layer's proofs.

All layers of one measure (its months) are taken together: an unknown may change by what it can in every one of them. Cells are pulled up and down by a drawn
sign, each by the distance that it must be uncertain by, while all that is published stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from scipy.sparse import csr_array

from openmbi.cells.disclosure.attack import Unknowns
from openmbi.cells.disclosure.needs import Needs
from openmbi.cells.disclosure.programme import Programme
from openmbi.core.tables import Flags, Floats

ROUNDS = 100
FEWEST = 60
"""With fewer sensitive sides in every layer, single programmes do as well."""
ROOM = 2.0
"""An unknown may rise by so many times what the cells that it stands in must be uncertain by."""


def proposals(needs: Sequence[Needs], known: Sequence[Unknowns], published: Flags, *, seed: int) -> Iterator[Floats]:
    """Yield changes (U,) of the unknowns of some layers of one measure; the same `seed` gives the same."""
    if max((len(one.sides) for one in needs), default=0) < FEWEST:
        return
    draw = np.random.default_rng(seed)
    inside = known[0].inside
    reach = _reach(needs)
    wanted = np.flatnonzero((reach > 0) & ~published)
    scale = float(np.median(reach[wanted])) if len(wanted) else 1.0
    top = _room(inside, reach)
    wary, open_low, alone = _lowest(needs, known)
    top[~np.all([one.occupied for one in known], axis=0)] = 0.0
    hidden = np.flatnonzero(published)
    programme = Programme(csr_array(inside[hidden]), np.zeros(len(hidden)), np.zeros(len(hidden)), perturbed=False)
    pulled = csr_array(inside[wanted])
    sign = np.ones(len(wanted))
    guarded = np.zeros(len(top), bool)
    for number in range(ROUNDS):
        if number % 2 == 0:
            sign, guarded = draw.choice([-1.0, 1.0], len(wanted)), draw.random(len(top)) < 1 / 2
        else:
            sign = -sign
        low = np.where(top > 0, np.where(guarded, wary, open_low), 0.0)
        high = np.where(guarded & alone, 0.0, top)
        made = programme.solved(-(pulled.T @ (sign * scale / reach[wanted])), low / scale, high / scale)
        if made is not None:
            yield scale * made


def _reach(needs: Sequence[Needs]) -> Floats:
    """Return how far each cell (C,) must be uncertain, as any layer asks."""
    reach = np.zeros(len(needs[0].tables.value))
    for one in needs:
        for cell, _, distance in one.sides:
            reach[cell] = max(reach[cell], distance)
    return reach


def _room(inside: csr_array, reach: Floats) -> Floats:
    """Return how far each unknown (U,) may rise."""
    row, column = inside.nonzero()
    room = np.zeros(inside.shape[1])  # pyright: ignore  the library's types leave it out
    np.maximum.at(room, column, reach[row])
    return ROOM * np.where(room > 0, room, reach.max(initial=0.0))


def _lowest(needs: Sequence[Needs], known: Sequence[Unknowns]) -> tuple[Floats, Floats, Flags]:
    """Return how far each unknown (U,) may fall by all that anybody knows and by what outsiders know, and whether one respondent knows it wholly."""
    count = len(known[0].amount)
    wary, low, alone = np.full(count, -np.inf), np.full(count, -np.inf), np.zeros(count, bool)
    for one, layer in zip(needs, known, strict=True):
        largest = np.zeros(count)
        np.maximum.at(largest, layer.place, layer.own)
        if one.tables.nonnegative:
            low = np.maximum(low, -layer.amount)
            wary = np.maximum(wary, largest - layer.amount)
        alone[layer.place[layer.alone]] = True
    wary[alone] = 0.0
    return np.minimum(wary, 0.0), np.minimum(low, 0.0), alone
