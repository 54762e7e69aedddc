"""The evidence on Taiwan's scores: publication lags hold, and the measures of lights are what they say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from benchmarks.taiwan_scores import INDICATORS, Monitoring, headline, lights, macro_f1, recall_of_changes

MONTHS = np.datetime64("1984-01", "M") + np.arange(88)
AT = 86


@pytest.fixture(scope="module")
def made() -> Monitoring:
    rng = np.random.default_rng(3)
    value = {name: 100 * np.exp(np.cumsum(rng.normal(0.005, 0.02, len(MONTHS)))) for name in INDICATORS}
    score = np.round(np.clip(25 + np.cumsum(rng.normal(0, 2, len(MONTHS))), 9, 45))
    return Monitoring(MONTHS, score, value)


def disturbed(made: Monitoring, *, tenth: bool, more: int = 0) -> Monitoring:
    """What is not yet out for month `AT` (and `more` months that are) stands at another value."""
    value = {name: one.copy() for name, one in made.value.items()}
    for name, one in value.items():
        lag = INDICATORS[name].on_tenth if tenth else INDICATORS[name].lag
        one[AT - lag + 1 - more :] *= 1.7
    score = made.score.copy()
    score[AT:] = 9
    return replace(made, score=score, value=value)


@pytest.mark.parametrize("tenth", [True, False])
def test_what_is_not_out_changes_no_forecast(made: Monitoring, tenth: bool):
    base = headline(made, tenth=tenth)[: AT + 1]
    np.testing.assert_array_equal(headline(disturbed(made, tenth=tenth), tenth=tenth)[: AT + 1], base)
    assert headline(disturbed(made, tenth=tenth, more=1), tenth=tenth)[AT] != base[AT]


def test_no_value_is_out_before_its_month_is_over():
    assert all(one.lag >= one.on_tenth >= 0 for one in INDICATORS.values())
    assert [name for name, one in INDICATORS.items() if one.lag == 0] == ["shares"]
    assert {name for name, one in INDICATORS.items() if one.on_tenth == 0} == {"shares", "exports", "imports"}


def test_lights_follow_the_cut_offs_at_the_nearest_point():
    found = lights(np.array([16.4, 16.5, 22.4, 22.5, 31.5, 37.5]), MONTHS[-6:])
    assert len(set(found.tolist())) == 5
    assert found[1] == found[2] != found[0]
    assert found[2] != found[3]


def test_macro_f1_and_recall_by_hand():
    """Lights 1 1 2 2 for 1 2 2 2: F1 of 1 is 2·1/(2 + 1), of 2 is 2·2/(2 + 3); two changed, one of them right."""
    came, said, before = np.array([1, 1, 2, 2]), np.array([1, 2, 2, 2]), np.array([1, 2, 1, 2])
    assert macro_f1(came, said) == pytest.approx((2 / 3 + 4 / 5) / 2)
    assert recall_of_changes(came, said, before) == pytest.approx(1 / 2)
