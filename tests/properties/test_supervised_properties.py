"""What holds for every supervised method whatever the data: units, order of indicators and later rows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openmbi.index.supervised.base import Options
from openmbi.index.supervised.methods import supervised_method, supervised_names

LINEAR = [name for name in supervised_names() if supervised_method(name).additive]
SEEDS = st.integers(0, 10**6)
every_linear = pytest.mark.parametrize("name", LINEAR)


def data(seed: int, rows: int = 24, indicators: int = 5) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    generator = np.random.default_rng(seed)
    factor = generator.normal(size=(rows, 2))
    x = factor @ generator.normal(size=(2, indicators)) + generator.normal(size=(rows, indicators))
    return x, factor[:, 0] + generator.normal(size=rows), generator.uniform(0.1, 1, indicators)


def fit(name: str, x: np.ndarray, y: np.ndarray, w: np.ndarray, **others):
    return supervised_method(name).fit(x, y, options=Options(expert=w, **others))


@every_linear
@given(seed=SEEDS, size=st.floats(1e-3, 1e3), shift=st.floats(-100, 100))
@settings(max_examples=15, deadline=None)
def test_units_of_an_indicator_do_not_matter(name: str, seed: int, size: float, shift: float):
    x, y, w = data(seed)
    other, weight = x.copy(), w.copy()
    other[:, 1] = shift + size * x[:, 1]
    weight[1] = w[1] / size  # the experts' weight is of one unit
    one, two = fit(name, x, y, w), fit(name, other, y, weight)
    np.testing.assert_allclose(two.parts(other), one.parts(x), rtol=1e-6, atol=1e-8)


@every_linear
@given(seed=SEEDS, size=st.floats(1e-3, 1e3), shift=st.floats(-100, 100))
@settings(max_examples=15, deadline=None)
def test_units_of_the_target_are_those_of_its_estimate(name: str, seed: int, size: float, shift: float):
    x, y, w = data(seed)
    one, two = fit(name, x, y, w), fit(name, x, shift + size * y, w)
    np.testing.assert_allclose(two.predict(x), shift + size * one.predict(x), rtol=1e-6, atol=1e-6 * size)
    assert two.standard_error == pytest.approx(size * one.standard_error, rel=1e-6)


@every_linear
@given(seed=SEEDS, order=st.permutations(range(5)))
@settings(max_examples=15, deadline=None)
def test_another_order_of_indicators_gives_the_same_parts_in_that_order(name: str, seed: int, order: list[int]):
    x, y, w = data(seed)
    one, two = fit(name, x, y, w).parts(x), fit(name, x[:, order], y, w[order]).parts(x[:, order])
    assert one is not None
    np.testing.assert_allclose(two, one[:, [0, *(place + 1 for place in order)]], rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("name", LINEAR)
@given(seed=SEEDS)
@settings(max_examples=10, deadline=None)
def test_the_parts_are_of_the_mean_and_so_vanish_at_it(name: str, seed: int):
    x, y, w = data(seed)
    parts = fit(name, x, y, w).parts(x.mean(axis=0)[None])
    assert parts is not None
    np.testing.assert_allclose(parts[0], [y.mean(), *np.zeros(5)], atol=1e-10)


@given(seed=SEEDS, choose=st.sampled_from(["expanding", "marginal_likelihood"]))
@settings(max_examples=20, deadline=None)
def test_ridge_lies_between_the_experts_and_the_regression(seed: int, choose: str):
    x, y, w = data(seed)
    path = [fit("ridge_to_expert", x, y, w, penalty=penalty) for penalty in (1e-8, 1.0, 100.0, np.inf)]
    squares = [float(((one.predict(x) - y) ** 2).sum()) for one in path]
    assert squares == sorted(squares)
    X = np.column_stack([np.ones(len(y)), x])
    np.testing.assert_allclose(path[0].predict(x), X @ np.linalg.lstsq(X, y, rcond=None)[0], atol=1e-4)
    bridge = np.polyfit(x @ w, y, 1)
    np.testing.assert_allclose(path[-1].predict(x), np.polyval(bridge, x @ w), rtol=1e-7, atol=1e-9)
    chosen = fit("ridge_to_expert", x, y, w, choose=choose)
    assert squares[0] - 1e-9 <= float(((chosen.predict(x) - y) ** 2).sum()) <= squares[-1] + 1e-9
