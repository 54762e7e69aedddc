"""Rounding of a whole tree by largest remainder, from the top down, in whole numbers: no part can contradict its whole."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from openmbi.core.tables import Floats, Numbers

Whole = NDArray[np.int64]
DIGITS = 12
"""Points are counted in units of 10^-12: sums of whole numbers do not depend on their order."""
_MOST = 9e6  # points: 2^63 units are 9.2 million


def units(points: Floats) -> Whole:
    """Return points (k,) in whole units of 10^-12.

    Raises
    ------
    ValueError
        Where a figure is not finite, or the absolute ones sum to more than 9 million points.
    """
    if not np.abs(points).sum() < _MOST:
        raise ValueError("points must be finite, and less than 9 million in all")
    return np.rint(points * 10.0**DIGITS).astype(np.int64)


def rounded(whole: int, step: int) -> int:
    """Return a number of units in steps, the nearest, half to even."""
    down, left = divmod(whole, step)
    return down + (2 * left > step or (2 * left == step and down % 2 == 1))


def apportion(parts: Whole, parent: Numbers, rank: Numbers, wholes: Whole, step: int) -> Whole:
    """Return parts (m,) in steps, so that the parts of each whole sum to it: all down, then the largest remainders up, the lower `rank` first among equals.

    Parameters
    ----------
    parts, parent, rank
        Units of each part, the number of the whole that it is of, and its place among equals (m,).
    wholes
        In steps (w,): each the exact sum of its parts rounded down or up. Then so is every part, for the parts that are no whole number of
        steps are at least as many as the steps that are missing.
    """
    result, left = np.divmod(parts, step)
    missing = wholes.copy()
    np.subtract.at(missing, parent, result)
    order = np.lexsort((rank, -left, parent))
    first = np.searchsorted(parent[order], np.arange(len(wholes)))
    place = np.arange(len(parts)) - first[parent[order]]
    result[order] += place < missing[parent[order]]
    return result
