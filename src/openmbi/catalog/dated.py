"""Entries that hold from a day on: each is dated and cited, and an old one is never changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import TypeVar

from openmbi.catalog.loader import Declaration, Name


class Dated(Declaration):
    """What holds from `valid_from` until the next entry, and where it comes from."""

    valid_from: date
    citation: Name


E = TypeVar("E", bound=Dated)


def entry_in_force(entries: Sequence[E], day: date) -> E | None:
    """Return the entry in force on a day; None before the first. `entries` rise by `valid_from`."""
    past = [entry for entry in entries if entry.valid_from <= day]
    return past[-1] if past else None


def check_dates_rise(entries: Sequence[Dated], what: str) -> None:
    """Raise ValueError where an entry is not dated after the one before it."""
    if any(later.valid_from <= earlier.valid_from for earlier, later in pairwise(entries)):
        raise ValueError(f"{what} must be listed by rising valid_from")
