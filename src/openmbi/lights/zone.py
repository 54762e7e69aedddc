"""The light of a zone: its index over the last weeks against the weeks before."""

from __future__ import annotations

import numpy as np

from openmbi.catalog.lights import LightRule
from openmbi.core.tables import IndexSeries, Lights
from openmbi.lights.groups import level_lights


def zone_lights(series: IndexSeries, rule: LightRule) -> Lights:
    """Return the light (1, T) of a zone's index by day, as `group_lights` of one group whose chain never began anew."""
    return level_lights(
        rule,
        np.array([series.subject]),
        series.days,
        close=series.close[None],
        coverage=series.coverage[None],
        restarted=np.zeros((1, len(series.days)), bool),
    )
