"""Supervised methods by hand: standardised columns, folds in the order of time, one indicator worked out, what is chosen."""

from __future__ import annotations

import numpy as np
import pytest

from openmbi.core.problems import Problem
from openmbi.index.supervised.base import Options
from openmbi.index.supervised.folds import best, expanding
from openmbi.index.supervised.methods import supervised_method, supervised_names
from openmbi.index.supervised.training import LeftOut, standardised

X = np.array([[1.0, 10], [2, 30], [3, 20], [4, 60], [5, 50], [6, 40]])
Y = np.array([2.0, 4, 3, 7, 6, 5])
"""Y is 1 + a tenth of the second column."""


def test_columns_are_standardised_on_the_training_rows_alone():
    training, columns = standardised(X, Y, np.array([0.3, 0.7]), False, "refuse")
    assert columns.centre.tolist() == [3.5, 35]
    np.testing.assert_allclose(columns.spread, [np.sqrt(35 / 12), np.sqrt(3500 / 12)])
    np.testing.assert_allclose(training.z.std(axis=0), 1)
    assert training.y.tolist() == [-2.5, -0.5, -1.5, 2.5, 1.5, 0.5]
    assert training.expert is not None
    np.testing.assert_allclose(training.expert, [0.3 * columns.spread[0], 0.7 * columns.spread[1]])
    np.testing.assert_allclose(columns.of(np.array([[3.5, 35 + columns.spread[1]]])), [[0, 1]])
    as_they_are = standardised(X, Y, np.array([0.3, 0.7]), True, "refuse")[0]
    assert as_they_are.expert is not None
    assert as_they_are.expert.tolist() == [0.3, 0.7]


def test_blocks_are_in_the_order_of_time_and_each_follows_what_it_is_judged_by():
    assert expanding(12, 6) == [(6, 7), (7, 8), (8, 9), (9, 10), (10, 11), (11, 12)]
    assert expanding(100, 4) == [(50, 62), (62, 75), (75, 88), (88, 100)]
    assert expanding(5, 6) == [(4, 5)]
    assert expanding(4, 6) == []


def test_of_candidates_as_good_as_each_other_the_first_is_taken():
    assert best(np.array([[1.0, -2.0], [2.0, 1.0], [0.5, -2.5]])) == 0
    assert best(np.array([[3.0, 0.0], [1.0, 1.0]])) == 1
    assert best(np.empty((0, 0))) == 0


@pytest.mark.parametrize("name", ["ridge", "principal_components", "scaled_pca", "partial_least_squares"])
def test_an_exact_relation_to_one_indicator_is_found(name):
    given = {"penalty": 1e-9} if name == "ridge" else {"components": 1}
    fitted = supervised_method(name).fit(X[:, 1:], Y, options=Options(**given))
    np.testing.assert_allclose(fitted.predict(np.array([[80.0]])), [9.0], rtol=1e-7)
    np.testing.assert_allclose(fitted.parts(np.array([[80.0]])), [[4.5, 4.5]], rtol=1e-7)
    np.testing.assert_allclose(fitted.coefficients, [0.1], rtol=1e-7)


def test_ridge_of_one_indicator_by_hand():
    # z'z = 6, z'y = 17.5 / √(35/12); b = z'y / (6 + 6), half of least squares
    fitted = supervised_method("ridge").fit(X[:, 1:], Y, options=Options(penalty=6.0))
    np.testing.assert_allclose(fitted.coefficients, [0.05], rtol=1e-12)
    assert fitted.learned.freedom == pytest.approx(1.5)
    assert fitted.residual_deviation == pytest.approx(np.sqrt((17.5 / 4) / 4.5))


