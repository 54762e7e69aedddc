"""What holds for every contribution tree."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from openmbi.core.tables import ContributionNode, LineKind
from openmbi.drilldown.tree import tree

LEVELS = ("indicator", "city", "industry", "enterprise")
CODES = st.sampled_from(["", "a", "b", "c", "d"])
LEAVES = st.lists(st.tuples(st.floats(-1e4, 1e4), st.tuples(CODES, CODES, CODES, CODES)), max_size=40)
CHANGES = st.decimals(-100, 100, places=2)
ENDS = (LineKind.ENTRY_AND_EXIT, LineKind.ROUNDING)


def tree_of(leaves, change: Decimal, digits: int = 4) -> ContributionNode:
    path = {level: np.array([codes[k] for _, codes in leaves], np.str_) for k, level in enumerate(LEVELS)}
    return tree(np.array([points for points, _ in leaves]), path, change, digits=digits)


def nodes(node: ContributionNode, *path: str):
    yield path, node
    for part in node.parts:
        yield from nodes(part, *path, part.code) if part.level not in ENDS else ()


@given(LEAVES, CHANGES, st.integers(0, 8))
def test_parts_sum_to_their_whole_at_every_node(leaves, change, digits):
    root = tree_of(leaves, change, digits)
    assert root.points == change
    for _, node in nodes(root):
        assert not node.parts or sum(part.points for part in node.parts) == node.points


@given(LEAVES, CHANGES)
def test_every_figure_is_its_exact_value_rounded_down_or_up(leaves, change):
    for path, node in nodes(tree_of(leaves, change)):
        if path:
            units = (round(points * 1e12) for points, codes in leaves if codes[: len(path)] == path)
            assert abs(Fraction(node.points) - Fraction(sum(units), 10**12)) < Fraction(1, 10**4)


@given(LEAVES, CHANGES, st.randoms(use_true_random=False))
def test_no_figure_depends_on_the_order_of_the_leaves(leaves, change, random):
    shuffled = list(leaves)
    random.shuffle(shuffled)
    assert tree_of(shuffled, change) == tree_of(leaves, change)


@given(LEAVES, CHANGES)
def test_every_leaf_is_found_once(leaves, change):
    found = [path for path, _ in nodes(tree_of(leaves, change)) if len(path) == len(LEVELS)]
    assert sorted(found) == sorted({codes for _, codes in leaves})
