"""A bridge on the domains that are known already: the weighted mean of their growth, in place of a composite that needs all of them.

Weeks before the last domain is in, electricity and freight of the month are there. Their weights are those of the composite, made to sum to 1 over the domains
at hand, in the wanted month and in the past alike.
"""

from __future__ import annotations

import numpy as np

from openmbi.core.tables import Floats
from openmbi.index.bridge import FEWEST, Estimated, Estimator, NoMbi
from openmbi.index.least_squares import least_squares
from openmbi.index.supervised.composite import chosen


def available_domains(weights: Floats) -> Estimator:
    """Return the estimator g = a + b Σ wᵢxᵢ / Σ wᵢ over the domains of weights (k,) that are known now and in four fifths of the past window."""

    def estimate(g: Floats, x: Floats, now: Floats) -> Estimated:
        if np.isnan(now).all():
            return Estimated(NoMbi.NO_GROWTH, 0)
        used = chosen(g, x, now)
        count = int(used.rows.sum())
        if count < FEWEST or not used.columns.any():
            return Estimated(NoMbi.TOO_FEW, count)
        share = weights[used.columns] / weights[used.columns].sum()
        fit = least_squares(g[used.rows], (x[used.rows][:, used.columns] @ share)[:, None])
        if fit is None:
            return Estimated(NoMbi.FLAT, count)
        return Estimated(NoMbi.KNOWN, count, *fit.forecast(np.array([now[used.columns] @ share])))

    return estimate
