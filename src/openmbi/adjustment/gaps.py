"""Series with long gaps: the blocks that a series lacks as a whole are taken out of its own factorisation, so that no fill stands for data."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.adjustment.design import Block
from openmbi.adjustment.linear import Linear
from openmbi.adjustment.penalised_fit import SMOOTHING
from openmbi.core.tables import Flags, Floats, Numbers

LEAST_SHARE = 0.25
"""A block with less than this share of active periods is a gap."""
TRIED = np.arange(0, len(SMOOTHING), 4)
"""The smoothings that are tried for a series with a factorisation of its own."""


@dataclass(frozen=True)
class Gaps:
    """`rows` (g,) of series that lack blocks; `absent` (g, B) those blocks; `dropped` (g, T) their periods."""

    rows: Numbers
    absent: Flags
    dropped: Flags

    def absent_grams(self, linear: Linear) -> Floats:
        """Return the sums (g, p, p) of XᵀX over the blocks that each lacks."""
        grams = linear.gap_grams
        flat = self.absent.astype(float) @ grams.reshape(len(grams), -1)
        return flat.reshape(len(self.rows), *grams.shape[1:])


def find_gaps(active: Flags, block: Numbers) -> Gaps:
    """Find the blocks that series (m, T) lack; `block` (T,): the number of each period's block."""
    begin = np.flatnonzero(np.diff(block, prepend=-1))
    share = np.add.reduceat(active, begin, axis=1, dtype=float) / np.diff(np.append(begin, len(block)))
    absent = share < LEAST_SHARE
    rows = np.flatnonzero(absent.any(axis=1))
    numbers = np.zeros(int(block[-1]) + 1, np.intp)
    numbers[block[begin]] = np.arange(len(begin))
    whole = np.zeros((len(rows), len(numbers)), bool)
    whole[:, block[begin]] = absent[rows]
    return Gaps(rows, whole, whole[:, block])


def solve_gapped(
    linear: Linear,
    gaps: Gaps,
    moments: Floats,
    squares: Floats | None,
    *,
    kind: Numbers,
    known: Floats,
    choice: Numbers,
) -> tuple[Floats, Numbers]:
    """Return the coefficients (g, p) less μ and the smoothing's number (g,), chosen by restricted likelihood where `squares` are given.

    `moments` (g, p): Xᵀ(y − Xμ) and `squares` (g,): ‖y − Xμ‖², over the periods that are there.
    """
    base = linear.gram - gaps.absent_grams(linear)
    p = base.shape[1]
    least = 1e-9 * np.trace(linear.gram) / p
    base[:, np.arange(p), np.arange(p)] += np.array([linear.ridge(int(each)) for each in kind]) + least
    if squares is not None:
        choice = _likeliest(linear, base, moments, squares, known)
    matrix = base + SMOOTHING[choice][:, None, None] * linear.roughness
    return np.asarray(np.linalg.solve(matrix, moments[:, :, None])[:, :, 0], np.float64), choice


def _likeliest(linear: Linear, base: Floats, moments: Floats, squares: Floats, known: Floats) -> Numbers:
    rank = np.linalg.matrix_rank(linear.roughness, hermitian=True) if linear.roughness.any() else 0
    free = int((linear.design.block == Block.TREND).sum()) - rank
    scores = np.empty((len(moments), len(TRIED)))
    for place, number in enumerate(TRIED):
        matrix = base + SMOOTHING[number] * linear.roughness
        found = np.linalg.solve(matrix, moments[:, :, None])[:, :, 0]
        left = np.maximum(squares - (found * moments).sum(axis=1), np.finfo(float).tiny)
        scores[:, place] = (
            (known - free) * np.log(left) + np.linalg.slogdet(matrix)[1] - rank * np.log(SMOOTHING[number])
        )
    return TRIED[scores.argmin(axis=1)]
