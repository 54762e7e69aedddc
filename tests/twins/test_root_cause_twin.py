"""Root causes of small tables against every element and every pair of the 20 heaviest, each weighed leaf by leaf in the plainest way."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import combinations, product
from math import comb, exp, log, pi

import numpy as np
import pytest

from openmbi.drilldown.root_cause.cuboids import cuboids
from openmbi.drilldown.root_cause.evidence import evidence
from openmbi.drilldown.root_cause.leaves import gathered
from openmbi.drilldown.root_cause.parameters import RootCauseParameters
from openmbi.drilldown.root_cause.search import Search
from openmbi.drilldown.root_cause.shared_move import without_common_move
from openmbi.drilldown.root_cause.spread import Spread
from openmbi.drilldown.root_cause.weight import Anomaly

PARAMETERS = RootCauseParameters(least_evidence=0.0)
SHAPE, SPREAD = (4, 3, 2), 0.05
LEAVES = list(product(*map(range, SHAPE)))
Element = tuple[int | None, ...]
"""A code on each dimension; None: the dimension is whole."""


@dataclass(frozen=True, eq=False)
class Table:
    observed: dict[tuple[int, ...], float]
    expected: dict[tuple[int, ...], float]


def drawn(seed: int) -> Table:
    """A table in which up to two groups fell."""
    random = np.random.default_rng(seed)
    expected = {leaf: float(random.uniform(50, 150)) for leaf in LEAVES}
    fell = []
    for _ in range(random.integers(1, 3)):
        element = tuple(int(random.integers(size)) if random.uniform() < 0.6 else None for size in SHAPE)
        fell.append((element, float(random.uniform(0.2, 0.8))))
    fell = [(element, share) for element, share in fell if any(code is not None for code in element)]
    observed = {}
    for leaf in LEAVES:
        share = next((share for element, share in fell if holds(element, leaf)), 1.0)
        observed[leaf] = expected[leaf] * share * exp(random.normal(0, SPREAD))
    return Table(observed, expected)


def holds(element: Element, leaf: tuple[int, ...]) -> bool:
    return all(code is None or code == of for code, of in zip(element, leaf, strict=True))


def log_ratio(table: Table, leaf: tuple[int, ...], change: float, width: float) -> float:
    """How much likelier a leaf is with a cause of some change than without."""
    low, high = table.observed[leaf], table.expected[leaf]
    deviation = 2 * (low - high) / (low + high)
    chance = exp(-0.5 * (deviation / SPREAD) ** 2) / SPREAD / (2 * pi) ** 0.5
    chance = max(chance, PARAMETERS.stray / 4)
    moved = exp(-0.5 * ((low / high - 1 + change) / width) ** 2) / width / (2 * pi) ** 0.5
    moved /= 4 * high**2 / (low + high) ** 2
    astray = PARAMETERS.stray_within / 2 * max(chance, 1 / 4)
    return log(max(moved, astray) / chance)


@cache
def log_ratios(table: Table, leaf: tuple[int, ...]) -> list[float]:
    return [log_ratio(table, leaf, change, width) for change, width in PARAMETERS.changes().tolist()]


def plain_weight(table: Table, anomalies: list[list[Element]]) -> float:
    """The weight of anomalies, each a list of elements of one cuboid, in the order in which they claim leaves."""
    taken: set[tuple[int, ...]] = set()
    total = 0.0
    for elements in anomalies:
        own = {leaf for leaf in LEAVES if leaf not in taken and any(holds(element, leaf) for element in elements)}
        taken |= own
        by_change = [sum(ratios) for ratios in zip(*(log_ratios(table, leaf) for leaf in own), strict=True)] or [0.0]
        total += max(by_change) + log(sum(exp(one - max(by_change)) for one in by_change) / len(by_change))
        cut = [place for place, code in enumerate(elements[0]) if code is not None]
        there = int(np.prod([SHAPE[place] for place in cut]))
        total -= log((len(SHAPE) + 1) * comb(len(SHAPE), len(cut))) + log(2)
        total -= log(comb(there, len(elements))) + len(elements) * log(2)
    return total


def every_element() -> list[Element]:
    return list(product(*([None, *range(size)] for size in SHAPE)))


def best_of_all(table: Table) -> float:
    """The largest weight of one element, or of two of the 20 heaviest, in one anomaly or in two."""
    everything = every_element()
    weights = [0.0, *(plain_weight(table, [[one]]) for one in everything)]
    near = sorted(everything, key=lambda one: -plain_weight(table, [[one]]))[:20]
    for first, second in combinations(near, 2):
        weights += [plain_weight(table, [[first], [second]]), plain_weight(table, [[second], [first]])]
        if [code is None for code in first] == [code is None for code in second]:
            weights.append(plain_weight(table, [[first, second]]))
    return max(weights)


def search_of(table: Table) -> Search:
    codes = np.array(LEAVES).astype(str)
    made = gathered(
        np.array([table.observed[leaf] for leaf in LEAVES]),
        np.array([table.expected[leaf] for leaf in LEAVES]),
        {f"d{place}": codes[:, place] for place in range(len(SHAPE))},
    )
    centred, common = without_common_move(made, PARAMETERS.most_common)
    assert common == 1.0  # too few leaves to tell one
    spread = Spread(np.full(len(LEAVES), SPREAD), np.inf)
    return Search(cuboids(centred.number), evidence(centred, spread, PARAMETERS), PARAMETERS)


def plain(search: Search, anomalies: tuple[Anomaly, ...]) -> list[list[Element]]:
    told = []
    for anomaly in anomalies:
        cuboid = search.cut[anomaly.cuboid]
        rows = [dict(zip(cuboid.dimensions, cuboid.codes[one].tolist(), strict=True)) for one in anomaly.elements]
        told.append([tuple(row.get(place) for place in range(len(SHAPE))) for row in rows])
    return told


@pytest.mark.parametrize("seed", range(5))
def test_the_search_finds_what_weighs_most(seed: int):
    table = drawn(seed)
    search = search_of(table)
    found = search.best()
    assert search.weight(found) == pytest.approx(plain_weight(table, plain(search, found)), abs=1e-6)
    assert search.weight(found) >= best_of_all(table) - 1e-6


def test_something_is_found_in_most_of_these_tables():
    found = [search_of(drawn(seed)).best() for seed in range(5)]
    assert sum(len(anomalies) > 0 for anomalies in found) >= 4
