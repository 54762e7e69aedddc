"""Standard errors beside a slow twin: cell by cell, and beside draws from the laws themselves."""

import numpy as np
import pytest

from openmbi.adjustment.uncertainty import standard_error
from openmbi.core.adjusted import AdjustmentDetail, Outliers, StratumErrors

T = 7
NOTHING = Outliers(*(np.empty(0, kind) for kind in (np.str_, "M8[D]", np.uint8, float, float)))


def law(random: np.random.Generator, size: int) -> np.ndarray:
    root = random.normal(size=(size, size))
    return root @ root.T


def stratum(random: np.random.Generator, rows: list[int], p: int, q: int) -> StratumErrors:
    return StratumErrors(
        rows=np.array(rows),
        design=random.normal(size=(T, p)),
        covariance=np.stack([law(random, p), law(random, p)]),
        kind=random.integers(0, 2, len(rows)),
        sigma=random.uniform(0.1, 1.0, len(rows)),
        common_design=random.normal(size=(T, q)),
        common_covariance=law(random, q),
        loading=random.uniform(-1.0, 1.0, len(rows)),
    )


@pytest.fixture
def detail() -> AdjustmentDetail:
    random = np.random.default_rng(3)
    nothing = np.zeros((6, T))
    errors = (stratum(random, [4, 0, 2], 3, 2), stratum(random, [1, 5], 2, 0))
    return AdjustmentDetail(nothing, nothing, nothing, errors, NOTHING)


def test_it_is_the_root_of_own_and_common_variance(detail: AdjustmentDetail):
    expected = np.full((6, T), np.nan)
    for one in detail.errors:
        for place, row in enumerate(one.rows):
            for t in range(T):
                d, c = one.design[t], one.common_design[t]
                own = one.sigma[place] ** 2 * (d @ one.covariance[one.kind[place]] @ d)
                expected[row, t] = np.sqrt(own + one.loading[place] ** 2 * (c @ one.common_covariance @ c))
    np.testing.assert_allclose(standard_error(detail, (6, T)), expected, rtol=1e-12)
    assert np.isnan(expected[3]).all()


def test_it_is_the_spread_of_draws(detail: AdjustmentDetail):
    one, random = detail.errors[0], np.random.default_rng(5)
    common = random.multivariate_normal(np.zeros(2), one.common_covariance, 40_000) @ one.common_design.T
    for place, row in enumerate(one.rows):
        own = random.multivariate_normal(np.zeros(3), one.covariance[one.kind[place]], 40_000) @ one.design.T
        drawn = one.sigma[place] * own + one.loading[place] * common
        np.testing.assert_allclose(standard_error(detail, (6, T))[row], drawn.std(axis=0), rtol=0.02)
