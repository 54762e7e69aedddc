"""Tables of disclosure control for the tests: cubes of amounts, drawn or given."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from openmbi.cells.disclosure.linear_relations import table_of
from openmbi.core.disclosure import CellState, Hierarchy, Records, Suppression, TableSet


def square(amounts: Sequence[Sequence[Sequence[float]]]) -> TableSet:
    """A table of rows × columns with its margins; each inner cell by what its respondents report."""
    places = [(row, column) for row, line in enumerate(amounts) for column, cell in enumerate(line) for _ in cell]
    amount = [each for line in amounts for cell in line for each in cell]
    return cube(np.array(places), np.array(amount, float))


def cube(places: np.ndarray, amount: np.ndarray, *, rounding: float = 0.0) -> TableSet:
    """A table of as many dimensions as `places` (R, D) has, each with its total."""
    hierarchies = []
    for number, leaf in enumerate(places.T):
        leaves = sorted(set(leaf.tolist()))
        nodes = {str(one): (one,) for one in leaves} | {"all": tuple(leaves)}
        hierarchies.append(Hierarchy(f"d{number}", leaf, nodes))
    return TableSet(Records(np.arange(len(amount)), amount), (table_of("cube", hierarchies, rounding=rounding),))


def drawn(seed: int, shape: tuple[int, ...] = (4, 5), *, empty: float = 0.2) -> TableSet:
    """A sparse cube with cells that one respondent dominates."""
    draw = np.random.default_rng(seed)
    places, amounts = [], []
    for place in np.ndindex(*shape):
        if draw.random() >= empty:
            some = np.round(draw.lognormal(3.0, 1.5, draw.integers(1, 8)))
            places += [place] * len(some)
            amounts += some.tolist()
    return cube(np.array(places).reshape(-1, len(shape)), np.array(amounts, float))


def number_of(tables: TableSet, *key: str) -> int:
    """The number of a cell."""
    return [one for _, one in tables.names].index(key)


def primary_alone(pattern: Suppression) -> Suppression:
    """The pattern without its secondary cells."""
    states = (one if one is CellState.PRIMARY else CellState.PUBLISHED for one in pattern.state)
    return Suppression(tuple(states), pattern.rules)
