"""The lights of many groups against a slow plain twin: one group and one day at a time, straight from the rule."""

from statistics import fmean

import numpy as np
import pytest

from openmbi.catalog.lights import load_change_rules
from openmbi.core.tables import Colour, GroupSeries, Level
from openmbi.lights.groups import group_lights

RULE = load_change_rules(None)["meso_activity"].model_copy(
    update={"recent_days": 3, "reference_days": 5, "minimum_history_days": 9}
)
DAYS = 120


def random_groups(seed: int, count: int = 15) -> GroupSeries:
    generator = np.random.default_rng(seed)
    close = 100 * np.exp(np.cumsum(generator.normal(0, 0.05, (count, DAYS)), axis=1))
    coverage = np.where(generator.random(close.shape) < 0.03, 0.2, 1.0)
    restarted = np.zeros(close.shape, bool)
    for group in range(count):
        close[group, : generator.integers(0, 40)] = np.nan
        gap = generator.integers(40, 110)
        close[group, gap : gap + generator.integers(0, 4)] = np.nan
        restarted[group, gap + 4] = generator.random() < 0.5
    days = np.arange(np.datetime64("2015-01-01"), np.datetime64("2015-01-01") + DAYS)
    names = np.array([f"g{k}" for k in range(count)])
    members = np.full(count, 5)
    no = np.zeros(DAYS, bool)
    return GroupSeries("level", Level.CITY, names, days, close, coverage, np.ones(count), members, restarted, no)


def measure_of(close: list[float], coverage: list[float], restarted: list[bool], day: int) -> float | None:
    """The measure of a day, None where it cannot be judged."""
    known = [k for k in range(len(close)) if close[k] == close[k]]
    first, middle = day - 7, day - 2  # five days of reference, three of now
    if not known or day - known[0] + 1 < 9 or any(restarted[first + 1 : day + 1]):
        return None
    if any(close[k] != close[k] for k in range(first, day + 1)):
        return None
    if fmean(coverage[first:middle]) < 0.8 - 1e-9 or fmean(coverage[middle : day + 1]) < 0.8 - 1e-9:
        return None
    return fmean(close[middle : day + 1]) / fmean(close[first:middle]) - 1


def colours_of(close: list[float], coverage: list[float], restarted: list[bool]) -> list[Colour]:
    yellow, red = RULE.thresholds[0].bounds
    before, result = Colour.NO_DATA, []
    for day in range(DAYS):
        measure = measure_of(close, coverage, restarted, day)
        if measure is None:
            before = Colour.NO_DATA
        elif measure <= red.open or (before == Colour.RED and measure <= red.close):
            before = Colour.RED
        elif measure <= yellow.open or (before in (Colour.YELLOW, Colour.RED) and measure <= yellow.close):
            before = Colour.YELLOW
        else:
            before = Colour.GREEN
        result.append(before)
    return result


@pytest.mark.parametrize("seed", range(4))
def test_the_lights_are_their_twins(seed):
    series = random_groups(seed)
    rows = zip(series.close.tolist(), series.coverage.tolist(), series.restarted.tolist(), strict=True)
    expected = np.array([colours_of(*row) for row in rows])
    np.testing.assert_array_equal(group_lights(series, RULE).colour, expected)
    assert {Colour.NO_DATA, Colour.GREEN, Colour.YELLOW, Colour.RED} == set(np.unique(expected).tolist())
