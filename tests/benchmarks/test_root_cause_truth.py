"""The generator of totals plants what it says, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.root_cause_truth import Drawing, cases, draw

QUIET = Drawing(noise=(0.0, 0.0), deviation=(0.0, 0.0))


def test_a_seed_is_a_case():
    first, again, other = draw(5), draw(5), draw(6)
    assert np.array_equal(first.observed, again.observed)
    assert first.truth == again.truth
    assert first.truth != other.truth


@pytest.mark.parametrize("seed", range(5))
def test_without_noise_only_planted_leaves_differ_and_by_what_was_planted(seed: int):
    case = draw(seed, QUIET)
    differs = case.observed != case.expected
    share = np.full(len(differs), np.nan)
    for anomaly in case.planted:
        for element in anomaly.elements:
            share[np.all([case.dimensions[name] == code for name, code in element], axis=0)] = anomaly.severity
    assert not differs[np.isnan(share)].any()
    low, high = np.minimum(case.observed, case.expected), np.maximum(case.observed, case.expected)
    there = ~np.isnan(share) & (high > 0)
    assert low[there] == pytest.approx(high[there] * np.maximum(1 - share[there], 0))


def test_cases_are_of_several_depths_counts_and_noises():
    drawn = cases(0, 25)
    assert {anomaly.depth for case in drawn for anomaly in case.planted} == {1, 2, 3, 4}
    assert {len(anomaly.elements) for case in drawn for anomaly in case.planted} == {1, 2, 3}
    assert {len(case.planted) for case in drawn} == {1, 2, 3}
    assert max(case.noise for case in drawn) > 0.2
    assert min(case.noise for case in drawn) < 0.05
    assert all(len(case.observed) == 21 * 31 * 4 * 5 for case in drawn)


def test_the_total_moves_where_the_anomalies_point():
    for case in cases(0, 15):
        fall = case.observed.sum() < case.expected.sum()
        for anomaly in case.planted:
            for element in anomaly.elements:
                own = np.all([case.dimensions[name] == code for name, code in element], axis=0)
                assert (case.observed[own].sum() <= case.expected[own].sum()) == fall or not case.expected[own].any()
