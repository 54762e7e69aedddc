"""What binds the cells of a release together: every cell as a sum of atoms, the parts that no cell divides.

Records that the same cells sum are one atom. Margins, hierarchies that overlap, linked tables and sums over months all follow from `cell = Σ atoms`, so that
an attacker who knows how the tables are built knows no relation that is not among these.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import product

import numpy as np
from scipy.sparse import csr_array

from openmbi.core.disclosure import Hierarchy, Table, TableSet
from openmbi.core.tables import Flags, Floats, Numbers


@dataclass(frozen=True)
class Layer:
    """One table set (a measure in a period) told by atoms (A,): `amount`, and whether anybody is there (`occupied`).

    `owner`, `place`, `own` (k,): the respondents, the atoms that they have a part in, and that part; `alone` (k,): nobody else has more than nothing there.
    """

    amount: Floats
    occupied: Flags
    owner: Numbers
    place: Numbers
    own: Floats
    alone: Flags

    @cached_property
    def by_owner(self) -> dict[int, Numbers]:
        """By respondent the numbers (of k) of its parts; `owner` is sorted."""
        different, first = np.unique(self.owner, return_index=True)
        return dict(zip(different.tolist(), np.split(np.arange(len(self.owner)), first[1:]), strict=True))


@dataclass(frozen=True)
class Relations:
    """Cells as sums of atoms: `sums` (C, A) of zeros and ones, the same for every layer."""

    sums: csr_array
    layers: tuple[Layer, ...]


def relations(layers: Sequence[TableSet]) -> Relations:
    """Return the relations of table sets that have the same cells, by name and order, and each its own records."""
    atoms: dict[bytes, int] = {}
    numbers = [_atoms_of(layer, atoms) for layer in layers]
    cells = [np.frombuffer(signature, np.int32) for signature in atoms]
    column = np.repeat(np.arange(len(cells)), [len(each) for each in cells])
    row = np.concatenate([np.zeros(0, np.int32), *cells])
    shape = (len(layers[0].members), len(cells))
    sums = csr_array((np.ones(len(row)), (row, column)), shape)
    pairs = zip(layers, numbers, strict=True)
    return Relations(sums, tuple(_layer(layer, atom, len(cells)) for layer, atom in pairs))


def table_of(name: str, hierarchies: Sequence[Hierarchy], *, rounding: float = 0.0, given: bool = False) -> Table:
    """Return the table of all combinations of the nodes of some hierarchies in which there is a record."""
    found = list(_crossed(hierarchies))
    dimensions = tuple(one.dimension for one in hierarchies)
    return Table(
        name, dimensions, tuple(key for key, _ in found), tuple(records for _, records in found), rounding, given
    )


def _crossed(hierarchies: Sequence[Hierarchy]) -> Iterator[tuple[tuple[str, ...], Numbers]]:
    for nodes in product(*(one.members.items() for one in hierarchies)):
        records = reduce(np.intersect1d, (members for _, members in nodes))
        if len(records):
            yield tuple(code for code, _ in nodes), records


def _atoms_of(tables: TableSet, atoms: dict[bytes, int]) -> Numbers:
    """Return the atom (R,) of each record, -1 of one in no cell; new ones are added to `atoms` by the numbers of their cells."""
    sizes = [len(members) for members in tables.members]
    cell = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    record = np.concatenate([np.zeros(0, np.intp), *tables.members]).astype(np.intp)
    order = np.lexsort((cell, record))
    cell, record = cell[order], record[order]
    first = np.searchsorted(record, np.arange(len(tables.records.amount) + 1))
    found = np.full(len(tables.records.amount), -1, np.intp)
    for number in np.flatnonzero(np.diff(first)).tolist():
        signature = cell[first[number] : first[number + 1]].tobytes()
        found[number] = atoms.setdefault(signature, len(atoms))
    return found


def _layer(tables: TableSet, atom: Numbers, atoms: int) -> Layer:
    placed = atom >= 0
    atom, owner, amount = atom[placed], tables.records.respondent[placed], tables.records.amount[placed]
    order = np.lexsort((atom, owner))
    atom, owner, amount = atom[order], owner[order], amount[order]
    opens = np.flatnonzero(np.append(True, (np.diff(atom) != 0) | (np.diff(owner) != 0))[: len(atom)])
    own = np.add.reduceat(amount, opens) if len(opens) else amount
    place, owner = atom[opens], owner[opens]
    others = np.bincount(place, own != 0, atoms)[place] - (own != 0)
    return Layer(
        amount=np.bincount(place, own, atoms).astype(float),
        occupied=np.bincount(place, minlength=atoms) > 0,
        owner=owner,
        place=place,
        own=own,
        alone=others == 0,
    )
