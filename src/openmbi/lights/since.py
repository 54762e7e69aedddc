"""Since when a light has its colour."""

from __future__ import annotations

import numpy as np

from openmbi.core.tables import Codes, Days


def since_when(colour: Codes, days: Days) -> Days:
    """Return the first day (n, T) of the present colour, given the colours (n, T) by day (T,)."""
    first = np.zeros(colour.shape, np.int64)
    first[:, 1:] = np.where(colour[:, 1:] != colour[:, :-1], np.arange(1, len(days)), 0)
    return days[np.maximum.accumulate(first, axis=1)]
