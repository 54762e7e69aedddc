"""Bounded influence: a plain ridge without bounds, and no single row or column that carries the fit with them."""

from __future__ import annotations

import numpy as np
import pytest

from openmbi.core.problems import Problem
from openmbi.index.supervised.bounded_influence import Bounds, bounded_influence

NO_BOUNDS = Bounds(penalty=0.0, half_life=1e12, residual=np.inf, leverage=np.inf, clip=np.inf)
FREE = np.zeros(2, bool)


@pytest.fixture
def rows() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(5)
    x = rng.normal(size=(200, 2))
    return x, 0.3 + x @ [1.0, -0.5] + 0.1 * rng.normal(size=200)


def test_without_bounds_it_is_least_squares(rows):
    x, y = rows
    fit = bounded_influence(x, y, FREE, NO_BOUNDS)
    plain = np.linalg.lstsq(np.column_stack([np.ones(200), x]), y, rcond=None)[0]
    np.testing.assert_allclose(
        fit.predict(np.array([[0.0, 0.0], [1.0, 2.0]])), [plain[0], plain @ [1, 1, 2]], atol=1e-9
    )


def test_the_penalty_of_one_column_halves_its_slope_at_one():
    x = np.array([-1.0, 1.0, -1.0, 1.0])[:, None]
    fit = bounded_influence(x, 2 * x[:, 0], np.zeros(1, bool), Bounds(1.0, 1e12, np.inf, np.inf, np.inf))
    assert fit.predict(np.array([[1.0]]))[0] == pytest.approx(1.0)


def test_a_row_of_half_the_age_counts_twice():
    """Two states of the world, old y = 0 and new y = 1, a half-life of one row: the constant is Σ½^age y / Σ½^age."""
    fit = bounded_influence(
        np.array([[0.0], [1.0], [0.0], [1.0]]) * 0, np.array([0.0, 0.0, 0.0, 1.0]), np.zeros(1, bool),
        Bounds(0.1, 1.0, np.inf, np.inf, np.inf),
    )  # fmt: skip
    assert fit.predict(np.zeros((1, 1)))[0] == pytest.approx((1 / 2) / (1 / 2 + 1 / 4 + 1 / 8 + 1 / 16))


def test_one_wild_outcome_moves_little(rows):
    x, y = rows
    wild = y.copy()
    wild[100] += 1000
    at = np.array([[1.0, 1.0]])
    bounds = Bounds(half_life=1e12)
    moved = bounded_influence(x, wild, FREE, bounds).predict(at) - bounded_influence(x, y, FREE, bounds).predict(at)
    plain = bounded_influence(x, wild, FREE, NO_BOUNDS).predict(at) - bounded_influence(x, y, FREE, NO_BOUNDS).predict(
        at
    )
    assert abs(moved[0]) < 0.01
    assert abs(plain[0]) > 1


def test_a_row_of_far_columns_counts_little(rows):
    x, y = rows
    far = x.copy()
    far[100] = 1000.0
    held = bounded_influence(far, y, np.ones(2, bool), Bounds(half_life=1e12))
    assert held.weight[100] < 1e-3 * held.weight[101]


def test_a_column_is_held_and_beyond_rejection_tells_nothing_unless_free(rows):
    x, y = rows
    bounds = Bounds(half_life=1e12, clip=4.0, reject=6.0)
    fit = bounded_influence(x, y, np.array([True, False]), bounds)
    inside, held, rejected = (fit.centre + fit.spread * [0, size] for size in (4.0, 5.0, 7.0))
    at_held, at_inside, at_rejected, at_median = fit.predict(np.array([held, inside, rejected, fit.centre]))
    assert at_held == at_inside
    assert at_rejected == pytest.approx(at_median)
    free = fit.predict(np.array([fit.centre + fit.spread * [size, 0] for size in (0, 10, 20)]))
    assert free[2] - free[1] == pytest.approx(free[1] - free[0])


def test_an_unknown_value_is_refused(rows):
    x, y = rows
    y = y.copy()
    y[3] = np.nan
    with pytest.raises(Problem) as told:
        bounded_influence(x, y, FREE, Bounds())
    assert told.value.code == "index.unknown-values"
