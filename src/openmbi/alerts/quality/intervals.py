"""Intervals of shares and rates that were counted.

Wilson (1927), Probable inference, the law of succession, and statistical inference, J. Am. Stat. Assoc. 22:209–212. Clopper and Pearson (1934), The use of
confidence or fiducial limits illustrated in the case of the binomial, Biometrika 26:404–413. Brown, Cai and DasGupta (2001), Interval estimation for a binomial
proportion, Statistical Science 16:101–133. Garwood (1936), Fiducial limits for the Poisson distribution, Biometrika 28:437–442. All take what is counted as
independent of each other; alerts of one cause hang together, and are then less than they look.
"""

from __future__ import annotations

from math import nan, sqrt

from scipy.stats import beta, chi2, norm

from openmbi.core.proportions import EventRate, Proportion

LEVEL = 0.95


def wilson(part: int, whole: int, level: float = LEVEL) -> Proportion:
    """Return a proportion with Wilson's interval: its coverage is near `level` on average, for few and for many."""
    if not whole:
        return Proportion(part, whole, nan, nan)
    z2 = float(norm.ppf((1 + level) / 2)) ** 2
    middle = part + z2 / 2
    half = sqrt(z2 * (part * (whole - part) / whole + z2 / 4))
    low, high = (middle - half) / (whole + z2), (middle + half) / (whole + z2)
    return Proportion(part, whole, low if part else 0.0, high if part < whole else 1.0)


def clopper_pearson(part: int, whole: int, level: float = LEVEL) -> Proportion:
    """Return a proportion with Clopper and Pearson's interval: its coverage is never below `level`."""
    if not whole:
        return Proportion(part, whole, nan, nan)
    tail = (1 - level) / 2
    low = float(beta.ppf(tail, part, whole - part + 1)) if part else 0.0
    high = float(beta.ppf(1 - tail, part + 1, whole - part)) if part < whole else 1.0
    return Proportion(part, whole, low, high)


def poisson_rate(count: int, exposure: float, level: float = LEVEL) -> EventRate:
    """Return a rate with Garwood's exact interval."""
    if not exposure:
        return EventRate(count, exposure, nan, nan)
    tail = (1 - level) / 2
    low = float(chi2.ppf(tail, 2 * count)) / 2 if count else 0.0
    return EventRate(count, exposure, low / exposure, float(chi2.ppf(1 - tail, 2 * count + 2)) / 2 / exposure)
