"""From what providers' books say to links beyond doubt, and to what waits for a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from openmbi.catalog.linking import LinkingParameters
from openmbi.core.tables import HOLDERS, LINKS
from openmbi.linking.reasons import LinkBasis, WaitReason
from openmbi.linking.registered import Registered, registered
from openmbi.linking.rules import Holder, Verdict, judge
from openmbi.linking.shares import in_excess

WAITING = pa.schema([*HOLDERS, pa.field("reason", pa.string(), nullable=False)])
"""Holders that wait, each with the one reason of `WaitReason` that keeps it."""

KNOWN_ADDRESSES = pa.schema([pa.field("enterprise", pa.string()), pa.field("address", pa.string())])

Key = tuple[str, str, str | None, date]
"""What a decision is about: kind, subject, the name in the books, and `valid_from`."""


@dataclass(frozen=True)
class Linked:
    """`links` (LINKS), `waiting` (WAITING), `left_out` (HOLDERS that a person linked to nobody), and `addresses` (KNOWN_ADDRESSES) of linked holders."""

    links: pa.Table
    waiting: pa.Table
    left_out: pa.Table
    addresses: pa.Table


def link(holders: pa.Table, register: pa.Table, decisions: pa.Table, parameters: LinkingParameters) -> Linked:
    """Link holders to enterprises, by these rules in this order; what none of them links waits, with its reason.

    1. `decision`: a person said which enterprise, or none, which leaves the holder out. The latest decision on a holder stands.
    2. `code`: the code is registered, the enterprise existed at some time while the row holds, and the name does not contradict: it is not the full name of
       others alone, and it is like one that the enterprise had.
    3. `name`: there is no code, or its check digit is wrong; the full name was only ever one enterprise's, the place agrees.

    Where the shares of one (kind, subject) on one day sum to more than 1, none of them is linked. A link lasts as long as its row of the books: a
    deregistered enterprise still owns its past.

    Parameters
    ----------
    holders, register
        `core.tables.HOLDERS` and `ENTERPRISES` as known at one moment.
    decisions
        `kind`, `subject`, `name`, `valid_from`, `enterprise` (null: none), `decided_at`; as known at that moment.
    """
    known, decided = registered(register), latest_decisions(decisions)
    rows: list[Holder] = sorted(holders.select(HOLDERS.names).to_pylist(), key=_order)
    out = [key_of(row) in decided and decided[key_of(row)] is None for row in rows]
    kept = [row for row, is_out in zip(rows, out, strict=True) if not is_out]
    excess = in_excess(kept)
    verdicts = [
        WaitReason.SHARES_EXCEED_ONE if number in excess else _verdict(row, decided, known, parameters)
        for number, row in enumerate(kept)
    ]
    return _as_tables(kept, verdicts, [row for row, is_out in zip(rows, out, strict=True) if is_out])


def key_of(row: Holder) -> Key:
    """Return what a decision on this holder is kept under."""
    return row["kind"], row["subject"], row["name"], row["valid_from"]


def latest_decisions(decisions: pa.Table) -> Mapping[Key, str | None]:
    """Return the enterprise of the latest decision on each holder; of two taken at one moment, the later row."""
    names = ["kind", "subject", "name", "valid_from", "enterprise", "decided_at"]
    rows = sorted(decisions.select(names).to_pylist(), key=lambda row: row["decided_at"])
    return {key_of(row): row["enterprise"] for row in rows}


def _verdict(
    row: Holder, decided: Mapping[Key, str | None], known: Registered, parameters: LinkingParameters
) -> Verdict:
    enterprise = decided.get(key_of(row))
    return (enterprise, LinkBasis.DECISION) if enterprise else judge(row, known, parameters)


def _order(row: Holder) -> tuple[object, ...]:
    return row["kind"], row["subject"], row["valid_from"], row["enterprise"] or "", row["name"] or "", row["row_no"]


def _as_tables(kept: Sequence[Holder], verdicts: Sequence[Verdict], left_out: Iterable[Holder]) -> Linked:
    pairs = list(zip(kept, verdicts, strict=True))
    links = [_link(row, *verdict) for row, verdict in pairs if isinstance(verdict, tuple)]
    waiting = [{**row, "reason": verdict.value} for row, verdict in pairs if isinstance(verdict, WaitReason)]
    seen = {(verdict[0], row["address"]) for row, verdict in pairs if isinstance(verdict, tuple) and row["address"]}
    addresses = [{"enterprise": enterprise, "address": address} for enterprise, address in sorted(seen)]
    return Linked(
        pa.Table.from_pylist(links, schema=LINKS),
        pa.Table.from_pylist(waiting, schema=WAITING),
        pa.Table.from_pylist(list(map(dict, left_out)), schema=HOLDERS),
        pa.Table.from_pylist(addresses, schema=KNOWN_ADDRESSES),
    )


def _link(row: Holder, enterprise: str, basis: LinkBasis) -> dict[str, object]:
    same = {name: row[name] for name in ("kind", "subject", "share", "valid_from", "valid_to")}
    return {**same, "enterprise": enterprise, "basis": basis.value}
