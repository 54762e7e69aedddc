"""Movements that many respondents must reckon with at once, so that not every one of them needs a programme of its own."""

from __future__ import annotations

from collections.abc import Iterator

from openmbi.cells.disclosure.linear_relations import Layer
from openmbi.cells.disclosure.movement import Movements, bounds
from openmbi.cells.disclosure.needs import Needs
from openmbi.cells.disclosure.witnesses import Witnesses
from openmbi.core.tables import Flags, Floats

SLACK = 1e-6
"""Share of what a movement must reach by which it may pass a bound: rounding of the solver."""


def unserved(side: tuple[int, int, float], needs: Needs, witnesses: Witnesses) -> list[int]:
    """Return the respondents whom no witness serves yet on one side of a cell. Of a cell's own contributors less may be asked."""
    cell, sign, reach = side

    def served(viewer: int) -> bool:
        theirs = needs.against(cell, sign, viewer)
        return theirs <= 0 or witnesses.serves(cell, sign, theirs, viewer)

    doubting = witnesses.doubters(cell, sign, reach)
    if not doubting:
        return []
    inside = needs.contributors(cell)
    return [viewer for viewer in doubting if viewer not in inside or not served(viewer)]


def served_together(
    side: tuple[int, int, float],
    needs: Needs,
    layer: Layer,
    movements: Movements,
    witnesses: Witnesses,
    *,
    published: Flags,
) -> Iterator[Floats]:
    """Yield movements that serve as many as can be served without suppressing more; each is taken in as a witness.

    All who are left are tried together, and half as many each time that this cannot be.
    """
    cell, sign, reach = side
    left = unserved(side, needs, witnesses)
    size = len(left)
    while size > 1:
        within = bounds(layer, left[:size], nonnegative=needs.tables.nonnegative)
        made = movements.find(cell, sign, reach, within, suppressed=~published, held=published)
        if made is None or not witnesses.add(made, SLACK * reach, published):
            size //= 2
            continue
        yield made
        before, left = len(left), unserved(side, needs, witnesses)
        size = len(left) if len(left) < before else 0
