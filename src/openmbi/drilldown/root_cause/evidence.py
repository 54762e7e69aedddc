"""What each leaf says for having moved by a common change, against having moved by chance."""

from __future__ import annotations

import numpy as np

from openmbi.core.tables import Floats
from openmbi.drilldown.root_cause.leaves import Leaves
from openmbi.drilldown.root_cause.parameters import RootCauseParameters
from openmbi.drilldown.root_cause.spread import Spread, deviation, log_student


def evidence(leaves: Leaves, spread: Spread, parameters: RootCauseParameters) -> Floats:
    """Return log likelihood ratios (n, g) of every leaf and every change that is tried.

    With a cause, low/high − 1 is normal about −change, or the leaf strays: it is ordinary or anything, at even odds. Without one, the deviation is Student's t,
    or anything: uniform on −2…2. Of two laws the likelier one counts.
    """
    found = deviation(leaves)
    with np.errstate(divide="ignore"):
        share = np.minimum(leaves.low / leaves.high, 1e9)  # no change is near 1e9
    per_share = np.log(4) - 2 * np.log1p(share)  # log d(deviation)/d(share)
    anything = np.log(0.25)
    chance = log_student(found / spread.scale, spread.freedom) - np.log(spread.scale)
    chance = np.maximum(chance, np.log(parameters.stray) + anything)
    change, width = parameters.changes().T
    moved = -0.5 * ((share[:, None] - 1 + change) / width) ** 2 - np.log(width) - 0.5 * np.log(2 * np.pi)
    astray = np.log(parameters.stray_within / 2) + np.maximum(anything - chance, 0)
    return np.maximum(moved - (per_share + chance)[:, None], astray[:, None])
