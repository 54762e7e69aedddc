"""Partial least squares, ridge and principal component regression against scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.cross_decomposition import PLSRegression
from sklearn.decomposition import PCA
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from openmbi.index.supervised.base import Options
from openmbi.index.supervised.methods import supervised_method

SHAPES = [(60, 8), (200, 40), (30, 70)]


def data(rows: int, indicators: int) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(rows)
    factor = generator.normal(size=(rows, 3))
    x = factor @ generator.normal(size=(3, indicators)) + generator.normal(size=(rows, indicators))
    x = 50 + x * generator.uniform(0.1, 20, indicators)
    return x, factor @ [1.0, -2.0, 0.5] + generator.normal(size=rows)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("components", [1, 2, 5])
def test_partial_least_squares_is_scikit_learns(shape, components):
    x, y = data(*shape)
    ours = supervised_method("partial_least_squares").fit(x, y, options=Options(components=components))
    theirs = PLSRegression(n_components=components).fit(x, y)
    new = data(*shape)[0][::-1] * 1.01
    np.testing.assert_allclose(ours.predict(new), theirs.predict(new).ravel(), rtol=1e-9)
    assert ours.coefficients is not None
    np.testing.assert_allclose(ours.coefficients, theirs.coef_.ravel(), rtol=1e-7, atol=1e-12)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("penalty", [0.1, 30.0, 1e4])
def test_ridge_is_scikit_learns(shape, penalty):
    x, y = data(*shape)
    ours = supervised_method("ridge").fit(x, y, options=Options(penalty=penalty))
    theirs = make_pipeline(StandardScaler(), Ridge(alpha=penalty)).fit(x, y)
    np.testing.assert_allclose(ours.predict(x * 0.9), theirs.predict(x * 0.9), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("components", [1, 4])
def test_regression_on_principal_components_is_scikit_learns(shape, components):
    x, y = data(*shape)
    ours = supervised_method("principal_components").fit(x, y, options=Options(components=components))
    pca = PCA(n_components=components, svd_solver="full")
    theirs = make_pipeline(StandardScaler(), pca, LinearRegression()).fit(x, y)
    np.testing.assert_allclose(ours.predict(x * 0.9), theirs.predict(x * 0.9), rtol=1e-9, atol=1e-9)
