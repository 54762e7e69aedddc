"""The skyline algebra is that of dense matrices: factor, determinant, solution, and the inverse wherever the factor has entries."""

from __future__ import annotations

import numpy as np
import pytest

from openmbi.index.dynamic_factor.skyline import factor, selected_inverse, solve

ROWS = (2, 2, 3, 2, 2, 3)


def reach(draw: np.random.Generator | None, T: int) -> np.ndarray:
    """Return over how many periods (T,) the rows reach back: one, or at random up to seven, and once to the very beginning."""
    back = np.ones(T, np.intp) if draw is None else draw.choice([0, 1, 2, 7], T, p=[0.2, 0.5, 0.2, 0.1])
    if draw is not None:
        back[T // 2] = T // 2
    return np.minimum(back, np.arange(T)).astype(np.intp)


def matrix(draw: np.random.Generator, size: np.ndarray, back: np.ndarray, period: int) -> tuple[np.ndarray, ...]:
    """Return A (N, N), positive definite, of random terms over pairs of periods that meet (repeating themselves where `period`), and its skyline."""
    T = len(size)
    block = np.concatenate([[0], np.cumsum(size)]).astype(np.intp)
    A = 2 * np.eye(block[-1])
    kept = {t: draw.normal(size=(3, 12)) for t in range(max(period, 1))}
    for t in range(T):
        for s in {t - back[t], t - back[t] // 2}:
            place = np.unique(np.r_[block[s] : block[s + 1], block[t] : block[t + 1]])
            form = (kept[t % period] if period else draw.normal(size=(3, 12)))[:, : len(place)]
            A[np.ix_(place, place)] += form.T @ form
    first = np.repeat(block[np.arange(T) - back], size)
    ahead = np.array([max(s - t for s in range(t, T) if s - back[s] <= t) for t in range(T)], np.intp)
    last = np.repeat(block[np.arange(T) + ahead + 1] - 1, size)
    start = np.concatenate([[0], np.cumsum(np.arange(len(A)) - first + 1)]).astype(np.intp)
    return A, block, first.astype(np.intp), last.astype(np.intp), start, ahead


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("period", [0, 1, 3])
def test_the_skyline_is_the_dense_matrix(seed: int, period: int) -> None:
    draw = np.random.default_rng(seed)
    T = 200 if period else 24
    size = np.full(T, 2) if period == 1 else np.array([ROWS[t % 3 if period else draw.integers(6)] for t in range(T)])
    back = reach(None if period else draw, T)
    A, block, first, last, start, ahead = matrix(draw, size, back, period)
    N = len(A)
    entry = np.concatenate([A[i, first[i] : i + 1] for i in range(N)])
    same, Z, b = np.zeros(T, np.int64), np.zeros(len(entry)), draw.normal(size=N)

    log = factor(entry, first, start, block, back, max(period, 1), same)
    x = solve(entry, first, start, b)
    selected_inverse(entry, Z, first, start, last, block, ahead, max(period, 1), same)

    inverse = np.linalg.inv(A)
    np.testing.assert_allclose(log, np.linalg.slogdet(A)[1], rtol=1e-12)
    np.testing.assert_allclose(x, inverse @ b, rtol=1e-9, atol=1e-11)
    np.testing.assert_allclose(
        Z, np.concatenate([inverse[i, first[i] : i + 1] for i in range(N)]), rtol=1e-8, atol=1e-11
    )
    assert (same.max() > T // 2) == bool(period)  # a matrix that repeats itself is told, and copied


def test_a_matrix_that_is_not_positive_definite_is_told() -> None:
    A = np.array([[1.0, 2.0], [2.0, 1.0]])
    block, first, start = np.array([0, 1, 2]), np.array([0, 0]), np.array([0, 1, 3])
    entry = A[np.tril_indices(2)].copy()
    back, same = np.array([0, 1]), np.zeros(2, np.int64)
    assert np.isnan(factor(entry, first, start, block, back, 1, same))
