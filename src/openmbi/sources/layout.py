"""Which column of a file plays which role: the header matched with the column names that a contract accepts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, lru_cache
from pathlib import Path
from unicodedata import normalize

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.units import split_unit


@dataclass(frozen=True)
class Header:
    """The column names of a file, and the physical line that they stand on (0 in a Parquet file, which has no lines)."""

    names: tuple[str, ...]
    path: Path
    line: int

    @cached_property
    def places(self) -> Mapping[str, list[int]]:
        """Where each folded name stands, as it is in the header and before the unit that it states."""
        found: dict[str, list[int]] = {}
        for place, name in enumerate(self.names):
            for form in _forms(name):
                found.setdefault(form, []).append(place)
        return found


@dataclass(frozen=True)
class Layout:
    """The columns of a file, by position from 0.

    `roles`: the position of each role that was found. `cells`: positions that hold one subject each (wide files). `coded`: positions whose texts
    repeat much, so that each distinct text is checked once. `extra`: headers that play no role. `observations`: how many one line stands for.
    """

    header: Header
    roles: Mapping[str, int]
    extra: tuple[str, ...] = ()
    cells: tuple[int, ...] = ()
    coded: frozenset[int] = frozenset()
    observations: int = 1

    @property
    def read(self) -> list[int]:
        """Positions that are read at all."""
        return sorted({*self.roles.values(), *self.cells})


def folded(header: str) -> str:
    """Return a header as it is compared: without outer blanks, full-width forms and capitals."""
    return normalize("NFKC", header).strip().casefold()


def find_roles(
    header: Header, columns: Mapping[str, Sequence[str]], required: Sequence[str], optional: Sequence[str] = ()
) -> dict[str, int]:
    """Return the position of every required role and of those optional ones that are there.

    Raises
    ------
    Problem
        `ingest.column-missing` with the columns found and near matches; `ingest.column-ambiguous` where several columns fit one role.
    """
    places = {role: places_of(header, columns.get(role, ())) for role in (*required, *optional)}
    for role, found in places.items():
        if len(found) > 1:
            raise _ambiguous(role, [header.names[place] for place in found], header)
    missing = [role for role in required if not places[role]]
    if missing:
        raise _missing(missing, header, columns)
    return {role: found[0] for role, found in places.items() if found}


def places_of(header: Header, accepted: Sequence[str]) -> list[int]:
    """Return the positions of the columns whose header is one of the accepted names, as it stands or before the unit that it states."""
    return sorted({place for name in accepted for place in header.places.get(folded(name), ())})


@lru_cache(maxsize=1 << 16)
def _forms(name: str) -> frozenset[str]:
    """Return what a header is compared as. Wide files have thousands of them, and every file of a source has the same ones."""
    return frozenset({folded(name), folded(split_unit(name)[0])})


def extra_columns(header: Header, roles: Mapping[str, int], ignored: Sequence[str]) -> tuple[str, ...]:
    """Return the columns that play no role and are not said to be ignored."""
    left_out = {*roles.values(), *places_of(header, ignored)}
    return tuple(name for place, name in enumerate(header.names) if place not in left_out)


def _missing(missing: Sequence[str], header: Header, columns: Mapping[str, Sequence[str]]) -> Problem:
    headers = header.names
    shown = ", ".join(f"“{header}”" for header in headers[:20]) + (" …" if len(headers) > 20 else "")
    near = {role: _near(columns.get(role, ()), headers) for role in missing}
    hints = "; ".join(f"{role} ← {match}?" for role, match in near.items() if match)
    accepted = "; ".join(f"{role}: {' | '.join(columns.get(role, ()))}" for role in missing)
    return Problem(
        "ingest.column-missing",
        Text("缺少列 {missing}；文件中的列：{shown}", "missing column(s) {missing}; columns found: {shown}").fill(
            missing=", ".join(missing), shown=shown
        ),
        Text(
            "改正表头，或把文件中的列名加进契约的 columns {hints}",
            "correct the header, or add the name of the column to `columns` in the contract {hints}",
        ).fill(hints=f"({hints})" if hints else ""),
        expected=Text(accepted, accepted),
        file=header.path,
        line=header.line or None,
        field=missing[0],
    )


def _near(accepted: Sequence[str], headers: Sequence[str]) -> str | None:
    by_folded = {folded(header): header for header in headers}
    for name in accepted:
        if match := get_close_matches(folded(name), by_folded, n=1, cutoff=0.6):
            return by_folded[match[0]]
    return None


def _ambiguous(role: str, found: Sequence[str], header: Header) -> Problem:
    return Problem(
        "ingest.column-ambiguous",
        Text("多列都可作为 {role}：{found}", "several columns fit {role}: {found}").fill(
            role=role, found=", ".join(found)
        ),
        Text("改表头，或收窄契约的 columns", "rename a column, or narrow `columns` in the contract"),
        file=header.path,
        line=header.line or None,
        field=role,
    )
