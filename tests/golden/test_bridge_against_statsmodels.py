"""The bridge regression, its standard errors and those of its forecasts, against statsmodels."""

import numpy as np
import pytest
import statsmodels.api as sm

from openmbi.index.least_squares import least_squares


@pytest.mark.parametrize(("n", "k"), [(12, 1), (30, 1), (34, 3)])
def test_least_squares_is_statsmodels(n, k):
    generator = np.random.default_rng(n)
    x = generator.normal(3, 4, (n, k))
    y = 2 + x @ generator.normal(0, 1, k) + generator.normal(0, 1.5, n)
    fit, reference = least_squares(y, x), sm.OLS(y, sm.add_constant(x)).fit()
    assert fit is not None
    np.testing.assert_allclose(fit.coefficients, reference.params, rtol=1e-9)
    np.testing.assert_allclose(fit.standard_errors, reference.bse, rtol=1e-9)
    assert fit.r_squared == pytest.approx(reference.rsquared, rel=1e-9)
    assert fit.deviation == pytest.approx(np.sqrt(reference.mse_resid), rel=1e-9)
    new = np.full(k, 5.0)
    predicted = reference.get_prediction(np.append(1.0, new)[None])
    assert fit.forecast(new) == pytest.approx((predicted.predicted_mean[0], predicted.se_obs[0]), rel=1e-9)


def test_regressors_that_tell_nothing_apart_are_refused():
    assert least_squares(np.arange(20.0), np.full((20, 1), 3.0)) is None
    assert least_squares(np.arange(2.0), np.arange(2.0)[:, None]) is None
