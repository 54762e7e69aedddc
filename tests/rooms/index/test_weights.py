import numpy as np
import pytest

from openmbi.index.activity_level import activity_level
from openmbi.index.weights import value_added_weights

NAMES = np.array(["a", "b", "c", "d", "e", "f"])
BASE = np.array([10.0, 20.0, 40.0, 8.0, 0.0, 5.0])


def test_value_added_stands_and_the_stratums_median_ratio_fills_in():
    accounts = {"a": 10.0, "b": 60.0, "c": 200.0, "e": 999.0}
    found = value_added_weights(BASE, NAMES, accounts, np.zeros(6, np.intp))
    assert found.weight.tolist() == [10.0, 60.0, 200.0, 8 * 3.0, 0.0, 5 * 3.0]  # ratios 1, 3, 5: the median is 3
    assert found.imputed.tolist() == [False, False, False, True, False, True]
    assert found.basis == "value_added"


def test_a_stratum_of_few_accounts_takes_the_median_of_all():
    accounts = {"a": 10.0, "b": 60.0, "c": 200.0, "d": 80.0}
    found = value_added_weights(BASE, NAMES, accounts, np.array([0, 0, 0, 1, 1, 1]))
    assert found.weight[5] == 5 * 4.0  # ratios 1, 3, 5 and 10


def test_a_loss_is_no_negative_weight():
    found = value_added_weights(BASE, NAMES, {"a": -7.0, "b": 60.0}, np.zeros(6, np.intp))
    assert found.weight[0] == 30.0
    assert found.imputed[0]


def test_without_any_accounts_base_use_is_the_weight():
    found = value_added_weights(BASE, NAMES, {}, np.zeros(6, np.intp))
    assert found.weight.tolist() == BASE.tolist()
    assert found.basis == "base_period_use"
    assert found.imputed.sum() == 5


def test_the_level_weighs_by_value_added(adjusted, spec):
    panel = adjusted({"x": "a" * 12, "y": "a" * 12}, use={"x": [10.0] * 10 + [20.0, 10.0], "y": 30.0})
    _, series = activity_level(panel, spec, weights={"x": 900.0, "y": 100.0})
    np.testing.assert_allclose(series.close, [100.0] * 10 + [190.0, 100.0], rtol=1e-12)
    assert series.close[:10].mean() == pytest.approx(100)
