"""A change taken apart over a whole path, such as indicator → city → industry → enterprise: parts sum to their whole exactly at every node."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from openmbi.core.tables import ContributionNode, Floats, Level, LineKind, Names, Numbers
from openmbi.drilldown.apportion import DIGITS, Whole, apportion, rounded, units


@dataclass(frozen=True)
class _Layer:
    """The nodes of one level of the path, by parent, then code: number of the parent, rank and code, exact units (m,)."""

    level: str
    parent: Numbers
    rank: Numbers
    code: Names
    units: Whole


def tree(
    points: Floats,
    path: Mapping[str, Names],
    change: Decimal,
    *,
    digits: int = 4,
    level: str = Level.ZONE,
    code: str = "",
) -> ContributionNode:
    """Return a change and what it is made of, level by level; leaves of one path are one node.

    The exact sum of the leaves is rounded to `digits`; each node's figure is then handed to its parts by largest remainder, equals by code. So every node is
    its exact value rounded down or up, parts sum to their whole, and no figure depends on the order of the leaves. The parts of the root end with entry and
    exit, 0 because the divisor takes them up, and rounding: what is left to the published change. Parts are listed the largest first, then by code.

    Parameters
    ----------
    points
        Exact points (k,) of the leaves.
    path
        Each level's name with the leaves' codes on it (k,), from the top down; an empty code is a group of its own.
    change
        The published change: the difference of two published levels.
    level, code
        What the root is: that of which the index is one.

    Raises
    ------
    ValueError
        Where points are not finite, or exceed 9 million in all.
    """
    exact = units(points)
    step = 10 ** (DIGITS - digits)
    total = rounded(int(exact.sum()), step)
    layers = _layers(exact, path)
    wholes = [np.array([total], np.int64)]
    for layer in layers:
        wholes.append(apportion(layer.units, layer.parent, layer.rank, wholes[-1], step))
    nothing = Decimal(0).scaleb(-digits)
    left = change - Decimal(total).scaleb(-digits)
    ends = (ContributionNode(LineKind.ENTRY_AND_EXIT, "", nothing), ContributionNode(LineKind.ROUNDING, "", left))
    return ContributionNode(level, code, change, (*_parts_of_root(layers, wholes[1:], digits), *ends))


def _layers(exact: Whole, path: Mapping[str, Names]) -> list[_Layer]:
    layers: list[_Layer] = []
    node = np.zeros(len(exact), np.intp)  # of each leaf, on the level above
    for level, codes in path.items():
        listed, rank = _ranked(codes)
        key, node = np.unique(node * len(listed) + rank, return_inverse=True)
        total = np.zeros(len(key), np.int64)
        np.add.at(total, node, exact)
        parent, own = np.divmod(key, max(len(listed), 1))
        layers.append(_Layer(level, parent, own, listed[own], total))
    return layers


def _ranked(codes: Names) -> tuple[Names, Numbers]:
    """Return the different codes in order, and the place of each of `codes` among them."""
    encoded = pa.array(codes, pa.string()).dictionary_encode()
    seen = np.asarray(encoded.dictionary.to_pylist(), dtype=np.str_)
    order = np.argsort(seen)
    place = np.empty(len(seen), np.intp)
    place[order] = np.arange(len(seen))
    return seen[order], place[pc.cast(encoded.indices, pa.int64()).to_numpy()]


def _parts_of_root(layers: list[_Layer], figures: list[Whole], digits: int) -> tuple[ContributionNode, ...]:
    """Return the nodes of the first level with all below them, built from the leaves up."""
    parts: list[tuple[ContributionNode, ...]] = []
    for layer, scaled in zip(reversed(layers), reversed(figures), strict=True):
        order = np.lexsort((layer.rank, -np.abs(scaled), layer.parent))
        below = [parts[number] for number in order] if parts else [()] * len(order)
        columns = zip(layer.code[order].tolist(), _amounts(scaled[order], digits), below, strict=True)
        nodes = [ContributionNode(str(layer.level), code, amount, under) for code, amount, under in columns]
        starts = np.flatnonzero(np.diff(layer.parent[order], prepend=-1))
        parts = [tuple(nodes[start:end]) for start, end in pairwise([*starts, len(nodes)])]
    return parts[0] if parts else ()


def _amounts(scaled: Whole, digits: int) -> list[Decimal]:
    """Return figures in steps (m,) as decimals; each different one is made once."""
    different, place = np.unique(scaled, return_inverse=True)
    amounts = [Decimal(figure).scaleb(-digits) for figure in different.tolist()]
    return [amounts[number] for number in place.tolist()]
