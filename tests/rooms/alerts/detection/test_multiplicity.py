"""Benjamini and Hochberg's procedure, and why a series' own history cannot be its only measure."""

import numpy as np
from scipy.stats import false_discovery_control

from openmbi.alerts.detection.calibration import Calibration, bins_of
from openmbi.alerts.detection.multiplicity import discoveries


def test_an_example_of_benjamini_and_hochberg():
    """The fifteen p-values of their paper (1995, section 3.2): four discoveries at 5 %."""
    p = np.array(
        [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    )  # fmt: skip
    found, _ = discoveries(p[::-1], np.ones(15, bool), 0.05)
    assert found[::-1].tolist() == [True] * 4 + [False] * 11


def test_q_values_are_those_of_scipy():
    p = np.random.default_rng(5).beta(0.4, 4, 300)
    _, q = discoveries(p, np.ones(300, bool), 0.1)
    np.testing.assert_allclose(q, false_discovery_control(p))


def test_subjects_with_an_open_case_are_not_among_the_tests():
    p = np.array([0.012, 0.5, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9])
    everybody, few = np.ones(10, bool), np.array([True] * 4 + [False] * 6)
    assert not discoveries(p, everybody, 0.1)[0].any()
    found, q = discoveries(p, few, 0.1)
    assert found.tolist() == [True] + [False] * 9
    assert (q[4:] == 1).all()


def test_a_quiet_fortnight_asks_for_more_than_a_busy_one():
    p = np.full(1000, 0.5)
    p[7] = 5e-5
    tested = np.ones(1000, bool)
    assert discoveries(p, tested, 0.1)[0].sum() == 1
    assert discoveries(p, tested, 0.1, before=0, days=14)[0].sum() == 0
    assert discoveries(p, tested, 0.1, before=9, days=14)[0].sum() == 1


def test_own_history_cannot_pass_over_fifty_thousand_series_and_pooled_history_can():
    """400 days of its own give no p-value below 1/401; among 50,000 the first discovery needs 2e-6."""
    count, days = 50_000, 400
    rng = np.random.default_rng(2)
    own = rng.uniform(1 / (days + 1), 1, count)
    own[0] = 1 / (days + 1)
    assert not discoveries(own, np.ones(count, bool), 0.1)[0].any()

    pooled = Calibration(np.zeros(count, np.intp), np.zeros(count, np.intp))
    for _ in range(20):
        scores = np.abs(rng.normal(size=count))
        pooled.add(0, 0, bins_of(scores), np.arange(count))
    today = np.abs(rng.normal(size=count))
    today[0] = 9.0
    p = pooled.p_values(bins_of(today), 0, 0, wanted=count / 0.1, least=count / 0.1)
    assert p[0] == 1 / (1 + 20 * count)
    assert discoveries(p, np.ones(count, bool), 0.1)[0][0]
