"""The density of a figure that is held on, from how far figures so held were wrong before."""

from __future__ import annotations

import numpy as np

from openmbi.core.tables import Floats
from openmbi.index.backtest.protocol import NO_FORECAST, Density

FEWEST = 8


def held_on(figures: Floats, back: int) -> Density:
    """Return the figure (K,) that stands `back` places before the one after the last: Student's t, its scale the root mean square of past changes over `back`.

    `NO_FORECAST` where that figure is not known or fewer than eight changes are.
    """
    if len(figures) < back or np.isnan(figures[-back]):
        return NO_FORECAST
    changes = figures[back:] - figures[:-back]
    changes = changes[~np.isnan(changes)]
    if len(changes) < FEWEST:
        return NO_FORECAST
    return Density(float(figures[-back]), float(np.sqrt((changes**2).mean())), degrees_of_freedom=len(changes))
