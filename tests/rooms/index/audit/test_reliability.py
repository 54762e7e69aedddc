"""Cronbach's alpha by hand."""

from __future__ import annotations

import numpy as np
import pytest

from openmbi.index.audit.reliability import cronbach, reliability

NAMES = np.array(["a", "b", "c"])


def test_alpha_of_two_items_by_hand():
    # variances 1 and 4, of the sum (2, 6, 4): 4; α = 2 · (1 − 5/4)
    assert cronbach(np.array([[1.0, 2, 3], [1, 4, 1]])) == pytest.approx(2 * (1 - (1 + 3) / 4))
    assert cronbach(np.array([[1.0, 2, 3], [2, 4, 6]])) == pytest.approx(2 * (1 - 5 / 9))


def test_the_same_item_thrice_is_perfectly_reliable_and_unrelated_items_are_not():
    item = np.array([1.0, 5, 2, 8])
    assert cronbach(np.tile(item, (3, 1))) == pytest.approx(1)
    assert cronbach(np.array([[1.0, 1, -1, -1], [1, -1, 1, -1], [1, -1, -1, 1]])) == pytest.approx(0)


def test_leaving_the_odd_one_out_raises_alpha():
    rise = np.array([1.0, 2, 3, 4, 5])
    found = reliability(NAMES, np.array([rise, 10 * rise, -rise + np.array([0, 2, 0, 2, 0])]))
    assert found.periods == 5
    assert found.without[2] == pytest.approx(1)
    assert found.without[2] > found.standardised > found.without[0]
    assert found.alpha != pytest.approx(found.standardised)


def test_periods_with_a_gap_do_not_count_and_a_flat_item_leaves_no_standard():
    value = np.array([[1.0, 2, 3, np.nan], [2, 1, 4, 9], [7, 7, 7, 1]])
    found = reliability(NAMES, value)
    assert found.periods == 3
    assert np.isnan(found.standardised)
    assert found.alpha == pytest.approx(cronbach(value[:, :3]))


def test_one_item_alone_has_none():
    assert np.isnan(cronbach(np.array([[1.0, 2, 3]])))
