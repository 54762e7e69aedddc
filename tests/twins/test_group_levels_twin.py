"""Levels of groups against a slow plain twin: one group and one day at a time, straight from the definition."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from openmbi.core.tables import IndexTerms, Level, Stints
from openmbi.index.group_levels import group_levels, levels_of
from openmbi.index.group_terms import group_terms

SUBJECTS, DAYS, GROUPS, BASE = 25, 60, 5, range(20)


def random_terms(seed: int) -> IndexTerms:
    """Members that enter, exit, and stand still for spells."""
    generator = np.random.default_rng(seed)
    shape = (SUBJECTS, DAYS)
    first = np.where(generator.random(SUBJECTS) < 0.6, 0, generator.integers(0, DAYS, SUBJECTS))
    stop = np.where(generator.random(SUBJECTS) < 0.6, DAYS, generator.integers(0, DAYS, SUBJECTS))
    day = np.arange(DAYS)
    member = (day >= first[:, None]) & (day < stop[:, None])
    known = member.copy()
    known[:, :-1] |= member[:, 1:]
    still = np.repeat(generator.random((SUBJECTS, DAYS // 10)) < 0.3, 10, axis=1)
    relative = np.where(still, 0.0, np.exp(generator.normal(0, 0.3, shape)))
    no = np.zeros(shape, bool)
    days = np.arange(np.datetime64("2024-01-01"), np.datetime64("2024-01-01") + DAYS)
    return IndexTerms(
        index="level",
        subjects=np.array([f"s{k:02d}" for k in range(SUBJECTS)]),
        days=days,
        weight=np.exp(generator.normal(0, 2, SUBJECTS)),
        relative=np.where(known, relative, np.nan),
        member=member,
        divisor=np.full(DAYS, np.nan),
        filled=no,
        capped=no,
    )


def random_stints(seed: int) -> Stints:
    """Every subject in one group after another, with days in none; some in two at once; some stints cut in two that abut."""
    generator = np.random.default_rng(seed + 1000)
    rows: list[tuple[int, int, int, int]] = []
    for row in range(SUBJECTS):
        cuts = [0, *sorted(generator.integers(0, DAYS + 1, generator.integers(0, 4)).tolist()), DAYS]
        for first, stop in pairwise(cuts):
            if generator.random() < 0.9:
                rows.append((row, int(generator.integers(0, GROUPS - 1)), first, stop))
        if generator.random() < 0.3:
            rows.append((row, GROUPS - 1, int(generator.integers(0, DAYS)), DAYS))
    columns = np.array([rows[k] for k in generator.permutation(len(rows))], np.intp).T
    return Stints(Level.CLUSTER, np.array([f"g{k}" for k in range(GROUPS)]), *columns)


def members_on(stints: Stints, terms: IndexTerms, group: int) -> list[set[int]]:
    rows = list(zip(*(part.tolist() for part in (stints.row, stints.group, stints.first, stints.stop)), strict=True))
    return [
        {row for row, where, first, stop in rows if where == group and first <= day < stop and terms.member[row, day]}
        for day in range(DAYS)
    ]


def plain_level(terms: IndexTerms, sets: list[set[int]]) -> tuple[list[float], list[bool]]:
    def load(day: int, rows: set[int]) -> float:
        return sum(float(terms.weight[row] * terms.relative[row, day]) for row in rows)

    level, chains, restarted, chain, divisor = [], [], [], 0, math.nan
    for day, now in enumerate(sets):
        before = sets[day - 1] if day else set()
        again = False
        if not now:
            divisor = math.nan
        elif before and now == before:
            pass
        elif before and load(day - 1, before) > 0 and load(day - 1, now) > 0:
            divisor *= load(day - 1, now) / load(day - 1, before)
        else:
            chain += 1
            again = chain > 1
            divisor = sum(float(terms.weight[row]) for row in now) / 100
        level.append(load(day, now) / divisor if now else math.nan)
        chains.append(chain)
        restarted.append(again)
    in_base = [level[day] for day in BASE]
    mean = sum(in_base) / len(in_base)
    if len({chains[day] for day in BASE}) == 1 and mean > 0:
        level = [x * 100 / mean if c == chains[0] else x for x, c in zip(level, chains, strict=True)]
    return level, restarted


@pytest.mark.parametrize("seed", range(20))
def test_levels_of_groups_are_their_twins(seed):
    terms, stints = random_terms(seed), random_stints(seed)
    reported = np.random.default_rng(seed).random(terms.member.shape) < 0.8
    in_base = np.isin(np.arange(DAYS), BASE)
    found = group_levels(terms, stints, reported=reported, base_day=in_base, provisional=np.zeros(DAYS, bool))
    for group in range(GROUPS):
        sets = members_on(stints, terms, group)
        level, restarted = plain_level(terms, sets)
        np.testing.assert_allclose(found.close[group], level, rtol=1e-10)
        assert found.restarted[group].tolist() == restarted
        for day, now in enumerate(sets):
            whole = sum(terms.weight[row] for row in now)
            seen = sum(terms.weight[row] for row in now if reported[row, day])
            assert found.coverage[group, day] == pytest.approx(seen / whole if now else 0.0)
        assert found.members[group] == len(sets[-1])
        everybody = terms.weight @ terms.member[:, -1]
        assert found.weight[group] == pytest.approx(sum(terms.weight[row] for row in sets[-1]) / everybody)


def test_the_random_groups_move_stop_and_restart():
    found = [
        group_levels(
            random_terms(seed),
            random_stints(seed),
            reported=np.ones((SUBJECTS, DAYS), bool),
            base_day=np.isin(np.arange(DAYS), BASE),
            provisional=np.zeros(DAYS, bool),
        )
        for seed in range(20)
    ]
    assert sum(int(one.restarted.sum()) for one in found) > 0
    assert any(np.isnan(one.close).any() for one in found)


def test_several_levels_at_once_are_those_of_each_alone():
    terms = random_terms(3)
    given = {
        "reported": terms.member,
        "base_day": np.isin(np.arange(DAYS), BASE),
        "provisional": np.zeros(DAYS, bool),
    }
    stints = (random_stints(3), random_stints(4))
    for together, one in zip(levels_of(terms, stints, **given), stints, strict=True):
        alone = group_levels(terms, one, **given)
        np.testing.assert_array_equal(together.close, alone.close)
        np.testing.assert_array_equal(together.coverage, alone.coverage)
        np.testing.assert_array_equal(together.members, alone.members)


@pytest.mark.parametrize("seed", range(6))
def test_the_terms_of_a_group_make_up_its_level(seed):
    terms, stints = random_terms(seed), random_stints(seed)
    in_base = np.isin(np.arange(DAYS), BASE)
    levels = group_levels(terms, stints, reported=terms.member, base_day=in_base, provisional=np.zeros(DAYS, bool))
    for number, group in enumerate(stints.groups):
        own = group_terms(terms, stints, group, base_day=in_base)
        load = np.where(own.member, own.weight[:, None] * own.relative, 0.0).sum(axis=0)
        np.testing.assert_allclose(load / own.divisor, levels.close[number], rtol=1e-10)
        sets = members_on(stints, terms, number)
        rows = [np.searchsorted(own.subjects, terms.subjects[sorted(now)]).tolist() for now in sets]
        assert [np.flatnonzero(day).tolist() for day in own.member.T] == rows
        steps = np.where(own.member[:, 1:], np.diff(own.relative, axis=1), 0.0) * own.weight[:, None] / own.divisor[1:]
        chained = ~levels.restarted[number, 1:] & ~np.isnan(np.diff(levels.close[number]))
        np.testing.assert_allclose(
            steps.sum(axis=0)[chained], np.diff(levels.close[number])[chained], rtol=1e-9, atol=1e-9
        )
    with pytest.raises(ValueError, match="no group"):
        group_terms(terms, stints, "g9", base_day=in_base)
