"""What each treatment of outliers gives, by hand."""

import numpy as np
import pytest

from openmbi.core.problems import Problem
from openmbi.index.treatment.moments import has_outliers, kurtosis, skewness
from openmbi.index.treatment.outliers import box_cox, log, signed_log, winsorise, winsorise_or_log
from openmbi.index.treatment.outliers.winsorise import winsorised

QUIET = np.arange(1.0, 20)
NAN = np.nan


def test_skewness_and_kurtosis_of_six_values():
    """Mean 2, deviations −1 −1 −1 −1 −1 5: m₂ = 5, m₃ = 20, m₄ = 105; G₁ = 20/5^1.5 · √30/4, G₂ = (7(105/25 − 3) + 6) · 5/12."""
    row = np.array([[1.0, 1, 1, 1, 1, 7]])
    assert skewness(row)[0] == pytest.approx(20 / 5**1.5 * 30**0.5 / 4)
    assert kurtosis(row)[0] == pytest.approx((7 * 1.2 + 6) * 5 / 12)
    assert has_outliers(row)[0]
    np.testing.assert_array_equal(has_outliers(np.array([[3.0, 3, 3, 3], [1, 2, NAN, NAN]])), [False, False])


def test_one_value_far_out_takes_the_next():
    found, points, passes = winsorised(np.append(QUIET, 400.0), limit=5)
    np.testing.assert_array_equal(found, np.append(QUIET, 19.0))
    assert (points, passes) == (1, True)


def test_below_as_above_and_gaps_stay():
    row = np.concatenate([[-400.0, NAN, -300.0], QUIET])
    found, points, passes = winsorised(row, limit=5)
    np.testing.assert_array_equal(found, np.concatenate([[1.0, NAN, 1.0], QUIET]))
    assert (points, passes) == (2, True)


def test_an_indicator_that_passes_is_left_alone(setting):
    values = np.array([QUIET, QUIET**2])
    told = winsorise.METHOD.apply(values, setting(2, 19), winsorise.METHOD.defaults)
    np.testing.assert_array_equal(told.value, values)
    assert told.parameters["points"].tolist() == [0, 0]


def test_the_limit_holds_and_the_failure_is_said(setting):
    skewed = np.exp(np.linspace(0, 4, 100) ** 2)[None]
    told = winsorise.METHOD.apply(skewed, setting(1, 100), {"limit": 3.0, "skewness": 2.0, "kurtosis": 3.5})
    assert (told.parameters["points"][0], told.parameters["passes"][0]) == (3, 0)
    assert np.sort(told.value[0])[-4:].tolist() == [np.sort(skewed[0])[-4]] * 4


def test_a_skewed_indicator_takes_the_logarithm_of_its_own_values(setting):
    skewed = np.exp(np.linspace(0, 4, 100) ** 2)
    told = winsorise_or_log.METHOD.apply(
        np.array([skewed, np.linspace(1, 2, 100)]), setting(2, 100), winsorise.METHOD.defaults
    )
    assert told.parameters["logged"].tolist() == [1, 0]
    start = 0.01 * np.ptp(skewed)
    np.testing.assert_allclose(told.value[0], np.log(skewed - skewed.min() + start))
    np.testing.assert_array_equal(told.value[1], np.linspace(1, 2, 100))


def test_a_negative_skew_is_logged_from_the_other_end_in_the_same_order(setting):
    skewed = -np.exp(np.linspace(0, 4, 100) ** 2)
    told = winsorise_or_log.METHOD.apply(skewed[None], setting(1, 100), winsorise.METHOD.defaults)
    assert (np.diff(told.value[0]) < 0).all()


def test_logarithms(setting):
    np.testing.assert_allclose(log.METHOD.apply(np.array([[1.0, np.e]]), setting(1, 2), {}).value, [[0, 1]])
    told = signed_log.METHOD.apply(np.array([[-2.0, 0, 2, 2]]), setting(1, 4), {})
    np.testing.assert_allclose(told.value, [[-np.log(2), 0, np.log(2), np.log(2)]])
    assert told.parameters["scale"].tolist() == [2]
    with pytest.raises(Problem) as refused:
        log.METHOD.apply(np.array([[1.0, 0]]), setting(1, 2), {})
    assert refused.value.code == "index.not-positive"


def test_a_square_is_undone_by_its_root_and_lambda_is_stated(setting):
    told = box_cox.METHOD.apply(np.array([[1.0, 4, 9]]), setting(1, 3), {"lambda": 0.5})
    np.testing.assert_allclose(told.value, [[0, 2, 4]])
    assert told.parameters["lambda"].tolist() == [0.5]
    np.testing.assert_allclose(
        box_cox.METHOD.apply(np.array([[1.0, np.e]]), setting(1, 2), {"lambda": 0.0}).value, [[0, 1]]
    )
    assert told.carries is not None
    np.testing.assert_allclose(told.carries(np.array([[16.0, -1.0]])), [[6, NAN]])
