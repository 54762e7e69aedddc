"""Root causes do not depend on what does not matter: order, unit, names, direction."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openmbi.core.root_causes import RootCauses
from openmbi.drilldown.root_cause import root_causes

SHAPE = (5, 4, 3)
ROWS = np.array(list(product(*map(range, SHAPE)))).astype(str)
DIMENSIONS = {f"d{place}": ROWS[:, place] for place in range(3)}
seeds = st.integers(0, 10_000)


def table(seed: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    expected = random.weibull(0.8, len(ROWS)) * 100 + 1
    observed = expected * np.exp(random.normal(0, 0.04, len(ROWS)))
    for _ in range(random.integers(1, 3)):
        cut = random.choice(3, random.integers(1, 3), replace=False)
        codes = [str(random.integers(SHAPE[place])) for place in cut]
        observed[np.all([ROWS[:, place] == code for place, code in zip(cut, codes, strict=True)], axis=0)] *= random.uniform(0.2, 0.7)  # fmt: skip
    return observed, expected


def elements(found: RootCauses) -> list[tuple[tuple[str, str], ...]]:
    return sorted(cause.element for cause in found.causes)


@settings(max_examples=8, deadline=None)
@given(seeds)
def test_order_and_unit_do_not_matter(seed: int):
    observed, expected = table(seed)
    order = np.random.default_rng(seed).permutation(len(ROWS))
    found = root_causes(observed, expected, DIMENSIONS)
    shuffled = {name: codes[order] for name, codes in DIMENSIONS.items()}
    other = root_causes(7 * observed[order], 7 * expected[order], shuffled)
    assert elements(other) == elements(found)
    assert other.moved == pytest.approx(7 * found.moved)
    assert other.explained == pytest.approx(7 * found.explained)


@settings(max_examples=8, deadline=None)
@given(seeds)
def test_a_rise_has_the_causes_of_the_fall_the_other_way_round(seed: int):
    observed, expected = table(seed)
    fall, rise = root_causes(observed, expected, DIMENSIONS), root_causes(expected, observed, DIMENSIONS)
    assert elements(rise) == elements(fall)
    assert rise.moved == pytest.approx(-fall.moved)


@settings(max_examples=8, deadline=None)
@given(seeds)
def test_no_leaf_is_explained_twice_and_sums_are_those_of_the_elements(seed: int):
    observed, expected = table(seed)
    found = root_causes(observed, expected, DIMENSIONS)
    held = np.zeros(len(ROWS), bool)
    for cause in found.causes:
        own = np.all([DIMENSIONS[name] == code for name, code in cause.element], axis=0) & np.ones(len(ROWS), bool)
        assert cause.observed == pytest.approx(observed[own].sum())
        assert cause.expected == pytest.approx(expected[own].sum())
        assert cause.leaves == own.sum()
        held |= own
    assert found.explained == pytest.approx((observed - expected)[held].sum())
