"""The change of an index by group against a slow plain twin: one enterprise and one day at a time."""

from collections import defaultdict
from itertools import pairwise, product

import numpy as np
import pytest

from openmbi.core.periods import parse_period
from openmbi.core.tables import ContributionNode, IndexSeries, IndexTerms, Level, Stints
from openmbi.drilldown.by_group import by_group
from openmbi.drilldown.node_document import find

PERIOD = parse_period("2016-02")
LENGTH, ROWS = 50, 30  # days from 15 January 2016, enterprises


def random_terms(generator: np.random.Generator) -> tuple[IndexTerms, IndexSeries]:
    days = np.arange(np.datetime64("2016-01-15"), np.datetime64("2016-01-15") + LENGTH)
    member = np.ones((ROWS, LENGTH), bool)
    member[:5, :30], member[5:9, 25:], member[9] = False, False, False
    relative = generator.random((ROWS, LENGTH))
    names = np.array([f"e{k:02d}" for k in range(ROWS)])
    weight, divisor = generator.random(ROWS), 1 + generator.random(LENGTH) / 10
    no = np.zeros(member.shape, bool)
    terms = IndexTerms("level", names, days, weight, relative, member, divisor, no, no)
    close = 100 + np.cumsum(generator.normal(0, 1, LENGTH))
    return terms, IndexSeries("level", "town", days, close, np.ones(LENGTH), no[0])


def random_stints(generator: np.random.Generator, level: Level, groups: str) -> Stints:
    """Stints with gaps and moves, in no order."""
    spells = []
    for row in range(ROWS):
        edges = [0, *sorted(generator.choice(np.arange(1, LENGTH), 3, replace=False)), LENGTH]
        for first, stop in pairwise(edges):
            if generator.random() < 0.8:
                spells.append((row, generator.integers(len(groups)), first, stop))
    generator.shuffle(spells)
    row, group, first, stop = np.array(spells, np.intp).T
    return Stints(level, np.array(list(groups)), row, group, first, stop)


def group_on(stints: Stints, row: int, day: int) -> str:
    for k in range(len(stints.row)):
        if stints.row[k] == row and stints.first[k] <= day < stints.stop[k]:
            return str(stints.groups[stints.group[k]])
    return ""


def plain(terms: IndexTerms, levels: list[Stints], first: int, last: int) -> dict[tuple[str, ...], float]:
    """The points of every path, and of every beginning of one."""
    points: dict[tuple[str, ...], float] = defaultdict(float)
    for row, day in product(range(ROWS), range(first, last + 1)):
        if terms.member[row, day]:
            step = terms.relative[row, day] - terms.relative[row, day - 1]
            path = (*(group_on(stints, row, day) for stints in levels), str(terms.subjects[row]))
            for depth in range(1, len(path) + 1):
                points[path[:depth]] += terms.weight[row] * step / terms.divisor[day]
    return points


def paths(node: ContributionNode, *above: str) -> set[tuple[str, ...]]:
    below = [paths(part, *above, part.code) for part in node.parts if part.level not in ("entry_and_exit", "rounding")]
    return ({above} if above else set()).union(*below)


@pytest.mark.parametrize("seed", range(4))
def test_the_parts_are_their_twins(seed):
    generator = np.random.default_rng(seed)
    terms, series = random_terms(generator)
    levels = [random_stints(generator, Level.CITY, "ABC"), random_stints(generator, Level.INDUSTRY, "xy")]
    root = by_group(terms, series, PERIOD, levels)
    expected = plain(terms, levels, 17, 45)  # 1 to 29 February
    assert paths(root) == set(expected)
    for path, points in expected.items():
        found = find(root, path)
        assert found is not None
        assert abs(float(found.points) - points) < 1.0001e-4