def test_an_infinite_penalty_is_the_regression_on_the_experts_composite():
    x = np.column_stack([X, [3.0, 1, 4, 1, 5, 9]])
    weight = np.array([2.0, 0.1, 0.5])
    options = Options(expert=weight, penalty=np.inf)
    fitted = supervised_method("ridge_to_expert").fit(x, Y, options=options)
    slope, constant = np.polyfit(x @ weight, Y, 1)
    np.testing.assert_allclose(fitted.predict(x), constant + slope * (x @ weight), rtol=1e-12)
    np.testing.assert_allclose(fitted.coefficients, slope * weight, rtol=1e-12)
    assert fitted.chosen["scale"] == pytest.approx(slope)


def test_data_that_agree_with_the_experts_keep_their_weights_and_others_move_them():
    generator = np.random.default_rng(8)
    x = generator.normal(size=(80, 4))
    weight = np.array([0.4, 0.3, 0.2, 0.1])
    noise = generator.normal(size=80)
    method = supervised_method("ridge_to_expert")
    agrees = method.fit(x, 3 * (x @ weight) + noise, options=Options(expert=weight, choose="marginal_likelihood"))
    np.testing.assert_allclose(agrees.coefficients, 3 * weight, atol=0.35)
    other = method.fit(x, 3 * x[:, 3] + noise, options=Options(expert=weight, choose="marginal_likelihood"))
    assert other.coefficients is not None
    assert other.coefficients.argmax() == 3
    assert other.chosen["penalty"] < agrees.chosen["penalty"]


def test_without_expert_weights_there_is_nothing_to_be_drawn_to():
    for expert in (None, np.zeros(2)):
        with pytest.raises(Problem) as problem:
            supervised_method("ridge_to_expert").fit(X, Y, options=Options(expert=expert))
        assert problem.value.code == "index.no-expert-weights"


def test_the_three_pass_filter_needs_two_indicators():
    with pytest.raises(Problem) as problem:
        supervised_method("three_pass_filter").fit(X[:, 1:], Y)
    assert problem.value.code == "index.too-few-indicators"


def test_the_three_pass_filter_takes_no_notice_of_a_move_that_all_indicators_share():
    generator = np.random.default_rng(4)
    x = generator.normal(size=(40, 1)) + generator.normal(size=(40, 5))
    y = x.mean(axis=1) + generator.normal(size=40)
    shared = x.mean(axis=0) + np.array([[0.0], [3.0]]) * x.std(axis=0)
    filtered, drawn = (
        supervised_method(name).fit(x, y, options=Options(expert=np.ones(5))).predict(shared)
        for name in ("three_pass_filter", "ridge_to_expert")
    )
    assert filtered[1] == pytest.approx(filtered[0])
    assert drawn[1] > drawn[0] + 1


@pytest.mark.parametrize("name", supervised_names())
def test_later_rows_alter_no_earlier_fit(name):
    generator = np.random.default_rng(3)
    x = generator.normal(size=(30, 4))
    y = x[:, 0] + generator.normal(size=30)
    options = Options(expert=np.full(4, 0.25))
    one = supervised_method(name).fit(x[:20], y[:20], options=options)
    x[20:], y[20:] = 1e6, -1e6
    other = supervised_method(name).fit(x[:20], y[:20], options=options)
    assert one.predict(x[:20]).tobytes() == other.predict(x[:20]).tobytes()


def test_less_than_one_component_is_refused():
    with pytest.raises(Problem) as problem:
        supervised_method("scaled_pca").fit(X, Y, options=Options(components=-1))
    assert (problem.value.code, problem.value.field) == ("index.option", "components")


def test_boosting_finds_a_threshold_that_no_line_can():
    generator = np.random.default_rng(5)
    x = generator.normal(size=(300, 3))
    y = np.where(np.abs(x[:, 0]) > 1, 4.0, 0.0) + 0.3 * generator.normal(size=300)
    boosting, line = (supervised_method(name).fit(x, y) for name in ("boosting", "ridge"))
    assert boosting.held_out_error < 0.5 * line.held_out_error
    assert boosting.parts(x) is None


def test_why_an_indicator_is_left_out_is_said():
    assert all(reason.text().zh and reason.text().en for reason in LeftOut)
