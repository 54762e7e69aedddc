"""Shares of one meter or account on one day may not sum to more than one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from openmbi.linking.rules import Holder


def in_excess(holders: Sequence[Holder]) -> set[int]:
    """Return the numbers of the rows that are in force on a day on which the shares of their (kind, subject) sum to more than 1."""
    rows: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, holder in enumerate(holders):
        rows[holder["kind"], holder["subject"]].append(number)
    shared = (found for found in rows.values() if len(found) > 1 or holders[found[0]]["share"] > 1)
    return {number for found in shared for number in _over(holders, found)}


def _over(holders: Sequence[Holder], numbers: Sequence[int]) -> set[int]:
    """Between two turning days the sum does not change, so the first day of each row is looked at."""
    starts = {holders[number]["valid_from"] for number in numbers}
    found: set[int] = set()
    for day in starts:
        on_day = [number for number in numbers if in_force(holders[number], day)]
        if sum((holders[number]["share"] for number in on_day), Decimal(0)) > 1:
            found.update(on_day)
    return found


def in_force(row: Holder, day: date) -> bool:
    """Return whether a dated row holds on a day."""
    return row["valid_from"] <= day and (row["valid_to"] is None or row["valid_to"] >= day)
