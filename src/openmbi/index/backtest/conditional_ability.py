"""Could one have known which method would err less? Conditional predictive ability: Giacomini and White (2006, Econometrica 74:1545).

d (n,): loss of the first less that of the second; τ: horizon in steps; z_t = (1, d_{t−τ}): what was known when t was forecast.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from openmbi.core.tables import Floats
from openmbi.index.backtest.long_run_variance import least_variance, long_run_variance

FEWEST = 12


@dataclass(frozen=True)
class ConditionalAbility:
    """The test over `number` forecasts: `statistic` ~ χ² with 2 degrees of freedom where neither method can be told to be better beforehand.

    `first_preferred`: share of occasions on which the loss known before would have spoken for the first method. NaN where nothing could be tested.
    """

    number: int
    statistic: float
    p_value: float
    first_preferred: float


def giacomini_white(difference: Floats, horizon: int = 1) -> ConditionalAbility:
    """Return the test of E[z_t d_t] = 0: n z̄′Ω⁻¹z̄ with z̄ the mean of z_t d_t and Ω its long-run variance about zero.

    τ = 1: Ω = n⁻¹Σ z z′ d², and the statistic is n R² of ones on z_t d_t. τ > 1: Bartlett's weights over τ − 1 lags. The test holds for forecasts from windows
    of bounded length, and compares methods, estimation error included, rather than models.
    """
    d = difference[np.isfinite(difference)]
    if len(d) < max(FEWEST, 2 * horizon + 2):
        return ConditionalAbility(max(len(d) - horizon, 0), np.nan, np.nan, np.nan)
    now, before = d[horizon:], d[:-horizon]
    known = np.column_stack([np.ones(len(now)), before])
    moments = known * now[:, None]
    omega = long_run_variance(moments, horizon - 1, "bartlett", centred=False)
    if now.var() <= least_variance(now) or np.linalg.matrix_rank(omega) < omega.shape[0]:
        return ConditionalAbility(len(now), np.nan, np.nan, np.nan)
    mean = moments.mean(axis=0)
    statistic = float(len(now) * mean @ np.linalg.solve(omega, mean))
    coefficients = np.linalg.lstsq(known, now, rcond=None)[0]
    preferred = float((known @ coefficients < 0).mean())
    return ConditionalAbility(len(now), statistic, float(chdtrc(2, statistic)), preferred)
