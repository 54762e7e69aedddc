"""Rows of a large panel taken some at a time, so that no second panel is ever made."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from openmbi.core.tables import Flags, Floats

ROWS = 4096


def row_blocks(count: int, size: int = ROWS) -> Iterator[slice]:
    """Yield slices that cover `count` rows in order, each of `size` rows at most."""
    return (slice(start, min(start + size, count)) for start in range(0, count, size))


def weighted_sum(weight: Floats, relative: Floats, counted: Flags) -> Floats:
    """Return Σ wᵢvᵢₜ (T,) over the rows counted on each day (n, T); `relative` may be NaN where a row is not counted."""
    total = np.zeros(relative.shape[1])
    for rows in row_blocks(len(relative)):
        total += np.where(counted[rows], weight[rows, None] * relative[rows], 0.0).sum(axis=0)
    return total


def weight_of(weight: Floats, counted: Flags) -> Floats:
    """Return Σ wᵢ (T,) over the rows counted on each day (n, T)."""
    total = np.zeros(counted.shape[1])
    for rows in row_blocks(len(counted)):
        total += weight[rows] @ counted[rows]
    return total
