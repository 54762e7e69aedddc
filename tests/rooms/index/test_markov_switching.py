"""Markov switching on series whose regimes are known, and what is said where it fails."""

import numpy as np
import pytest

from openmbi.core.problems import Problem
from openmbi.index.turning_points.markov_switching import markov_switching
from openmbi.index.turning_points.real_time_regimes import real_time_regimes
from openmbi.index.turning_points.switching_fit import SwitchingModel

REGIME = np.repeat([1, 0, 1, 0, 1], 16)


@pytest.fixture(scope="module")
def growth() -> np.ndarray:
    return np.where(REGIME, 1.0, -1.0) + np.random.default_rng(5).normal(0, 0.5, len(REGIME))


def test_two_planted_regimes_are_found(growth):
    found = markov_switching(growth)
    assert found.converged
    assert found.reason is None
    np.testing.assert_allclose(found.mean, [-1, 1], atol=0.25)
    np.testing.assert_allclose(found.deviation, 0.5, atol=0.1)
    assert ((found.smoothed[0] > 0.5) == (REGIME == 0)).mean() > 0.97
    np.testing.assert_allclose(found.filtered.sum(axis=0), 1, atol=1e-9)


def test_the_same_series_gives_the_same_bits(growth):
    one, other = (markov_switching(growth) for _ in range(2))
    assert one.parameters.tobytes() == other.parameters.tobytes()
    assert one.filtered.tobytes() == other.filtered.tobytes()


def test_filtered_probabilities_know_nothing_later(growth):
    changed = np.append(growth[:60], -growth[60:])
    one, other = (markov_switching(value, fit_on=50) for value in (growth, changed))
    assert one.filtered[:, :60].tobytes() == other.filtered[:, :60].tobytes()
    assert not np.allclose(one.smoothed[:, :60], other.smoothed[:, :60])


def test_real_time_probabilities_know_nothing_later(growth):
    changed = np.append(growth[:70], -growth[70:])
    one, other = (real_time_regimes(value, SwitchingModel(), first=60, every=15) for value in (growth, changed))
    assert np.isnan(one.filtered[:, :60]).all()
    assert one.filtered[:, 60:70].tobytes() == other.filtered[:, 60:70].tobytes()
    assert one.converged[60:].all()


def test_a_climb_that_is_cut_short_does_not_look_converged(growth):
    found = markov_switching(growth, SwitchingModel(lags=2, switching_variance=True, iterations=1))
    assert not found.converged
    assert found.reason is not None


def test_a_variance_that_collapses_does_not_look_converged():
    value = np.random.default_rng(2).normal(0, 1, 60)
    value[20:40] = 6 + value[20:40] * 1e-3
    found = markov_switching(value, SwitchingModel(switching_variance=True))
    assert not found.converged
    assert "variance" in found.reason.en


@pytest.mark.parametrize(
    ("value", "code"),
    [(np.arange(20.0), "index.too-short"), (np.ones(60), "index.flat"), (np.full(60, np.nan), "index.turning-gaps")],
)
def test_what_cannot_be_told_apart_is_refused(value, code):
    with pytest.raises(Problem) as caught:
        markov_switching(value)
    assert caught.value.code == code
