"""Series on one scale: mean 0 and standard deviation 1 over what is observed."""

from __future__ import annotations

import numpy as np

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Floats
from openmbi.index.dynamic_factor.panel import MixedPanel

FEWEST = 3


def scales(panel: MixedPanel) -> tuple[Floats, Floats]:
    """Return mean and standard deviation (n,) of each series over its observations, with n − 1 in the denominator.

    Raises
    ------
    Problem
        `index.flat-series` where a series has fewer than three observations, or they do not differ.
    """
    count = (~np.isnan(panel.value)).sum(axis=1)
    refused = [
        str(name)
        for name, row, number in zip(panel.series, panel.value, count, strict=True)
        if number < FEWEST or np.nanmax(row) == np.nanmin(row)
    ]
    if refused:
        raise Problem(
            "index.flat-series",
            Text("观测不足三个或毫无变化：{names}", "fewer than three observations, or all alike: {names}").fill(
                names=", ".join(refused)
            ),
            Text("请不计这些序列，或补入更多时期", "leave these series out, or ingest more periods"),
        )
    return np.nanmean(panel.value, axis=1), np.nanstd(panel.value, axis=1, ddof=1)


def standardised(panel: MixedPanel, mean: Floats, scale: Floats) -> Floats:
    """Return (value − mean) / scale (n, T)."""
    return (panel.value - mean[:, None]) / scale[:, None]
