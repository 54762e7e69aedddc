"""Brute force over small tables of whole numbers beside the linear programmes: every table that agrees with what is published, one by one."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from tests.rooms.cells.disclosure.tables import number_of, primary_alone, square

from openmbi.cells.disclosure.audit import intervals
from openmbi.cells.disclosure.secondary import suppress
from openmbi.core.disclosure import CellState, DisclosureParameters, Suppression, TableSet

MOST = 9


def enumerated(
    tables: TableSet, pattern: Suppression, rows: int, columns: int
) -> dict[tuple[str, str], tuple[int, int]]:
    """By suppressed cell the lowest and highest value over all tables of 0…MOST that agree with the published cells."""
    published = {key: tables.value[cell] for cell, (_, key) in enumerate(tables.names) if pattern.published[cell]}
    hidden = [key for cell, (_, key) in enumerate(tables.names) if not pattern.published[cell]]
    free = [(row, column) for row in range(rows) for column in range(columns) if (str(row), str(column)) in hidden]
    inner = np.array(
        [[published.get((str(row), str(column)), 0.0) for column in range(columns)] for row in range(rows)]
    )
    bounds: dict[tuple[str, str], tuple[int, int]] = {}
    for values in product(range(MOST + 1), repeat=len(free)):
        made = inner.copy()
        for place, value in zip(free, values, strict=True):
            made[place] = value
        told = {(str(row), str(column)): made[row, column] for row in range(rows) for column in range(columns)}
        told |= {(str(row), "all"): made[row].sum() for row in range(rows)}
        told |= {("all", str(column)): made[:, column].sum() for column in range(columns)} | {
            ("all", "all"): made.sum()
        }
        if all(told[key] == value for key, value in published.items()):
            for key in hidden:
                low, high = bounds.get(key, (told[key], told[key]))
                bounds[key] = (min(low, told[key]), max(high, told[key]))
    return bounds


FLOOR = 30
"""So many intervals at least are compared with brute force, or the test proves little."""


def test_intervals_are_those_of_every_table_that_agrees():
    compared = sum(compared_with_brute_force(seed) for seed in range(12))
    assert compared >= FLOOR


def compared_with_brute_force(seed: int) -> int:
    """Compare the intervals of a small table, and tell how many."""
    draw = np.random.default_rng(seed)
    amounts = [
        [[1.0] * int(draw.integers(1, 3)) if draw.random() < 0.4 else [1.0] * 4 for _ in range(3)] for _ in range(3)
    ]
    tables = square(amounts)
    pattern = suppress([tables], DisclosureParameters(dominance_percent=100, p_percent=10))
    # The margins stay published, so that a few whole numbers bound every hidden cell.
    states = tuple(
        CellState.PUBLISHED if "all" in key else state
        for state, (_, key) in zip(pattern.state, tables.names, strict=True)
    )
    compared = 0
    for one in (Suppression(states, pattern.rules), primary_alone(pattern)):
        hidden = sum(not each for each in one.published)
        if hidden > 5:
            continue
        told = intervals([tables], one)[0]
        found = enumerated(tables, one, 3, 3)
        for key, (low, high) in found.items():
            interval = told[number_of(tables, *key)]
            assert (interval.low, interval.high) == (pytest.approx(low, abs=1e-5), pytest.approx(high, abs=1e-5))
            compared += 1
    return compared
