"""How sure a light is, against draws of what the measure may truly be."""

from datetime import date

import numpy as np
import pytest
from scipy.special import ndtr

from openmbi.catalog.lights import MeasuredRevisions
from openmbi.core.tables import Colour, GroupSeries, Level
from openmbi.lights.enterprise import enterprise_lights
from openmbi.lights.groups import group_lights
from openmbi.lights.probability import active_change_weights, change_weights, with_probability
from openmbi.lights.reasons import Reason, reason_text
from openmbi.lights.zone import zone_lights

BEFORE = [100.0] * 72


@pytest.fixture
def meso(rules):
    return rules["meso_activity"]


def groups(*closes) -> GroupSeries:
    close = np.array(closes, float)
    shape = close.shape
    days = np.arange(np.datetime64("2015-01-01"), np.datetime64("2015-01-01") + shape[1])
    return GroupSeries(
        "level",
        Level.CITY,
        np.array([f"44{k:02d}00" for k in range(shape[0])]),
        days,
        close,
        np.ones(shape),
        np.ones(shape[0]),
        np.full(shape[0], 9),
        np.zeros(shape, bool),
        np.zeros(shape[1], bool),
    )


def test_the_bound_is_the_one_that_the_reason_names(meso):
    """Yellow opens at −8 % and closes at −4 %, red opens at −15 %."""
    held = [100.0] * 60 + [90.0] * 27 + [93.0] * 13
    lights = group_lights(groups(BEFORE + [98.0] * 28, BEFORE + [91.0] * 28, BEFORE + [84.0] * 28, held), meso)
    assert lights.reason[:, -1].tolist() == [Reason.STEADY, Reason.OPENED, Reason.OPENED, Reason.HELD]
    error = np.full(4, 0.01)
    found = with_probability(lights, meso, error)
    draws = np.random.default_rng(1).normal(0, 0.01, 20_000)
    for row, bound in enumerate((-0.08, -0.08, -0.15, -0.04)):
        truly = (lights.measure[row, -1] + draws <= bound).mean()
        assert found.probability[row, -1] == pytest.approx(truly, abs=0.015)
    assert np.isnan(found.probability[:, :-1]).all()
    assert (found.colour == lights.colour).all()


def test_no_error_makes_sure_and_an_unknown_one_says_nothing(meso):
    lights = group_lights(groups(BEFORE + [91.0] * 28, BEFORE + [98.0] * 28, BEFORE + [91.0] * 28), meso)
    found = with_probability(lights, meso, np.array([0.0, 0.0, np.nan]))
    assert found.probability[:2, -1].tolist() == [1.0, 0.0]
    assert np.isnan(found.probability[2, -1])
    assert "概率超过 99%" in reason_text(found, 0, -1, meso).zh
    assert reason_text(found, 1, -1, meso).en.endswith("beyond this bound: below 1%")
    assert reason_text(found, 2, -1, meso) == reason_text(lights, 2, -1, meso)


def test_what_is_not_judged_has_no_probability(meso, rules, enterprise):
    thin = group_lights(groups([100.0] * 50), meso)
    assert np.isnan(with_probability(thin, meso, np.array([0.1])).probability).all()
    rule = rules["enterprise_activity"]
    idle = enterprise_lights(*enterprise([1.0] * 120 + [0.0] * 40), rule)
    assert (idle.colour[0, -1], idle.reason[0, -1]) == (Colour.RED, Reason.IDLE)
    assert np.isnan(with_probability(idle, rule, np.array([0.1])).probability[0, -1])


def test_weights_are_the_slope_of_the_measure(rules, series):
    rule = rules["zone_activity"]
    close = 100 + np.random.default_rng(2).normal(0, 3, 100)
    moved = close + 1e-4 * np.random.default_rng(3).normal(0, 1, 100)
    change = zone_lights(series(moved), rule).measure[0, -1] - zone_lights(series(close), rule).measure[0, -1]
    assert change_weights(close[None], rule)[0] @ (moved - close) == pytest.approx(change, rel=1e-3)


def test_weights_of_enterprises_are_the_slope_of_theirs(rules, enterprise):
    rule = rules["enterprise_activity"]
    use = np.random.default_rng(4).uniform(0.8, 1.2, 160)
    use[[30, 90, 91, 92, 93, 156]] = 0
    moved = np.where(use > 0, use + 1e-5 * np.random.default_rng(5).normal(0, 1, 160), 0)
    first, second = (enterprise_lights(*enterprise(list(one)), rule).measure[0, -1] for one in (use, moved))
    weights = active_change_weights(use[None], use[None] > 0, rule)
    assert weights[0] @ (moved - use) == pytest.approx(second - first, rel=1e-3)
    assert np.isnan(active_change_weights(use[None, -80:], use[None, -80:] > 0, rule)).all()


def test_measured_revisions_widen_the_error_from_their_day_on(rules, series):
    rule = rules["zone_activity"]
    measured = MeasuredRevisions.model_validate(
        {"valid_from": "2015-04-01", "citation": {"zh": "实测", "en": "measured"}, "factor": 3}
    )
    wider = rule.model_copy(update={"measured_revisions": (measured,)})
    assert (wider.error_factor(date(2015, 3, 31)), wider.error_factor(date(2015, 4, 1))) == (None, 3)
    lights = zone_lights(series(np.array(BEFORE + [96.0] * 28)), rule)
    probability = {
        factor: with_probability(lights, one, np.array([0.01])).probability[0, -1]
        for factor, one in ((1, rule), (3, wider))
    }
    assert probability[1] == pytest.approx(ndtr(-1))
    assert probability[3] == pytest.approx(ndtr(-1 / 3))
