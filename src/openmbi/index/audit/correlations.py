"""How indicators move together: correlations, which of them are too high, negative or collinear, and their means within and between domains.

Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, steps 4 and 5; bounds as in the JRC's audits and in COINr (Becker et al. 2022).
"""

from __future__ import annotations

import numpy as np
from scipy.stats import rankdata

from openmbi.core.audit import Correlations, DomainCorrelations
from openmbi.core.tables import Floats, Names

LEAST_PERIODS = 3


def correlations(names: Names, value: Floats) -> Correlations:
    """Return the correlations of indicators (n, T); a missing value leaves its period out of the pairs that it is in."""
    n = len(names)
    pearson, spearman = np.eye(n), np.eye(n)
    periods = (~np.isnan(value)).astype(np.intp) @ (~np.isnan(value)).astype(np.intp).T
    for one, other in zip(*np.triu_indices(n), strict=True):
        both = ~np.isnan(value[one] + value[other])
        first, second = value[one, both], value[other, both]
        pearson[one, other] = pearson[other, one] = correlation(first, second)
        spearman[one, other] = spearman[other, one] = correlation(rankdata(first), rankdata(second))
    return Correlations(names, pearson, spearman, periods, _inflation(value))


def correlation(first: Floats, second: Floats) -> float:
    """Return Pearson's correlation of two series (T,) without gaps; NaN where one does not move or fewer than three periods are known."""
    if len(first) < LEAST_PERIODS or np.ptp(first) == 0 or np.ptp(second) == 0:
        return np.nan
    centred = first - first.mean(), second - second.mean()
    size = np.linalg.norm(centred[0]) * np.linalg.norm(centred[1])
    return float(np.clip(centred[0] @ centred[1] / size, -1, 1)) if size > 0 else np.nan


def by_domain(found: Correlations, domain: Names) -> DomainCorrelations:
    """Return the mean correlations of the indicators (n,) within each domain and with those of the others."""
    domains = np.array(list(dict.fromkeys(domain.tolist())))
    within, between = np.full(len(domains), np.nan), np.full(len(domains), np.nan)
    for row, name in enumerate(domains):
        inside = domain == name
        own = found.pearson[np.ix_(inside, inside)][np.triu_indices(int(inside.sum()), 1)]
        within[row], between[row] = _mean(own), _mean(found.pearson[np.ix_(inside, ~inside)].ravel())
    return DomainCorrelations(domains, within, between)


def _mean(values: Floats) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else np.nan


def _inflation(value: Floats) -> Floats:
    """Return 1 / (1 − R²) (n,) of each indicator on all others."""
    n = len(value)
    whole = value[:, ~np.isnan(value).any(axis=0)]
    if whole.shape[1] <= n + 1 or (np.ptp(whole, axis=1) == 0).any():
        return np.full(n, np.nan)
    standard = (whole - whole.mean(axis=1, keepdims=True)) / whole.std(axis=1, keepdims=True)
    return np.array([_inflation_of(standard, row) for row in range(n)])


def _inflation_of(standard: Floats, row: int) -> float:
    others = np.delete(standard, row, axis=0).T
    if not others.shape[1]:
        return 1.0
    slopes = np.linalg.lstsq(others, standard[row], rcond=None)[0]
    left = float(np.mean((standard[row] - others @ slopes) ** 2))
    return np.inf if left < 1e-12 else 1 / left
