"""Whom a holder in the review queue may be: candidates for a person, which no computation uses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa

from openmbi.catalog.linking import LinkingParameters
from openmbi.core.tables import HOLDERS
from openmbi.linking.addresses import plain_address
from openmbi.linking.code_search import near_codes
from openmbi.linking.likeness import likeness
from openmbi.linking.name_search import NameSearch, Query
from openmbi.linking.names import core_name
from openmbi.linking.registered import Registered, registered
from openmbi.linking.rules import Holder

CANDIDATES = pa.schema(
    [
        *(HOLDERS.field(name) for name in ("kind", "subject", "name", "valid_from")),
        pa.field("rank", pa.int32(), nullable=False),
        pa.field("candidate", pa.string(), nullable=False),
        pa.field("registered_name", pa.string()),
        pa.field("place", pa.string()),
        pa.field("name_likeness", pa.float64(), nullable=False),
        pa.field("address_likeness", pa.float64()),
        pa.field("code_is_near", pa.bool_(), nullable=False),
    ]
)
"""Candidates of holders, best first (`rank` from 1), with likeness 0…100 of name and of address (null where one is unknown), and whether the code of the
books is the candidate's but for one slip."""


@dataclass(frozen=True)
class Evidence:
    """What speaks for one candidate."""

    enterprise: str
    registered_name: str | None
    name_likeness: float
    address_likeness: float | None
    code_is_near: bool

    def points(self, parameters: LinkingParameters) -> float:
        """Return the likeness of the name, and what address and code add; neither takes away."""
        address = parameters.address_weight * (self.address_likeness or 0.0) / 100
        return self.name_likeness + address + (parameters.code_weight if self.code_is_near else 0.0)


@dataclass(frozen=True)
class _Searched:
    """Everything that was found for the whole queue at once."""

    known: Registered
    names: Mapping[Query, list[str]]
    codes: Mapping[str, list[str]]
    addresses: Mapping[str, list[str]]
    owners: Mapping[str, list[str]]


def candidates(
    waiting: pa.Table, register: pa.Table, parameters: LinkingParameters, *, addresses: pa.Table | None = None
) -> pa.Table:
    """Return the best candidates (CANDIDATES) of every waiting holder: those whose name is most like, whose code is near, or whose address is the same.

    Parameters
    ----------
    waiting
        `linking.link.WAITING`.
    register
        `core.tables.ENTERPRISES`.
    addresses
        `linking.link.KNOWN_ADDRESSES`: registers seldom have addresses, so those of an enterprise are what the books say of what is linked to it.
    """
    known = registered(register)
    rows: list[Holder] = waiting.to_pylist()
    searched = _search(rows, known, parameters, addresses)
    found = [line for row in rows for line in _ranked(row, searched, parameters)]
    return pa.Table.from_pylist(found, schema=CANDIDATES)


def _search(
    rows: list[Holder], known: Registered, parameters: LinkingParameters, addresses: pa.Table | None
) -> _Searched:
    pairs = addresses.to_pylist() if addresses is not None else []
    plain = [(row["enterprise"], plain_address(row["address"])) for row in pairs]
    return _Searched(
        known,
        NameSearch(known, parameters).like(_query(row, parameters) for row in rows if row["name"]),
        near_codes((row["enterprise"] for row in rows if row["enterprise"]), list(known.entries)),
        _grouped(plain),
        _grouped((address, enterprise) for enterprise, address in plain),
    )


def _grouped(pairs: Iterable[tuple[str, str]]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found


def _query(row: Holder, parameters: LinkingParameters) -> Query:
    return core_name(row["name"]), (row["place"] or "")[: parameters.place_digits]


def _ranked(row: Holder, searched: _Searched, parameters: LinkingParameters) -> list[dict[str, object]]:
    like = searched.names[_query(row, parameters)] if row["name"] else []
    near = searched.codes.get(row["enterprise"] or "", [])
    housed = searched.owners.get(plain_address(row["address"]), []) if row["address"] else []
    found = [_evidence(row, one, one in near, searched) for one in dict.fromkeys([*near, *like, *housed])]
    found.sort(key=lambda evidence: (-evidence.points(parameters), evidence.enterprise))
    return [
        _line(row, rank, evidence, searched.known)
        for rank, evidence in enumerate(found[: parameters.candidates], start=1)
    ]


def _evidence(row: Holder, enterprise: str, code_is_near: bool, searched: _Searched) -> Evidence:
    core = core_name(row["name"]) if row["name"] else ""
    names = searched.known.entries[enterprise].names if enterprise in searched.known.entries else ()
    alike = [(likeness(core, core_name(name)) if core else 0.0, name) for name in names]
    best, name = max(alike, key=lambda pair: pair[0], default=(0.0, None))
    return Evidence(enterprise, name, best, _address_likeness(row, enterprise, searched), code_is_near)


def _address_likeness(row: Holder, enterprise: str, searched: _Searched) -> float | None:
    own = searched.addresses.get(enterprise)
    if not own or not row["address"]:
        return None
    given = plain_address(row["address"])
    return max(likeness(given, address) for address in own)


def _line(row: Holder, rank: int, evidence: Evidence, known: Registered) -> dict[str, object]:
    entry = known.entries.get(evidence.enterprise)
    return {
        **{name: row[name] for name in ("kind", "subject", "name", "valid_from")},
        "rank": rank,
        "candidate": evidence.enterprise,
        "registered_name": evidence.registered_name,
        "place": entry.places[-1] if entry and entry.places else None,
        "name_likeness": round(evidence.name_likeness, 1),
        "address_likeness": None if evidence.address_likeness is None else round(evidence.address_likeness, 1),
        "code_is_near": evidence.code_is_near,
    }
