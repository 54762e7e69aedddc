"""Intervals against published figures."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest
from scipy.stats import binom

from openmbi.alerts.quality.area_error import area_error
from openmbi.alerts.quality.intervals import clopper_pearson, poisson_rate, wilson


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_against_newcombe_1998(part: int, whole: int, low: float, high: float):
    """Newcombe (1998), Statistics in Medicine 17:857, table I, method 3."""
    found = wilson(part, whole)
    assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(81, 263, 0.2527, 0.3676), (15, 148, 0.0578, 0.1617), (0, 20, 0.0, 0.1684), (1, 29, 0.0009, 0.1776)],
)
def test_clopper_pearson_against_newcombe_1998(part: int, whole: int, low: float, high: float):
    """The same table, method 5."""
    found = clopper_pearson(part, whole)
    assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@pytest.mark.parametrize("chance", [0.02, 0.1, 0.5, 0.93])
def test_clopper_pearson_covers_at_least_what_it_says_and_wilson_about_it(chance: float):
    covered = {
        interval: sum(
            binom.pmf(part, 40, chance)
            for part in range(41)
            if interval(part, 40).low <= chance <= interval(part, 40).high
        )
        for interval in (clopper_pearson, wilson)
    }
    assert covered[clopper_pearson] >= 0.95
    assert covered[wilson] == pytest.approx(0.95, abs=0.035)


def test_all_and_none_reach_the_ends():
    for interval in (wilson, clopper_pearson):
        assert interval(0, 12).low == 0.0
        assert interval(12, 12).high == 1.0
        assert 0 < interval(0, 12).high < interval(12, 12).low < 1


def test_nothing_counted_is_not_known():
    for found in (wilson(0, 0), clopper_pearson(0, 0)):
        assert isnan(found.share)
        assert isnan(found.low)
        assert isnan(found.high)
    assert isnan(poisson_rate(0, 0.0).rate)


@pytest.mark.parametrize(("count", "low", "high"), [(0, 0.0, 3.6889), (1, 0.0253, 5.5716), (10, 4.7954, 18.3904)])
def test_poisson_against_garwood_1936(count: int, low: float, high: float):
    found = poisson_rate(count, 2.0)
    assert found.rate == count / 2
    assert (found.low, found.high) == (pytest.approx(low / 2, abs=5e-5), pytest.approx(high / 2, abs=5e-5))


def test_the_error_of_an_area_is_that_of_exponential_strengths():
    """Of these Q₁ and Q₂ are exact: the standard deviation of areas drawn over and over is the error."""
    rng = np.random.default_rng(11)
    events, quiet = rng.exponential(4.0, (3000, 30)), rng.exponential(1.0, (3000, 45))
    areas = (events[:, :, None] > quiet[:, None, :]).mean(axis=(1, 2))
    assert areas.mean() == pytest.approx(0.8, abs=0.005)
    assert area_error(0.8, 30, 45) == pytest.approx(areas.std(), rel=0.04)


def test_the_error_of_an_area_without_doubt_or_without_units():
    assert area_error(1.0, 5, 9) == 0
    assert isnan(area_error(0.5, 0, 9))
    assert isnan(area_error(0.5, 9, 0))
