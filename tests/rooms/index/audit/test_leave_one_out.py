"""The composite without one indicator, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from openmbi.index.audit.leave_one_out import left_out, ranks_left_out, scores_without
from openmbi.index.treatment.choice import Choice
from openmbi.index.treatment.recipe import Recipe
from openmbi.index.treatment.setting import Setting

NAMES = np.array(["a", "b", "c"])
VALUE = np.array([[100.0, 100, 110], [50, 50, 49], [10, 10, 10]])
INDEXED = Recipe(normalisation=Choice("distance_to_reference"), weighting=Choice("expert_weights"))
SETTING = Setting(NAMES, np.zeros(3, bool), np.array([True, True, False]), expert=np.array([0.5, 0.3, 0.2]))


def test_the_other_weights_are_scaled_to_one():
    without = scores_without(VALUE, INDEXED, SETTING)
    # with all: 0.5 · 110 + 0.3 · 98 + 0.2 · 100 = 104.4
    assert without[0, 2] == pytest.approx(0.6 * 98 + 0.4 * 100)
    assert without[1, 2] == pytest.approx((0.5 * 110 + 0.2 * 100) / 0.7)
    assert without[2, 2] == pytest.approx((0.5 * 110 + 0.3 * 98) / 0.8)
    assert without[:, :2] == pytest.approx(100)


def test_what_is_missed_of_the_score_and_its_change():
    score = np.array([100.0, 100, 104.4])
    found = left_out(NAMES, score, scores_without(VALUE, INDEXED, SETTING))
    assert found.latest == pytest.approx([98.8 - 104.4, 75 / 0.7 - 104.4, 84.4 / 0.8 - 104.4])
    assert found.change == pytest.approx(found.latest)
    assert found.distance == pytest.approx(np.abs(found.latest) / 3)
    assert found.correlation == pytest.approx([-1, 1, 1])


def test_periods_that_either_lacks_do_not_count():
    found = left_out(NAMES[:1], np.array([1.0, 2, 4, np.nan]), np.array([[1.0, 2, 3, 9]]))
    assert found.latest.tolist() == [-1]
    assert found.change.tolist() == [-1]


def test_weights_that_rest_on_data_are_estimated_anew():
    value = np.random.default_rng(0).normal(size=(3, 40)) + np.array([[0.0], [1], [2]])
    setting = Setting(NAMES, np.zeros(3, bool), np.ones(40, bool))
    without = scores_without(value, Recipe(weighting=Choice("equal_weights")), setting)
    z = 100 + 10 * (value - value.mean(axis=1, keepdims=True)) / value.std(axis=1, keepdims=True)
    assert without[1] == pytest.approx((z[0] + z[2]) / 2)


def test_ranks_without_one():
    score = np.array([9.0, 8, 7, np.nan])
    found = ranks_left_out(NAMES[:2], score, np.array([[9.0, 8, 7, 1], [7.0, 8, 9, 1]]))
    assert found.shift == pytest.approx([0, 4 / 3])
    assert found.largest.tolist() == [0, 2]
    assert found.correlation == pytest.approx([1, -1])
