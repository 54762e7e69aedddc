"""Laws of the audit that hold for every input."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from openmbi.index.audit.correlations import correlations
from openmbi.index.audit.effective_weights import correlation_ratio
from openmbi.index.audit.rank_stability import rank_stability
from openmbi.index.audit.reliability import cronbach
from openmbi.index.audit.sensitivity import matched

NUMBERS = st.integers(-1000, 1000).map(float)
SERIES = arrays(np.float64, 12, elements=NUMBERS, unique=True)
PANEL = arrays(np.float64, (3, 12), elements=NUMBERS, unique=True)


@given(SERIES, st.floats(0.1, 50), st.floats(-100, 100))
def test_a_score_in_any_unit_is_the_same_score(score: np.ndarray, slope: float, level: float):
    assert matched((level + slope * score)[None], score)[0] == pytest.approx(score, abs=1e-6)


@given(SERIES, st.floats(0.1, 50))
def test_ranks_know_no_unit_and_no_curve(score: np.ndarray, slope: float):
    names = np.array([str(place) for place in range(12)])
    found = rank_stability(names, score, np.array([slope * score - 7, np.arctan(score / 500)]))
    assert found.shift.max() == 0
    assert sorted(found.nominal.tolist()) == list(range(1, 13))


@given(PANEL, st.floats(-100, 100), st.floats(0.1, 50))
def test_reliability_knows_no_level_and_no_common_unit(value: np.ndarray, level: float, slope: float):
    alpha = cronbach(value)
    assert cronbach(slope * value + level) == pytest.approx(alpha, rel=1e-6, abs=1e-6)
    assert alpha <= 1 + 1e-9


@given(PANEL)
def test_correlations_are_symmetric_and_within_one(value: np.ndarray):
    found = correlations(np.array(list("abc")), value)
    for matrix in (found.pearson, found.spearman):
        assert np.array_equal(matrix, matrix.T)
        assert (np.abs(matrix) <= 1).all()
        assert np.diag(matrix) == pytest.approx(1)
    assert (found.inflation >= 1 - 1e-9).all()


@given(SERIES, SERIES, st.floats(0.1, 50))
def test_the_correlation_ratio_is_a_share_and_knows_no_unit(x: np.ndarray, y: np.ndarray, slope: float):
    ratio = correlation_ratio(x, y)
    assert 0 <= ratio <= 1
    assert correlation_ratio(slope * x, y) == pytest.approx(ratio, abs=1e-6)
