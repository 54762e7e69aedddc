"""Rounding that keeps a sum."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from openmbi.core.tables import Floats


def largest_remainder(values: Floats, total: int) -> NDArray[np.int64]:
    """Round values (n,) to whole numbers that sum to `total`: all down, then those with the largest remainders up, the earlier first among equals.

    The method of Hamilton (1792) for apportioning seats.

    Raises
    ------
    ValueError
        Where `total` is not within what rounding each value down or up can give.
    """
    whole = np.floor(values).astype(np.int64)
    missing = total - int(whole.sum())
    if not 0 <= missing <= len(values):
        raise ValueError(f"{len(values)} values cannot be rounded to a sum of {total}")
    whole[np.argsort(whole - values, kind="stable")[:missing]] += 1
    return whole
