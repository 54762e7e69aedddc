"""Light rules that judge a change: over which windows, against which dated and cited bounds."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from openmbi.catalog.dated import Dated, check_dates_rise, entry_in_force
from openmbi.catalog.light_kinds import LightKind, rule_files
from openmbi.catalog.loader import Declaration, Name, load_declaration
from openmbi.core.tables import Colour, Polarity


class Bound(Declaration):
    """A light of `colour` opens at a measure of `open` or below, and closes above `close`. Both are shares: −0.05 is a fall of 5 %."""

    colour: Literal["yellow", "red"]
    open: float
    close: float

    @model_validator(mode="after")
    def _closes_milder(self) -> Self:
        if self.close < self.open:
            raise ValueError("a light must not close at a bound below the one that it opens at")
        return self

    @property
    def code(self) -> Colour:
        """The colour as the tables hold it."""
        return Colour[self.colour.upper()]


class Thresholds(Dated):
    """The bounds in force from a day on, from mild to severe, and where they come from."""

    bounds: tuple[Bound, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _mild_to_severe(self) -> Self:
        for milder, worse in pairwise(self.bounds):
            if not (worse.code > milder.code and worse.open < milder.open and worse.close <= milder.close):
                raise ValueError("bounds must run from mild to severe: yellow before red, opening and closing lower")
        return self


class LightRule(Declaration):
    """One rule of the `risk` polarity.

    The measure is the mean over the last `recent_days`, relative to the mean over the `reference_days` before them: calendar days for a zone, the subject's
    own active days for an enterprise. No data where readings cover less than `minimum_coverage` of a window judged, or history is shorter than
    `minimum_history_days` (active days for an enterprise). An enterprise idle for `idle_red_days` has the most severe light whatever the measure.
    """

    kind: Literal["change"] = "change"
    code: str
    name: Name
    level: Literal["zone", "enterprise"]
    polarity: Literal[Polarity.RISK]
    palette: str
    recent_days: int = Field(ge=1)
    reference_days: int = Field(ge=1)
    minimum_coverage: float = Field(ge=0, le=1)
    minimum_history_days: int = Field(ge=1)
    idle_red_days: int | None = Field(default=None, ge=1)
    thresholds: tuple[Thresholds, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _dates_rise_and_colours_stay(self) -> Self:
        check_dates_rise(self.thresholds, "thresholds")
        for earlier, later in pairwise(self.thresholds):
            if [bound.colour for bound in later.bounds] != [bound.colour for bound in earlier.bounds]:
                raise ValueError("all thresholds of a rule must bound the same colours")
        return self

    @model_validator(mode="after")
    def _idleness_is_an_enterprises(self) -> Self:
        if (self.idle_red_days is None) != (self.level == "zone"):
            raise ValueError("idle_red_days is for an enterprise rule, and needed there")
        return self

    def in_force(self, day: date) -> Thresholds | None:
        """Return the thresholds in force on a day; None before the first."""
        return entry_in_force(self.thresholds, day)

    @property
    def colours(self) -> frozenset[Colour]:
        """Every colour that the rule may give, beside no data."""
        return frozenset({Colour.GREEN, *(bound.code for bound in self.thresholds[0].bounds)})


def load_change_rules(overlay: Path | None) -> dict[str, LightRule]:
    """Read every light rule of the kind `change`, by name.

    Raises
    ------
    Problem
        As `rule_files`.
    """
    return {name: load_declaration(LightRule, file) for name, file in rule_files(LightKind.CHANGE, overlay).items()}
