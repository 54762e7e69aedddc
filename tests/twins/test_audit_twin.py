"""The figures of the audit beside the plainest way to say them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np
import pytest

from openmbi.index.audit.effective_weights import BANDWIDTHS, correlation_ratio
from openmbi.index.audit.reliability import cronbach
from openmbi.index.audit.sobol import saltelli_sample, sobol_indices

RNG = np.random.default_rng(11)


def test_alpha_is_the_mean_covariance_in_the_mean_variance():
    value = RNG.normal(size=(5, 30)) + RNG.normal(size=30)
    covariance = np.cov(value)
    v = np.mean([covariance[i, i] for i in range(5)])
    c = np.mean([covariance[i, j] for i in range(5) for j in range(5) if i != j])
    assert cronbach(value) == pytest.approx(5 * c / (v + 4 * c))


def fitted(z: np.ndarray, y: np.ndarray, width: float, places: list[int], at: int) -> float:
    """Fit y = a + b (z − z_at) by weighted least squares over some places, the slope drawn a little towards 0, and return a."""
    w = np.exp(-0.5 * ((z[places] - z[at]) / width) ** 2)
    X = np.array([[1.0, z[j] - z[at]] for j in places])
    ridge = 1e-6 * np.exp(-0.5 * ((z - z[at]) / width) ** 2).sum() * width**2
    return float(np.linalg.solve(X.T @ (w[:, None] * X) + np.diag([0.0, ridge]), X.T @ (w * y[places]))[0])


@pytest.mark.parametrize("curve", [lambda x: np.sin(4 * x), np.sin, lambda x: x])
def test_the_correlation_ratio_is_of_local_lines_fitted_one_by_one(curve: Callable[[np.ndarray], np.ndarray]):
    rng = np.random.default_rng(1)
    x = rng.normal(size=40)
    y = curve(x) + 0.3 * rng.normal(size=40)
    z = (x - x.mean()) / x.std()
    everywhere = list(range(40))

    def left_out(width: float) -> float:
        return sum((y[i] - fitted(z, y, width, [j for j in everywhere if j != i], i)) ** 2 for i in everywhere)

    best = min(BANDWIDTHS, key=left_out)
    fit = np.array([fitted(z, y, best, everywhere, i) for i in everywhere])
    assert correlation_ratio(x, y) == pytest.approx(fit.var() / y.var(), rel=1e-6)


def test_the_indices_of_discrete_options_are_those_of_the_whole_table():
    sizes = (2, 3, 4)
    table = RNG.normal(size=sizes)
    place = (saltelli_sample(3, 16384, 2) * sizes).astype(int)
    found = sobol_indices(table[tuple(place.T)], 3, 2)
    variance = table.var()
    for j in range(3):
        others = [k for k in range(3) if k != j]
        given = [np.take(table, option, axis=j).mean() for option in range(sizes[j])]
        inside = [
            np.var([table[tuple(np.insert(rest, j, option))] for option in range(sizes[j])])
            for rest in product(*(range(sizes[k]) for k in others))
        ]
        assert found.first[j] == pytest.approx(np.var(given) / variance, abs=0.02)
        assert found.total[j] == pytest.approx(np.mean(inside) / variance, abs=0.02)
