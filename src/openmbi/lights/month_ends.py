"""Daily lights taken at the ends of months."""

from __future__ import annotations

import numpy as np

from openmbi.core.month_lights import MonthLights
from openmbi.core.tables import Lights


def month_end_lights(lights: Lights, months: int) -> MonthLights:
    """Return the lights on the last known day of each of the last `months` months, as copies that free the rest."""
    month = lights.days.astype("datetime64[M]")
    last = np.append(np.flatnonzero(month[1:] != month[:-1]), len(month) - 1)[-months:]
    return MonthLights(lights.subjects, month[last].astype("datetime64[D]"), lights.colour[:, last].copy())
