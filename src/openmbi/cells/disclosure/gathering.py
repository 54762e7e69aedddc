"""Movements that serve many needs at once: a few linear programmes in place of thousands.

All layers of one measure (its months) are taken together: an atom moves by what it can in every one of them, and a cell as far as any of them asks. In each
round half of the respondents, drawn anew, find nothing against the movement. What remains is left to single programmes; nothing rests on the draw.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from openmbi.cells.disclosure.linear_relations import Layer, Relations
from openmbi.cells.disclosure.movement import Bounds, Movements
from openmbi.cells.disclosure.needs import Needs
from openmbi.core.tables import Flags, Floats

ROUNDS = 80
FEWEST = 60
"""With fewer sensitive sides in all, single programmes find better patterns, and soon enough."""
SLACK = 1e-6


@dataclass(frozen=True)
class _Together:
    """Layers taken together: how far each atom (A,) may fall, as an outsider and as its largest contributor sees it; which may move, which is somebody's alone;
    how far each cell (C,) must rise and fall."""

    low: Floats
    low_guarded: Floats
    free: Flags
    alone: Flags
    rise: Floats
    fall: Floats


def gathered(
    needs: Sequence[Needs], related: Relations, movements: Movements, suppressed: Flags, held: Flags, *, seed: int
) -> Iterator[tuple[Floats, float]]:
    """Yield movements (A,), each with its rounding. The caller suppresses what they move, in `suppressed` (C,) too, before the next is asked for."""
    if max((len(one.sides) for one in needs), default=0) < FEWEST:
        return
    draw = np.random.default_rng(seed)
    for measure in dict.fromkeys(one.tables.measure for one in needs):
        chosen = [number for number, one in enumerate(needs) if one.tables.measure == measure]
        together = _together([needs[number] for number in chosen], [related.layers[number] for number in chosen])
        yield from _rounds(together, movements, suppressed, held, draw)


def _rounds(
    together: _Together, movements: Movements, suppressed: Flags, held: Flags, draw: np.random.Generator
) -> Iterator[tuple[Floats, float]]:
    wanted = np.maximum(together.rise, together.fall)
    if not (wanted > 0).any():
        return
    scale = float(np.median(wanted[wanted > 0]))
    upwards, guarded = np.zeros(len(wanted), bool), np.zeros(len(together.low), bool)
    for number in range(ROUNDS):
        if number % 2 == 0:
            upwards, guarded = draw.random(len(wanted)) < 1 / 2, draw.random(len(together.low)) < 1 / 2
        else:
            upwards = ~upwards
        within = Bounds(
            np.where(guarded, together.low_guarded, together.low),
            np.where(together.free & ~(guarded & together.alone), np.inf, 0.0),
        )
        rise, fall = np.where(upwards, together.rise, 0.0), np.where(upwards, 0.0, together.fall)
        made = movements.gather(rise, fall, scale, within, suppressed=suppressed, held=held)
        if made is not None:
            yield made, SLACK * scale


def _together(needs: Sequence[Needs], layers: Sequence[Layer]) -> _Together:
    cells, atoms = len(needs[0].tables.value), len(layers[0].amount)
    rise, fall = np.zeros(cells), np.zeros(cells)
    for one in needs:
        for cell, sign, reach in one.sides:
            side = rise if sign > 0 else fall
            side[cell] = max(side[cell], reach)
    low, guarded = np.full(atoms, -np.inf), np.full(atoms, -np.inf)
    free, alone = np.ones(atoms, bool), np.zeros(atoms, bool)
    for one, layer in zip(needs, layers, strict=True):
        largest = np.zeros(atoms)
        np.maximum.at(largest, layer.place, layer.own)
        if one.tables.nonnegative:
            low, guarded = np.maximum(low, -layer.amount), np.maximum(guarded, largest - layer.amount)
        free &= layer.occupied
        alone[layer.place[layer.alone]] = True
    still = ~free
    low[still] = guarded[still] = 0.0
    guarded[alone] = 0.0
    return _Together(np.minimum(low, 0.0), np.minimum(guarded, 0.0), free, alone, rise, fall)
