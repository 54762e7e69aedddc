"""All enterprises of one run in a few columns, in which a name is found by any part of it, and a page of them after a cursor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from openmbi.core.access import Scope
from openmbi.core.owners import enclosing
from openmbi.core.tables import Colour, Floats
from openmbi.flow.name_search import Codes, Names, plain, searched_codes, searched_names

Booleans = NDArray[np.bool_]
Integers = NDArray[np.int64]

LISTED = pa.schema(
    [
        pa.field("code", pa.string(), nullable=False),
        pa.field("name", pa.string()),
        pa.field("place", pa.string()),
        pa.field("industry", pa.string()),
        pa.field("light", pa.int8(), nullable=False),
        pa.field("alert", pa.int8()),
        pa.field("weight", pa.float64()),
        pa.field("level", pa.float32()),
    ]
)
"""A row an enterprise: its place and industry by the latest row of the register, the colours of its lights (null: no alert stands), weight (a share) and level
(mean of its latest days, own base = 100); null where it is no member."""


class Sort(StrEnum):
    """In which order enterprises are listed."""

    WEIGHT = "weight"
    NAME = "name"


@dataclass(frozen=True)
class Wanted:
    """Which enterprises are asked for. `query`: words, each of which the name contains or the code begins with. `place`: a code of GB/T 2260, with all
    that lies in it; `industry`: a division (C39) or the beginning of a deeper code. `alerted`: whether an alert of any colour stands.
    """

    query: str = ""
    place: str | None = None
    industry: str | None = None
    light: Colour | None = None
    alert: Colour | None = None
    alerted: bool = False


@dataclass(frozen=True)
class EnterpriseList:
    """The enterprises of a run, the heaviest first, then by code (`rows`, schema LISTED). It never changes, so that a place in it is a key."""

    run: str
    rows: pa.Table

    def found(self, wanted: Wanted, scope: Scope) -> Booleans:
        """Return which enterprises (n,) are asked for and lie within a scope."""
        chosen = self._of_places(self._scope_covers(scope)) | self._of_codes(scope.enterprises)
        if wanted.place:
            chosen &= self._of_places([wanted.place in enclosing(code) for code in self._places.codes])
        if wanted.industry:
            chosen &= self._industries.of([_lies_in(wanted.industry, code) for code in self._industries.codes])
        chosen &= self._of_lights(wanted)
        for word in plain(wanted.query).split():
            chosen &= self._names.containing(word) | self._codes.beginning(word)
        return chosen

    def after(self, found: Booleans, sort: Sort, place: int, limit: int) -> Integers:
        """Return the rows of at most `limit` of the enterprises `found` that follow a place of the order; place 0 is the beginning."""
        if sort is Sort.WEIGHT:
            return place + np.flatnonzero(found[place:])[:limit]
        order = self._by_name[place:]
        return order[np.flatnonzero(found[order])[:limit]]

    def place_after(self, row: int, sort: Sort) -> int:
        """Return the place of the order that follows a row."""
        return 1 + (row if sort is Sort.WEIGHT else int(self._place_by_name[row]))

    def lines(self, rows: Integers) -> list[dict[str, object]]:
        """Return rows as LISTED has them."""
        return self.rows.take(pa.array(rows)).to_pylist()

    def _of_places(self, wanted: Sequence[bool]) -> Booleans:
        return self._places.of(wanted)

    def _scope_covers(self, scope: Scope) -> list[bool]:
        """Return which places lie inside; one that is not known lies only in a scope that is everywhere."""
        return [scope.covers_place(code) if code else scope.is_everywhere for code in self._places.codes]

    def _of_codes(self, codes: Sequence[str]) -> Booleans:
        if not codes:
            return np.zeros(self.rows.num_rows, bool)
        return pc.is_in(self.rows["code"], value_set=pa.array(codes)).to_numpy()

    def _of_lights(self, wanted: Wanted) -> Booleans:
        chosen = np.ones(self.rows.num_rows, bool)
        if wanted.light is not None:
            chosen &= self._light == wanted.light
        if wanted.alert is not None:
            chosen &= self._alert == wanted.alert
        return chosen & (self._alert >= 0) if wanted.alerted else chosen

    @cached_property
    def _names(self) -> Names:
        return searched_names(self.rows["name"])

    @cached_property
    def _codes(self) -> Codes:
        return searched_codes(self.rows["code"])

    @cached_property
    def _places(self) -> _Coded:
        return _coded(self.rows["place"])

    @cached_property
    def _industries(self) -> _Coded:
        return _coded(self.rows["industry"])

    @cached_property
    def _light(self) -> Integers:
        return self.rows["light"].to_numpy()

    @cached_property
    def _alert(self) -> Integers:
        """The colour of the alert; −1 where none stands."""
        return pc.fill_null(self.rows["alert"], -1).to_numpy()

    @cached_property
    def _by_name(self) -> Integers:
        """Rows in the order of their names, those without one last; of one name the heaviest first."""
        rows = self.rows.select(["name"]).append_column("row", pa.array(np.arange(self.rows.num_rows)))
        return pc.sort_indices(rows, sort_keys=[("name", "ascending"), ("row", "ascending")]).to_numpy()

    @cached_property
    def _place_by_name(self) -> Integers:
        places = np.empty(self.rows.num_rows, np.int64)
        places[self._by_name] = np.arange(self.rows.num_rows)
        return places

    def prepared(self) -> EnterpriseList:
        """Work out now what every search needs, and return the list: threads then only read."""
        _ = self._names, self._codes, self._places, self._industries, self._light, self._alert, self._place_by_name
        return self


@dataclass(frozen=True)
class _Coded:
    """Which of few codes each row (n,) has; the empty one where it has none."""

    codes: tuple[str, ...]
    rows: Integers

    def of(self, wanted: Sequence[bool]) -> Booleans:
        """Return which rows have a code that is wanted; `wanted` goes with `codes`."""
        return np.asarray(wanted, bool)[self.rows]


def _coded(column: pa.ChunkedArray) -> _Coded:
    found = pc.fill_null(column, "").combine_chunks().dictionary_encode()
    return _Coded(tuple(found.dictionary.to_pylist()), found.indices.to_numpy())


def _lies_in(industry: str, code: str) -> bool:
    return bool(code) and code.upper().removeprefix("C").startswith(industry.upper().removeprefix("C"))


def listed(run: str, columns: dict[str, Iterable[object] | Floats]) -> EnterpriseList:
    """Return the list of a run from columns as LISTED names them, in any order."""
    rows = pa.table({name: pa.array(column) for name, column in columns.items()}).select(LISTED.names).cast(LISTED)
    order = pc.sort_indices(rows, sort_keys=[("weight", "descending"), ("code", "ascending")])
    return EnterpriseList(run, rows.take(order).combine_chunks()).prepared()
