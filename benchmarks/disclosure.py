"""Disclosure control over random cubes: violations in the audit of every cube and every pair of releases, what primary alone leaks, what is suppressed, time.

python benchmarks/disclosure.py [cubes] [first seed]
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, replace
from time import process_time

import numpy as np

from openmbi.cells.disclosure.audit import audit, intervals
from openmbi.cells.disclosure.linear_relations import table_of
from openmbi.cells.disclosure.secondary import suppress
from openmbi.core.disclosure import CellState, DisclosureParameters, Hierarchy, Records, Suppression, Table, TableSet

RULES = DisclosureParameters()
SHAPES = ((3, 3), (4, 5), (5, 6), (8, 6), (3, 4, 3))
REVISED = 0.1
EXACT = 1e-6


@dataclass
class Counted:
    """What is counted over all cubes."""

    cubes: int = 0
    cells: int = 0
    sensitive: int = 0
    secondary: int = 0
    violations: int = 0
    pairs: int = 0
    pair_violations: int = 0
    pair_told_before: int = 0
    exact_by_primary_alone: int = 0
    leaking_by_primary_alone: int = 0
    value: float = 0.0
    value_suppressed: float = 0.0
    peer_cells: int = 0
    peer_value: float = 0.0
    seconds_pattern: float = 0.0
    seconds_audit: float = 0.0


def drawn(seed: int) -> tuple[TableSet, TableSet]:
    """A sparse cube with margins, overlapping groups of its first dimension and heavy-tailed amounts; and its next release, a tenth of the amounts revised."""
    draw = np.random.default_rng(seed)
    shape = SHAPES[seed % len(SHAPES)]
    places, amounts = [], []
    for place in np.ndindex(*shape):
        if draw.random() >= 0.25:
            some = np.round(draw.lognormal(4.0, 1.6, draw.integers(1, 9))) + 1
            places += [place] * len(some)
            amounts += some.tolist()
    leaf, amount = np.array(places), np.array(amounts, float)
    hierarchies = []
    for number in range(len(shape)):
        leaves = sorted(set(leaf[:, number].tolist()))
        nodes = {str(one): (one,) for one in leaves} | {"all": tuple(leaves)}
        if number == 0 and len(leaves) > 3:  # a cluster across the first dimension, and one that overlaps it
            nodes |= {"cluster a": tuple(leaves[:2]), "cluster b": tuple(leaves[1:4])}
        hierarchies.append(Hierarchy(f"d{number}", leaf[:, number], nodes))
    table = table_of("cube", hierarchies)
    first = TableSet(Records(np.arange(len(amount)), amount), (table,))
    changed = np.where(
        draw.random(len(amount)) < REVISED, np.round(amount * draw.uniform(0.5, 2.0, len(amount))) + 1, amount
    )
    return first, replace(first, records=replace(first.records, amount=changed))


def after(tables: TableSet, pattern: Suppression, later: TableSet) -> TableSet:
    """The later release with what the first published and suppressed."""
    table = tables.tables[0]

    def before(name: str, chosen: np.ndarray, **said: bool) -> Table:
        numbers = np.flatnonzero(chosen).tolist()
        return Table(
            name, ("cell",), tuple((str(one),) for one in numbers), tuple(table.members[one] for one in numbers), **said
        )

    published = before("published", pattern.published, given=True)
    hidden = before("suppressed", ~pattern.published, withheld=True)
    return replace(later, tables=(table, published, hidden))


def row_and_column(tables: TableSet, pattern: Suppression) -> np.ndarray:
    """The simple peer: every cell that shares a code with a sensitive one in all dimensions but one is suppressed with it, totals of all apart."""
    keys = [key for _, key in tables.names]
    hidden = np.zeros(len(keys), bool)
    for cell in pattern.rules:
        for other, key in enumerate(keys):
            alike = sum(one == two for one, two in zip(keys[cell], key, strict=True))
            hidden[other] |= alike >= len(key) - 1 and set(key) != {"all"}
    return hidden


def measure(seed: int, counted: Counted) -> None:
    """Count one cube and its next release."""
    first, later = drawn(seed)
    began = process_time()
    pattern = suppress([first], RULES)
    between = process_time()
    found = audit([first], pattern, RULES)
    counted.seconds_audit += process_time() - between
    counted.seconds_pattern += between - began
    alone = Suppression(
        tuple(one if one is CellState.PRIMARY else CellState.PUBLISHED for one in pattern.state), pattern.rules
    )
    seen = intervals([first], alone)[0]
    counted.cubes += 1
    counted.cells += len(pattern.state)
    counted.sensitive += len(pattern.rules)
    counted.secondary += pattern.state.count(CellState.SECONDARY)
    counted.violations += len(found.violations)
    size = np.maximum(1.0, np.abs(first.value))
    counted.exact_by_primary_alone += int(sum(one.high - one.low < EXACT * size[cell] for cell, one in seen.items()))
    counted.leaking_by_primary_alone += len({violation.key for violation in audit([first], alone, RULES).violations})
    counted.value += float(first.value.sum())
    counted.value_suppressed += float(first.value[~pattern.published].sum())
    peer = row_and_column(first, pattern)
    counted.peer_cells += int(peer.sum())
    counted.peer_value += float(first.value[peer].sum())
    joint = after(first, pattern, later)
    again = audit([joint], suppress([joint], RULES), RULES)
    counted.pairs += 1
    counted.pair_violations += len(again.violations)
    counted.pair_told_before += len(again.told_before)


def counted(cubes: int, start: int = 0) -> Counted:
    """Return what was counted over cubes, telling how far it has come every ten."""
    found = Counted()
    for seed in range(start, start + cubes):
        measure(seed, found)
        if found.cubes % 10 == 0:
            print(json.dumps(vars(found)), file=sys.stderr, flush=True)
    return found


def main(cubes: int = 30) -> list[dict[str, object]]:
    """Return the figures of some cubes; the peer suppresses whole rows and columns about each sensitive cell."""
    began = process_time()
    found = counted(cubes)
    hidden = found.sensitive + found.secondary
    return [
        {
            "figure": f"disclosure: violations, {cubes} cubes",
            "ours": found.violations,
            "peer": found.leaking_by_primary_alone,
            "goal": 0,
        },
        {
            "figure": f"disclosure: violations, {found.pairs} pairs of releases",
            "ours": found.pair_violations,
            "goal": 0,
        },
        {
            "figure": "disclosure: cells suppressed, %",
            "ours": 100 * hidden / found.cells,
            "peer": 100 * found.peer_cells / found.cells,
        },
        {
            "figure": "disclosure: value suppressed, %",
            "ours": 100 * found.value_suppressed / found.value,
            "peer": 100 * found.peer_value / found.value,
        },
        {
            "figure": "disclosure: CPU s a cube with its next release",
            "ours": (process_time() - began) / cubes,
            "goal": 0.9,
        },
    ]


if __name__ == "__main__":
    asked = [int(each) for each in sys.argv[1:]]
    print(json.dumps(vars(counted(*(asked or [1_000]))), indent=1))
