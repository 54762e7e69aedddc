"""Correlations, their flags, collinearity and means by domain, on series small enough to check by hand."""

from __future__ import annotations

import numpy as np
import pytest

from openmbi.core.audit import Flagged
from openmbi.index.audit.correlations import by_domain, correlations

NAMES = np.array(["a", "b", "c"])
UP = np.array([1.0, 2, 3, 4, 5, 6])
ZIGZAG = np.array([1.0, -1, 1, -1, 1, -1])


def test_pearson_and_spearman_of_three_points():
    found = correlations(NAMES[:2], np.array([[1.0, 2, 3], [1.0, 2, 9]]))
    # b − mean = (−3, −2, 5): r = (3 + 5) / √(2 · 38)
    assert found.pearson[0, 1] == pytest.approx(8 / np.sqrt(76))
    assert found.spearman[0, 1] == pytest.approx(1)
    assert np.diag(found.pearson) == pytest.approx(1)


def test_high_and_negative_correlations_are_flagged():
    found = correlations(NAMES, np.array([UP, UP + 0.1 * ZIGZAG, -UP + ZIGZAG]))
    assert found.flagged() == ((0, 1, Flagged.REDUNDANT), (0, 2, Flagged.OPPOSED), (1, 2, Flagged.OPPOSED))


def test_a_missing_value_leaves_its_period_out_of_its_own_pairs_only():
    value = np.array([UP, UP**2, ZIGZAG])
    value[1, 0] = np.nan
    found = correlations(NAMES, value)
    assert found.periods.tolist() == [[6, 5, 6], [5, 5, 5], [6, 5, 6]]
    assert found.pearson[0, 1] == pytest.approx(np.corrcoef(UP[1:], UP[1:] ** 2)[0, 1])
    assert found.pearson[0, 2] == pytest.approx(np.corrcoef(UP, ZIGZAG)[0, 1])


def test_what_does_not_move_has_no_correlation():
    found = correlations(NAMES[:2], np.array([UP, np.full(6, 3.0)]))
    assert np.isnan(found.pearson[0, 1])
    assert found.flagged() == ()
    assert np.isnan(found.inflation).all()


def test_an_indicator_that_is_the_sum_of_others_is_collinear_though_no_pair_is_flagged():
    draws = np.random.default_rng(0).normal(size=(4, 60))
    draws[3] = draws[0] + draws[1] + draws[2]
    found = correlations(np.array(list("abcd")), draws)
    assert not [flag for *_, flag in found.flagged() if flag is Flagged.REDUNDANT]
    assert found.collinear() == (0, 1, 2, 3)
    assert np.isinf(found.inflation).all()


def test_variance_inflation_of_a_pair_follows_from_their_correlation():
    draws = np.random.default_rng(1).normal(size=(2, 50))
    found = correlations(NAMES[:2], draws)
    assert found.inflation == pytest.approx(1 / (1 - found.pearson[0, 1] ** 2))


def test_means_within_and_between_domains():
    value = np.array([UP, UP**2, ZIGZAG])
    found = by_domain(correlations(NAMES, value), np.array(["x", "x", "y"]))
    r = np.corrcoef(value)
    assert found.domains.tolist() == ["x", "y"]
    assert found.within[0] == pytest.approx(r[0, 1])
    assert np.isnan(found.within[1])
    assert found.between == pytest.approx([(r[0, 2] + r[1, 2]) / 2] * 2)
