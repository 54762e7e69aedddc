"""Weights by entropy, CRITIC and the first component against their equations written out, one number at a time."""

from math import log, sqrt
from statistics import fmean, pstdev

import numpy as np
import pytest

from openmbi.index.composite.critic import critic_weights
from openmbi.index.composite.entropy import entropies, entropy_weights
from openmbi.index.composite.pca import first_component, pca_weights

Rows = list[list[float]]


def stretched(rows: Rows) -> Rows:
    return [[(x - min(row)) / (max(row) - min(row)) for x in row] for row in rows]


def correlation(one: list[float], two: list[float]) -> float:
    a, b = fmean(one), fmean(two)
    return fmean((x - a) * (y - b) for x, y in zip(one, two, strict=True)) / (pstdev(one) * pstdev(two))


def by_entropy(rows: Rows) -> list[float]:
    told = []
    for row in stretched(rows):
        shares = [x / sum(row) for x in row]
        told.append(1 + sum(p * log(p) for p in shares if p > 0) / log(len(row)))
    return [one / sum(told) for one in told]


def by_critic(rows: Rows) -> list[float]:
    told = [
        pstdev(row) * sum(1 - correlation(one, other) for other in rows)
        for row, one in zip(stretched(rows), rows, strict=True)
    ]
    return [one / sum(told) for one in told]


def by_power_method(rows: Rows) -> tuple[list[float], float]:
    """The first eigenvector of the correlations, by multiplying until nothing turns any more, and its eigenvalue."""
    table = [[correlation(one, two) for two in rows] for one in rows]
    vector = [1.0 + 0.01 * place for place in range(len(rows))]
    size = 0.0
    for _ in range(20_000):
        turned = [sum(r * v for r, v in zip(row, vector, strict=True)) for row in table]
        size = sqrt(sum(v * v for v in turned))
        vector = [v / size for v in turned]
    return vector, size


@pytest.mark.parametrize("seed", range(4))
def test_weights_are_those_of_the_equations(seed: int):
    rng = np.random.default_rng(seed)
    values = rng.normal(0, 1, (4, 12)) + rng.normal(0, 1, 12)
    np.testing.assert_allclose(entropy_weights(values), by_entropy(values.tolist()), rtol=1e-12)
    np.testing.assert_allclose(critic_weights(values), by_critic(values.tolist()), rtol=1e-12)


@pytest.mark.parametrize("seed", range(2))
def test_the_first_component_is_where_the_power_method_ends(seed: int):
    rng = np.random.default_rng(seed)
    values = rng.normal(0, 1, (4, 12)) + 2 * rng.normal(0, 1, 12)
    vector, size = by_power_method(values.tolist())
    found = first_component(values)
    np.testing.assert_allclose(found.loading, np.array(vector) * np.sign(sum(vector)), atol=1e-9)
    assert found.explained == pytest.approx(size / 4)
    np.testing.assert_allclose(pca_weights(values, 2), np.square(vector), atol=1e-9)


def test_the_sign_of_a_component_is_the_experts():
    values = np.array([[1.0, 2, 3, 4], [1, 2, 3, 5], [-1, -2, -3, -4]])
    assert (first_component(values).loading[:2] > 0).all()
    assert (first_component(values, np.array([0.1, 0.1, 0.8])).loading[:2] < 0).all()


def test_indicators_that_all_move_as_one_weigh_alike_by_critic():
    np.testing.assert_allclose(critic_weights(np.array([[1.0, 2, 4], [10, 20, 40], [0, 1, 3]])), 1 / 3)


def test_entropies_of_amounts_give_weights_that_were_published():
    """Xu (2004), A note on the subjective and objective integrated approach to determine attribute weights, EJOR 156, as the tests of pyrepo-mcda quote it."""
    amounts = np.array([[30, 19, 19, 68], [30, 54, 15, 70], [38, 86, 85, 60], [29, 29, 28.9, 29]])
    told = 1 - entropies(amounts)
    np.testing.assert_allclose(told / told.sum(), [0.4630, 0.3992, 0.1378, 0.0000], atol=0.00005)
