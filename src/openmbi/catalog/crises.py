"""The register of crisis months: dated, cited spans of a shock that no method could know. A backtest shows its figures with and without them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Literal, Self

from pydantic import model_validator

from openmbi.catalog.loader import Declaration, Name, load_all


class Crisis(Declaration):
    """A crisis from `first` to `last`, both included; every period that it touches is one of its own.

    `shock`: what struck then; `base_effect`: growth on a period that a shock had struck.
    """

    code: str
    name: Name
    kind: Literal["shock", "base_effect"]
    first: date
    last: date
    citation: Name

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.last < self.first:
            raise ValueError("last lies before first")
        return self


def load_crises(overlay: Path | None) -> tuple[Crisis, ...]:
    """Read the register, a bureau's own beside ours, by first day.

    Raises
    ------
    Problem
        `catalog.unreadable` or `catalog.invalid` where a declaration is wrong.
    """
    return tuple(sorted(load_all(Crisis, "crises", overlay).values(), key=lambda one: (one.first, one.code)))


def crisis_of(crises: Sequence[Crisis], first: date, last: date) -> Crisis | None:
    """Return the first crisis that touches the days `first` to `last`; None where none does."""
    return next((one for one in crises if one.first <= last and first <= one.last), None)
