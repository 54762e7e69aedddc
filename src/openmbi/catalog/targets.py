"""Targets: the official series whose real growth the MBI estimates, and the reference growth that it is measured against."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from statistics import median
from typing import Annotated, Self

from pydantic import Field, FiniteFloat, model_validator

from openmbi.catalog.dated import Dated, check_dates_rise, entry_in_force
from openmbi.catalog.loader import Declaration, Name, load_all
from openmbi.catalog.places import Code

BRIDGE = "bridge"


class AgreedGrowth(Dated):
    """A reference growth in percentage points, in force from a day on."""

    growth_pct: FiniteFloat


class ReferenceGrowth(Declaration):
    """g*: the median growth of the `trailing_months` before, as known; with fewer than `least_months` of them, the agreed value in force."""

    trailing_months: Annotated[int, Field(ge=1)]
    least_months: Annotated[int, Field(ge=1)]
    fallback: Annotated[tuple[AgreedGrowth, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _is_ordered(self) -> Self:
        if self.least_months > self.trailing_months:
            raise ValueError("least_months exceeds trailing_months")
        check_dates_rise(self.fallback, "fallback")
        return self

    def growth_pct(self, known: Sequence[float], day: date) -> float | None:
        """Return g* in percentage points from the growth of the past months (rising, as known on the day); None before the first agreed value."""
        window = known[-self.trailing_months :]
        if len(window) >= self.least_months:
            return median(window)
        agreed = entry_in_force(self.fallback, day)
        return agreed.growth_pct if agreed else None


class Target(Declaration):
    """An official series of a place. It counts only where observations of its `indicator` exist: without them no MBI is published.

    `combined_january_february`: the source publishes one figure for both months together. `estimate`: how its growth is estimated: `bridge`, a regression on
    the growth of the composite, or the name of a supervised method, on the growth of the composite's domains. `estimate_because`: why, with the backtest that
    it rests on.
    """

    code: str
    name: Name
    citation: Name
    indicator: str
    place: Code
    combined_january_february: bool
    estimate: str = BRIDGE
    estimate_because: Name | None = None
    reference_growth: ReferenceGrowth


def load_targets(overlay: Path | None) -> dict[str, Target]:
    """Read every declared target, by name.

    Raises
    ------
    Problem
        `catalog.unreadable` or `catalog.invalid` where a declaration is wrong.
    """
    return load_all(Target, "targets", overlay)
