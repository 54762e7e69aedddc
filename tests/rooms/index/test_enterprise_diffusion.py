"""The diffusion index of enterprises: worked by hand, and against counting one by one."""

import numpy as np
import pytest

from openmbi.catalog.diffusion import DiffusionSpec
from openmbi.catalog.indexes import load_indexes
from openmbi.core.tables import Floats, IndexTerms, Level, Stints
from openmbi.index.enterprise_diffusion import answers, enterprise_diffusion

SPEC = load_indexes(None)["enterprise_diffusion"]
assert isinstance(SPEC, DiffusionSpec)
DAYS = np.arange(np.datetime64("2024-01-01"), np.datetime64("2024-04-01"))
MONTHS = np.array(["2024-01-01", "2024-02-01", "2024-03-01"], "datetime64[D]")
MONTH_OF_DAY = np.searchsorted(MONTHS, DAYS, side="right") - 1


def terms(by_month: Floats) -> IndexTerms:
    """Return terms of enterprises whose relative value is the same on every day of a month; NaN: no member."""
    relative = np.asarray(by_month, float)[:, MONTH_OF_DAY]
    member = ~np.isnan(relative)
    return IndexTerms(
        index="activity_level",
        subjects=np.array([f"e{row}" for row in range(len(relative))]),
        days=DAYS,
        weight=np.arange(1.0, len(relative) + 1),
        relative=relative,
        member=member,
        divisor=np.ones(len(DAYS)),
        filled=np.zeros(member.shape, bool),
        capped=np.zeros(member.shape, bool),
    )


def stints(*rows: tuple[int, int, int, int], groups: int) -> Stints:
    row, group, first, stop = np.array(rows).T
    return Stints(Level.CITY, np.array([f"c{number}" for number in range(groups)]), row, group, first, stop)


def test_each_enterprise_is_one_answer_where_it_was_on_the_months_last_day():
    """e0 rises and rises, e1 stays and falls, e2 moves to c1 in March and rises there, e3 joins in February: it has no answer before March."""
    given = answers(
        terms([[1.0, 1.1, 1.2], [1.0, 1.01, 0.9], [1.0, 0.8, 0.9], [np.nan, 1.0, 1.0]]),
        MONTHS,
        SPEC,
    )
    where = stints((0, 0, 0, 91), (1, 0, 0, 91), (2, 0, 0, 70), (2, 1, 70, 91), (3, 1, 0, 91), groups=2)
    found = enterprise_diffusion(given, where, SPEC)
    np.testing.assert_array_equal(found.enterprises, [[0, 3, 2], [0, 0, 2]])
    np.testing.assert_allclose(found.value, [[np.nan, 50, 50], [np.nan, np.nan, 75]])
    np.testing.assert_allclose(found.up, [[np.nan, 100 / 3, 50], [np.nan, np.nan, 50]])
    np.testing.assert_allclose(found.same, [[np.nan, 100 / 3, 0], [np.nan, np.nan, 50]])


def test_who_stands_still_stays_and_who_stops_falls():
    given = answers(terms([[0.0, 0.0, 0.3], [1.0, 0.0, 0.0]]), MONTHS, SPEC)
    found = enterprise_diffusion(given, stints((0, 0, 0, 91), (1, 0, 0, 91), groups=1), SPEC)
    np.testing.assert_allclose(found.value[0, 1:], [25, 75])


def test_two_ways_into_one_cluster_are_one_answer():
    given = answers(terms([[1.0, 2.0, 2.0], [1.0, 0.5, 0.5]]), MONTHS, SPEC)
    found = enterprise_diffusion(given, stints((0, 0, 0, 91), (0, 0, 10, 91), (1, 0, 0, 91), groups=1), SPEC)
    np.testing.assert_array_equal(found.enterprises[0], [0, 2, 2])
    np.testing.assert_allclose(found.value[0, 1:], [50, 50])


def test_without_a_whole_month_nothing_is_known():
    given = answers(terms([[1.0, 1.0, 1.0]]), MONTHS[:0], SPEC)
    assert enterprise_diffusion(given, stints((0, 0, 0, 91), groups=1), SPEC).value.shape == (1, 0)


@pytest.mark.parametrize("seed", range(5))
def test_it_counts_as_one_would_by_hand(seed: int):
    random = np.random.default_rng(seed)
    count, groups = 40, 3
    level = np.where(random.random((count, 3)) < 0.15, np.nan, random.choice([0.0, 0.9, 1.0, 1.015, 1.3], (count, 3)))
    group, first = random.integers(0, groups, count), random.integers(0, 60, count)
    where = stints(*((row, group[row], first[row], 91) for row in range(count)), groups=groups)
    found = enterprise_diffusion(answers(terms(level), MONTHS, SPEC), where, SPEC)
    for place, last in ((1, 59), (2, 90)):
        for code in range(groups):
            said = [
                1.0 if now > 1.02 * before else 0.5 if now >= 0.98 * before else 0.0
                for (before, now), own, since in zip(level[:, place - 1 : place + 1], group, first, strict=True)
                if own == code and since <= last and not np.isnan(before + now)
            ]
            assert found.enterprises[code, place] == len(said)
            assert found.value[code, place] == pytest.approx(100 * sum(said) / len(said))
