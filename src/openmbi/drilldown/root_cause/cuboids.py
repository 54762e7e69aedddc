"""Cuboids: the elements that a set of dimensions cuts the leaves into, and sums over them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy import sparse

from openmbi.core.tables import Floats, Numbers


@dataclass(frozen=True)
class Cuboid:
    """The elements of one set of dimensions.

    `codes` (N, depth): each element's codes on `dimensions`. `element` (n,): the element of each leaf. `finer`: the cuboid of one dimension more that it is
    summed from, and `gather` (N, its elements), which sums; None for the cuboid of all dimensions, whose elements are the leaves.
    """

    dimensions: tuple[int, ...]
    codes: Numbers
    element: Numbers
    finer: int | None
    gather: sparse.csr_matrix | None

    @property
    def depth(self) -> int:
        """How many dimensions its elements are cut by."""
        return len(self.dimensions)

    @property
    def elements(self) -> int:
        """How many elements it has."""
        return len(self.codes)

    def covered(self, elements: Sequence[int] | Numbers) -> np.ndarray:
        """Return which leaves (n,) some elements hold."""
        flag = np.zeros(self.elements, bool)
        flag[np.asarray(elements, np.intp)] = True
        return flag[self.element]


def cuboids(number: Numbers) -> tuple[Cuboid, ...]:
    """Return every cuboid of leaves with codes (n, k), all dimensions first and none, the total, last, so that each comes after the one it is summed from."""
    leaves, count = number.shape
    made = [Cuboid(tuple(range(count)), number, np.arange(leaves), None, None)]
    for depth in range(count - 1, -1, -1):
        made += [_cut(dimensions, made) for dimensions in combinations(range(count), depth)]
    return tuple(made)


def sums(cut: Sequence[Cuboid], values: Floats) -> Iterator[Floats]:
    """Yield the sums (N, g) of leaves' values (n, g) over the elements of each cuboid, in the order of `cut`."""
    done: list[Floats] = []
    for cuboid in cut:
        done.append(values if cuboid.gather is None else cuboid.gather @ done[cuboid.finer or 0])
        yield done[-1]


def _cut(dimensions: tuple[int, ...], made: Sequence[Cuboid]) -> Cuboid:
    finer = min(
        (
            place
            for place, one in enumerate(made)
            if one.depth == len(dimensions) + 1 and set(dimensions) < set(one.dimensions)
        ),
        key=lambda place: made[place].elements,
    )
    above = made[finer]
    columns = [above.dimensions.index(dimension) for dimension in dimensions]
    if columns:
        codes, own = np.unique(above.codes[:, columns], axis=0, return_inverse=True)
    else:  # the total itself
        codes, own = np.empty((1, 0), np.intp), np.zeros(above.elements, np.intp)
    ones = np.ones(above.elements)
    gather = sparse.csr_matrix((ones, (own, np.arange(above.elements))), (len(codes), above.elements))
    return Cuboid(dimensions, codes, own[above.element], finer, gather)
