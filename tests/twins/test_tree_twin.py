"""The contribution tree against a slow plain recursion in exact fractions."""

from decimal import Decimal
from fractions import Fraction
from math import floor

import numpy as np
import pytest

from openmbi.core.tables import ContributionNode, LineKind
from openmbi.drilldown.tree import tree

Leaves = list[tuple[tuple[str, ...], Fraction]]
LEVELS = ("indicator", "city", "industry", "enterprise")


def parts_of(leaves: Leaves) -> dict[str, Leaves]:
    parts: dict[str, Leaves] = {}
    for (code, *rest), points in leaves:
        parts.setdefault(code, []).append((tuple(rest), points))
    return parts


def plain(leaves: Leaves, whole: int, depth: int = 0) -> list[tuple]:
    """Hand `whole` ten-thousandths down to the parts of `leaves`: (code, figure, parts), largest first."""
    if depth == len(LEVELS):
        return []
    parts = parts_of(leaves)
    exact = {code: sum(points for _, points in below) * 10**4 for code, below in parts.items()}
    figures = {code: floor(value) for code, value in exact.items()}
    upward = sorted(exact, key=lambda code: (figures[code] - exact[code], code))
    for code in upward[: whole - sum(figures.values())]:
        figures[code] += 1
    listed = sorted(parts, key=lambda code: (-abs(figures[code]), code))
    return [(code, figures[code], plain(parts[code], figures[code], depth + 1)) for code in listed]


def as_plain(node: ContributionNode) -> list[tuple]:
    inner = [part for part in node.parts if part.level not in (LineKind.ENTRY_AND_EXIT, LineKind.ROUNDING)]
    return [(part.code, int(part.points.scaleb(4)), as_plain(part)) for part in inner]


@pytest.mark.parametrize("seed", range(6))
def test_the_tree_is_its_twin(seed):
    generator = np.random.default_rng(seed)
    units = generator.integers(-(10**9), 10**9, 60) * generator.choice([1, 5 * 10**7], 60)  # the second kind: ties
    codes = generator.choice(list("abc"), (60, 4))
    leaves = [(tuple(map(str, row)), Fraction(int(unit), 10**12)) for row, unit in zip(codes, units, strict=True)]
    total = round(sum(points for _, points in leaves) * 10**4)  # of a Fraction: half to even
    path = {level: codes[:, number] for number, level in enumerate(LEVELS)}
    found = tree(np.array([float(points) for _, points in leaves]), path, Decimal(0))
    assert as_plain(found) == plain(leaves, total)
