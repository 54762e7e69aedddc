"""Ranks over draws, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from openmbi.index.audit.rank_stability import rank_stability, ranks

GROUPS = np.array(["p", "q", "r"])


def test_the_highest_score_is_first_ties_share_and_the_unknown_has_none():
    found = ranks(np.array([[5.0, 7, 7, np.nan, 1]]))
    assert found[0, [0, 1, 2, 4]].tolist() == [3, 1.5, 1.5, 4]
    assert np.isnan(found[0, 3])


def test_shifts_intervals_and_what_keeps_its_rank():
    found = rank_stability(GROUPS, np.array([9.0, 8, 1]), np.array([[9.0, 8, 1], [8, 9, 1], [9.0, 8, 1], [1, 2, 3]]))
    assert found.nominal.tolist() == [1, 2, 3]
    assert found.shift == pytest.approx([0, 2 / 3, 0, 4 / 3])
    assert found.mean_shift == pytest.approx(0.5)
    assert found.kept.tolist() == [0.5, 0.75, 0.75]
    assert found.interval[1].tolist() == [1.5, 2, 3]
    assert (found.interval[0] <= found.interval[2]).all()


def test_a_group_without_a_nominal_score_takes_no_place():
    found = rank_stability(GROUPS, np.array([9.0, np.nan, 1]), np.array([[3.0, 99, 1]]))
    assert np.isnan(found.nominal[1])
    assert np.isnan(found.interval[:, 1]).all()
    assert found.shift.tolist() == [0]
