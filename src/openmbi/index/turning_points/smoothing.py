"""The moving averages of Bry and Boschan (1971): Spencer's, plain ones, the months of cyclical dominance, and a series without its extremes."""

from __future__ import annotations

import numpy as np

from openmbi.core.tables import Floats

SPENCER = np.array([-3, -6, -5, 3, 21, 46, 67, 74, 67, 46, 21, 3, -5, -6, -3]) / 320
"""Spencer's 15-term weights (1904): they pass a cubic as it is."""
EXTREME = 3.5
"""Standard deviations from Spencer's curve beyond which a value is replaced by it."""
ENDS = 4
"""Values whose mean change extends a series at either end."""


def spencer(value: Floats) -> Floats:
    """Return Spencer's 15-term average (T,) of a series (T,)."""
    return _averaged(value, SPENCER)


def moving_average(value: Floats, terms: int) -> Floats:
    """Return the centred average (T,) of a series (T,) over a number of terms; an even number counts its outer two by half, so that no average is shifted."""
    weight = np.full(terms, 1 / terms) if terms % 2 else np.convolve(np.full(terms, 1 / terms), [0.5, 0.5])
    return _averaged(value, weight)


def without_extremes(value: Floats) -> Floats:
    """Return a series (T,) with every value that lies further than 3.5 standard deviations from Spencer's curve replaced by it."""
    curve = spencer(value)
    off = value - curve
    return np.where(np.abs(off) > EXTREME * off.std(), curve, value)


def months_of_dominance(value: Floats, *, fewest: int = 3, most: int = 6) -> int:
    """Return over how many periods, from `fewest` to `most`, the curve of a series (T,) first moves more than what is left of it does (MCD)."""
    curve = spencer(value)
    rest = value - curve
    for span in range(fewest, most):
        if np.abs(rest[span:] - rest[:-span]).mean() < np.abs(curve[span:] - curve[:-span]).mean():
            return span
    return most


def _averaged(value: Floats, weight: Floats) -> Floats:
    reach = len(weight) // 2
    return np.convolve(_extended(value, reach), weight, "valid")


def _extended(value: Floats, reach: int) -> Floats:
    """Return a series drawn on by `reach` values at either end, with the mean change of its outer four."""
    steps = np.arange(1, reach + 1)
    outer = min(ENDS, len(value)) - 1
    opening, closing = (value[outer] - value[0]) / outer, (value[-1] - value[-1 - outer]) / outer
    return np.concatenate([value[0] - opening * steps[::-1], value, value[-1] + closing * steps])
