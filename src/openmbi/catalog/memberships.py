"""Membership tables: which child belongs to which parent, from a day on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import pyarrow as pa

EARLIEST = date(1949, 10, 1)
"""Where a link has always held: the first day that registers may name."""

MEMBERSHIP = pa.schema(
    [
        pa.field("child", pa.string(), nullable=False),
        pa.field("parent", pa.string(), nullable=False),
        pa.field("valid_from", pa.date32(), nullable=False),
        pa.field("valid_to", pa.date32()),
    ]
)


@dataclass(frozen=True)
class Link:
    """A child and its parent from `first` (None: always) until the next link of the same child."""

    child: str
    parent: str
    first: date | None = None


def link_table(links: Iterable[Link]) -> pa.Table:
    """Return links as a table (`MEMBERSHIP`); those of a child follow each other by rising `first`, and each ends on the day before the next."""
    listed = list(links)
    ends = [
        later.first - timedelta(days=1) if later and later.child == link.child and later.first else None
        for link, later in zip(listed, [*listed[1:], None], strict=True)
    ]
    return pa.table(
        [
            [link.child for link in listed],
            [link.parent for link in listed],
            [link.first or EARLIEST for link in listed],
            ends,
        ],
        schema=MEMBERSHIP,
    )
