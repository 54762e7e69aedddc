"""What counts as a root cause."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.core.tables import Floats


@dataclass(frozen=True)
class RootCauseParameters:
    """How root causes are looked for; shares are of what was expected (of what was observed where the total rose).

    `most_common`: all leaves may have moved alike by up to this, which is no cause. `least_change`: the smallest move that the leaves of a cause have in common
    beyond it. `spreads`: how far leaves of one cause may lie about their move, the standard deviation as a share. `stray_within`: chance of a leaf within a
    cause not to move with it. `stray`: chance of a leaf to be anything at all without a cause. `further`: chance that there is a further anomaly, or a further
    element of one. `least_evidence`: a cause is named where the leaves are e to this times likelier with it, its cost paid. `least_spread`: ordinary spread is
    taken for at least this. `most_anomalies`: the search stops there. `most_leaves`: more are refused.
    """

    most_common: float = 0.1
    least_change: float = 0.05
    spreads: tuple[float, ...] = (0.02, 0.05, 0.1)
    stray_within: float = 1e-3
    stray: float = 1e-6
    further: float = 0.5
    least_evidence: float = 1.0
    least_spread: float = 0.002
    most_anomalies: int = 12
    most_leaves: int = 200_000

    def changes(self) -> Floats:
        """Return the moves that are tried and their spreads (g, 2): steps of about a spread, and two spreads away from no move at all."""
        steps = [
            np.arange(max(self.least_change, 2 * spread), 1 + spread, 1.25 * spread).clip(max=1.0)
            for spread in self.spreads
        ]
        rows = [(change, spread) for spread, moves in zip(self.spreads, steps, strict=True) for change in moves]
        return np.array(rows)
