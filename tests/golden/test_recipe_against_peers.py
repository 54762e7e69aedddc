"""Steps of recipes against the packages that are the reference for each: statsmodels, scikit-learn, scipy."""

import numpy as np
import pytest
import scipy.stats
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler
from statsmodels.tsa.filters.hp_filter import hpfilter

from openmbi.index.composite.pca import first_component
from openmbi.index.hodrick_prescott import smoothness_of, trend
from openmbi.index.treatment.moments import kurtosis, skewness
from openmbi.index.treatment.outliers.box_cox import powers


@pytest.mark.parametrize("months", [12, 120])
@pytest.mark.parametrize("length", [3, 37, 400])
def test_the_filter_is_that_of_statsmodels(months: int, length: int):
    rows = np.random.default_rng(length).normal(0, 1, (3, length)).cumsum(axis=1) + 100
    reference = np.array([hpfilter(row, smoothness_of(months))[1] for row in rows])
    np.testing.assert_allclose(trend(rows, smoothness_of(months)), reference, rtol=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_the_first_component_is_that_of_scikit_learn(seed: int):
    rng = np.random.default_rng(seed)
    values = (rng.normal(0, 1, (6, 50)) + 1.5 * rng.normal(0, 1, 50)) * 10.0 ** rng.integers(-3, 4, (6, 1))
    fitted = PCA(n_components=1, svd_solver="full").fit(StandardScaler().fit_transform(values.T))
    reference = fitted.components_[0] * np.sign(fitted.components_[0].sum())
    found = first_component(values)
    np.testing.assert_allclose(found.loading, reference, rtol=1e-9)
    assert found.explained == pytest.approx(fitted.explained_variance_ratio_[0], rel=1e-9)


@pytest.mark.parametrize("power", [-0.5, 0.0, 0.7])
def test_the_likeliest_power_is_that_of_scipy(power: float):
    normal = np.random.default_rng(7).normal(3, 0.4, 300)
    values = np.exp(normal) if power == 0 else normal ** (1 / power)
    assert powers(values[None])[0] == pytest.approx(scipy.stats.boxcox(values)[1], abs=1e-4)
    best = scipy.stats.boxcox_llf(powers(values[None])[0], values)
    assert all(best >= scipy.stats.boxcox_llf(one, values) for one in np.linspace(-2, 2, 81))


def test_skewness_and_kurtosis_are_those_of_scipy():
    values = np.random.default_rng(1).gamma(1.5, 1, (4, 30))
    values[2, 5:9] = np.nan
    for ours, theirs in ((skewness, scipy.stats.skew), (kurtosis, scipy.stats.kurtosis)):
        np.testing.assert_allclose(ours(values), theirs(values, axis=1, bias=False, nan_policy="omit"), rtol=1e-10)
