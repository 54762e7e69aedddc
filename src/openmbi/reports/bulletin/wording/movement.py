"""Which way a figure moved, by a declared threshold; and which of several are the largest or smallest, with ties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

K = TypeVar("K")


class Movement(StrEnum):
    """Which way a figure moved."""

    ROSE = "rose"
    FELL = "fell"
    STEADY = "steady"
    UNKNOWN = "unknown"


def movement(change: Decimal | None, steady: Decimal) -> Movement:
    """Return which way a published change points: one smaller than `steady`, and zero, is steady; one of just `steady` is not."""
    if change is None:
        return Movement.UNKNOWN
    if not change or abs(change) < steady:
        return Movement.STEADY
    return Movement.ROSE if change > 0 else Movement.FELL


@dataclass(frozen=True)
class Extreme:
    """That the latest of several values is the highest or lowest of them; `shared_with`: the others that are as high or low."""

    is_highest: bool
    of: int
    shared_with: tuple[str, ...] = ()


def extreme(values: Mapping[str, Decimal], latest: str, least: int) -> Extreme | None:
    """Say whether the latest value is the highest or lowest; None where it is neither, where all are equal, or where fewer than `least` are known."""
    if latest not in values or len(values) < least or len(set(values.values())) == 1:
        return None
    value = values[latest]
    if value not in (max(values.values()), min(values.values())):
        return None
    shared = tuple(name for name, other in values.items() if other == value and name != latest)
    return Extreme(value == max(values.values()), len(values), shared)


def leading(values: Iterable[tuple[K, Decimal]], named: int) -> Sequence[tuple[K, Decimal]]:
    """Return those with the largest values, falling; as many as `named`, but ties at the end are all in or all out: out where they would be too many.

    The very largest are always in, however many share the place.
    """
    ranked = sorted(values, key=lambda one: -one[1])
    if len(ranked) <= named:
        return ranked
    last = ranked[named - 1][1]
    if ranked[named][1] != last:
        return ranked[:named]
    clear = [one for one in ranked if one[1] > last]
    return clear or [one for one in ranked if one[1] == last]
