"""The register as linking asks it: by code, by name, by place, over all of an enterprise's history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pyarrow as pa

from openmbi.linking.names import plain_name


@dataclass(frozen=True)
class Entry:
    """One enterprise: every name and place it ever had, in order of the register, and its first and last day (None: until now)."""

    enterprise: str
    names: tuple[str, ...]
    places: tuple[str, ...]
    first: date
    last: date | None

    def meets(self, first: date, last: date | None) -> bool:
        """Return whether it existed on a day from `first` to `last`, both included."""
        return (last is None or self.first <= last) and (self.last is None or first <= self.last)

    def stands_in(self, place: str | None, digits: int) -> bool:
        """Return whether it ever was in the place, by the first `digits` of the code; an unknown place is no place."""
        return place is not None and any(own[:digits] == place[:digits] for own in self.places)


@dataclass(frozen=True)
class Registered:
    """Every enterprise that the register ever knew, by code."""

    entries: Mapping[str, Entry]

    @cached_property
    def by_name(self) -> Mapping[str, frozenset[str]]:
        """The enterprises that ever had a plain name."""
        found: dict[str, set[str]] = defaultdict(set)
        for entry in self.entries.values():
            for name in entry.names:
                found[plain_name(name)].add(entry.enterprise)
        return {name: frozenset(enterprises) for name, enterprises in found.items()}


def registered(register: pa.Table) -> Registered:
    """Return the register (`core.tables.ENTERPRISES`) as linking asks it; enterprises in order of their codes."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in register.select(["enterprise", "name", "place", "valid_from", "valid_to"]).to_pylist():
        rows[row["enterprise"]].append(row)
    return Registered({enterprise: _entry(enterprise, rows[enterprise]) for enterprise in sorted(rows)})


def _entry(enterprise: str, rows: list[dict[str, Any]]) -> Entry:
    ends = [row["valid_to"] for row in rows]
    return Entry(
        enterprise,
        _different(row["name"] for row in rows),
        _different(row["place"] for row in rows),
        min(row["valid_from"] for row in rows),
        None if None in ends else max(ends),
    )


def _different(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
