"""How much of the load a few enterprises make up."""

from __future__ import annotations

import numpy as np

from openmbi.core.tables import CellPanel


def concentration(panel: CellPanel, k: int) -> float:
    """Return the share (0..1) of the use over all days of the panel that the k largest enterprises have; NaN where nobody has any."""
    use = np.sort(np.nansum(panel.value, axis=1))[::-1]
    return float(use[:k].sum() / use.sum()) if use.sum() > 0 else float("nan")
