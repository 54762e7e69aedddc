"""First-order autoregressive noise."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Real = TypeVar("Real", np.float32, np.float64)


def remembered(shocks: NDArray[Real], persistence: float) -> NDArray[Real]:
    """Return x_t = persistence · x_t−1 + shock_t along the last axis, starting from the first shock; of the type of `shocks`."""
    by_time = np.ascontiguousarray(shocks.T)
    for t in range(1, len(by_time)):
        by_time[t] += by_time.dtype.type(persistence) * by_time[t - 1]
    return np.ascontiguousarray(by_time.T)
