"""Dated links with shares, cut into spans in which nothing changes, so that a value can be split by one look-up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from openmbi.cells.dated_links import UNTIL_NOW

_SHARE = pa.decimal128(9, 8)

SPLITS = pa.schema(
    [
        pa.field("subject", pa.string(), nullable=False),
        pa.field("enterprise", pa.string(), nullable=False),
        pa.field("valid_from", pa.date32(), nullable=False),
        pa.field("valid_to", pa.date32(), nullable=False),
        pa.field("share_before", _SHARE, nullable=False),
        pa.field("share_after", _SHARE, nullable=False),
        pa.field("linked", pa.int32(), nullable=False),
    ]
)
"""Spans, both days included, in which an enterprise has the shares of a subject from `share_before` to `share_after` (the enterprises of a subject stand one
after the other, by code), and `linked` subjects in all. On no day are there two spans of one subject and enterprise."""

_END = UNTIL_NOW.toordinal() + 1


class _Part(NamedTuple):
    subject: str
    enterprise: str
    first: int
    stop: int
    before: Decimal
    after: Decimal


def splits(links: pa.Table, kind: str) -> pa.Table:
    """Return the spans (SPLITS) of the links (`core.tables.LINKS`) of one kind of subject, by subject, day and enterprise.

    Raises
    ------
    ValueError
        Where the shares of a subject on one day sum to more than 1.
    """
    rows = links.filter(pc.equal(links["kind"], kind)).to_pylist()
    parts = [part for found in _by(rows, "subject").values() for part in _parts(found)]
    counted: dict[str, list[_Part]] = defaultdict(list)
    for part in parts:
        counted[part.enterprise].append(part)
    spans = sorted(span for found in counted.values() for span in _counted(found))
    columns = list(zip(*spans, strict=True)) if spans else [()] * len(SPLITS)
    subject, first, enterprise, last, before, after, linked = columns
    ordered = (subject, enterprise, first, last, before, after, linked)
    return pa.table([pa.array(c, f.type) for c, f in zip(ordered, SPLITS, strict=True)], schema=SPLITS)


def _by(rows: Sequence[dict[str, Any]], name: str) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row[name]].append(row)
    return found


def _parts(links: list[dict[str, Any]]) -> Iterator[_Part]:
    """Cut the links of one subject where any of them begins or ends, and lay the shares of each span end to end."""
    dated = [(row["valid_from"].toordinal(), _stop(row["valid_to"]), row["enterprise"], row["share"]) for row in links]
    turns = sorted({day for first, stop, *_ in dated for day in (first, stop)})
    for first, stop in pairwise(turns):
        shares: dict[str, Decimal] = defaultdict(Decimal)
        for begins, ends, enterprise, share in dated:
            if share > 0 and begins <= first < ends:
                shares[enterprise] += share
        laid = Decimal(0)
        for enterprise in sorted(shares):
            yield _Part(links[0]["subject"], enterprise, first, stop, laid, laid := laid + shares[enterprise])
        if laid > 1:
            raise ValueError(f"the shares of {links[0]['subject']} sum to {laid}")


def _stop(valid_to: date | None) -> int:
    return _END if valid_to is None else valid_to.toordinal() + 1


def _counted(parts: list[_Part]) -> Iterator[tuple[Any, ...]]:
    """Cut the parts of one enterprise where the number of its subjects changes."""
    turns = sorted({day for part in parts for day in (part.first, part.stop)})
    for first, stop in pairwise(turns):
        on = [part for part in parts if part.first <= first < part.stop]
        last = date.fromordinal(stop - 1)
        for part in on:
            yield (part.subject, date.fromordinal(first), part.enterprise, last, part.before, part.after, len(on))
