"""What an indicator really counts in a composite, beside the weight that it was given.

Source: Paruolo, Saisana and Saltelli (2013), Ratings and rankings: voodoo or science?, Journal of the Royal Statistical Society A 176.
The main effect of indicator xᵢ on the composite y is Pearson's correlation ratio, S_i = V(E(y | xᵢ)) / V(y): the share of the composite's variance that
knowing xᵢ explains. Where E(y | xᵢ) is a straight line it is the squared correlation. With uncorrelated indicators of one spread it goes with wᵢ², so it is
a weight only in comparison: normalised to sum to 1, beside the others.
"""

from __future__ import annotations

import numpy as np

from openmbi.core.audit import EffectiveWeights
from openmbi.core.tables import Floats, Names
from openmbi.index.audit.correlations import correlation

BANDWIDTHS = np.array([0.2, 0.3, 0.45, 0.7, 1.0, 1.5, 2.5, 4.0])
"""Of the Gaussian kernel, in standard deviations of the indicator; leave-one-out error chooses."""
LEAST_PERIODS = 8


def effective_weights(names: Names, value: Floats, composite: Floats, nominal: Floats) -> EffectiveWeights:
    """Return what indicators (n, T) count in a composite (T,), each over the periods that it and the composite have."""
    linear, effect = np.full(len(names), np.nan), np.full(len(names), np.nan)
    for row, each in enumerate(value):
        both = ~np.isnan(each + composite)
        x, y = each[both], composite[both]
        if both.sum() >= LEAST_PERIODS and np.ptp(x) > 0 and np.ptp(y) > 0:
            linear[row] = correlation(x, y) ** 2
            effect[row] = correlation_ratio(x, y)
    return EffectiveWeights(names, nominal / nominal.sum(), linear, effect)


def correlation_ratio(x: Floats, y: Floats) -> float:
    """Return V(E(y | x)) / V(y) of two series (T,), E(y | x) by local linear regression with a Gaussian kernel.

    The bandwidth is the one of least leave-one-out error. A bandwidth far above the spread of x makes it the squared correlation.
    """
    z = (x - x.mean()) / x.std()
    smoothers = [_smoother(z, width) for width in BANDWIDTHS]
    errors = [_left_out_error(one, y) for one in smoothers]
    fit = smoothers[int(np.argmin(errors))] @ y
    return float(np.clip(fit.var() / y.var(), 0, 1))


def _smoother(z: Floats, width: float) -> Floats:
    """Return the matrix (T, T) that makes local linear fits of any y; the local slope is drawn towards 0 where no other value of z is near."""
    step = z - z[:, None]
    kernel = np.exp(-0.5 * (step / width) ** 2)
    s0, s1, s2 = (np.sum(kernel * step**power, axis=1, keepdims=True) for power in range(3))
    ridge = 1e-6 * s0 * width**2
    return kernel * (s2 + ridge - s1 * step) / (s0 * (s2 + ridge) - s1**2)


def _left_out_error(smoother: Floats, y: Floats) -> float:
    """Return the mean squared error of each value fitted without itself: the residual over 1 − its own leverage."""
    own = np.minimum(np.diag(smoother), 1 - 1e-9)
    return float(np.mean(((y - smoother @ y) / (1 - own)) ** 2))
