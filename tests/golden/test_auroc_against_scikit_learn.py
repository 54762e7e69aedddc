"""AUROC against scikit-learn, with and without ties, on both sides."""

import numpy as np
import pytest

from openmbi.index.signals.auroc import auroc
from openmbi.index.signals.signal_counts import Side, count_signals

metrics = pytest.importorskip("sklearn.metrics")


@pytest.mark.parametrize("values", [3, 12, 10_000])
@pytest.mark.parametrize("seed", range(5))
def test_the_area_is_scikit_learns(seed, values):
    generator = np.random.default_rng(seed)
    measure, ahead = generator.integers(0, values, 200).astype(float), generator.random(200) < 0.2
    expected = metrics.roc_auc_score(ahead, measure)
    assert auroc(measure, ahead) == pytest.approx(expected, abs=1e-12)
    assert auroc(measure, ahead, Side.BELOW) == pytest.approx(1 - expected, abs=1e-12)


def test_the_counts_are_points_of_its_curve():
    generator = np.random.default_rng(9)
    measure, ahead = generator.integers(0, 30, 200).astype(float), generator.random(200) < 0.3
    false_rate, true_rate, thresholds = metrics.roc_curve(ahead, measure, drop_intermediate=False)
    counts = count_signals(measure, ahead, thresholds[1:], Side.ABOVE)
    np.testing.assert_allclose(counts.false_alarm_rate, false_rate[1:], atol=1e-12)
    np.testing.assert_allclose(counts.recall, true_rate[1:], atol=1e-12)
    precision = metrics.precision_score(ahead, measure >= thresholds[5])
    assert counts.precision[4] == pytest.approx(precision, abs=1e-12)
