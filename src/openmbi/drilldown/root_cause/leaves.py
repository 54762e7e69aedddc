"""The leaves of a total: one for each combination of codes that has a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from openmbi.core.tables import Floats, Names, Numbers


@dataclass(frozen=True)
class Leaves:
    """Combinations of codes (n,) with what was observed and expected of them, in the unit of the total.

    `number` (n, k): each leaf's code on each dimension, a place in `codes`. `rises`: the total rose. `low`, `high` (n,): observed and expected, or the other
    way round where it rose, so that a rise is looked for as the fall of what was expected below what was observed.
    """

    names: tuple[str, ...]
    codes: tuple[Names, ...]
    number: Numbers
    observed: Floats
    expected: Floats
    rises: bool
    low: Floats
    high: Floats


def gathered(observed: Floats, expected: Floats, dimensions: Mapping[str, Names]) -> Leaves:
    """Return the leaves of values (m,) with their codes (m,) on each dimension; values of one combination are summed, empty combinations left out.

    Raises
    ------
    ValueError
        Where a value is negative or not finite, or shapes differ.
    """
    values = np.stack([observed, expected])
    if not (np.isfinite(values).all() and (values >= 0).all()):
        raise ValueError("values are finite and not negative")
    found = [np.unique(codes, return_inverse=True) for codes in dimensions.values()]
    place = np.stack([number for _, number in found], axis=1)
    number, leaf = np.unique(place, axis=0, return_inverse=True)
    sums = np.stack([np.bincount(leaf, value, minlength=len(number)) for value in values])
    sums, number = sums[:, sums.any(axis=0)], number[sums.any(axis=0)]
    rises = bool(sums[0].sum() > sums[1].sum())
    low, high = sums[::-1] if rises else sums
    codes = tuple(codes for codes, _ in found)
    return Leaves(tuple(dimensions), codes, number, sums[0], sums[1], rises, low, high)
