"""Light rules that judge a change: over which windows, against which dated and cited bounds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AliasChoices, BeforeValidator, Field, model_validator

from openmbi.catalog.dated import Dated, check_dates_rise, entry_in_force
from openmbi.catalog.light_kinds import LightKind, rule_files
from openmbi.catalog.loader import Declaration, Name, load_declaration
from openmbi.catalog.schemes import ORDER
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Colour, Level, Polarity

_SEVERITY = ORDER[Polarity.RISK][::-1]


class Bound(Declaration):
    """A light of `colour` opens at a measure of `open` or below, and closes above `close`. Both are shares: −0.05 is a fall of 5 %."""

    colour: Literal["blue", "yellow", "orange", "red"]
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
            in_order = _SEVERITY.index(worse.code) > _SEVERITY.index(milder.code)
            if not (in_order and worse.open < milder.open and worse.close <= milder.close):
                raise ValueError(
                    "bounds must run from mild to severe (blue, yellow, orange, red), opening and closing lower"
                )
        return self


class MeasuredRevisions(Dated):
    """How far the measure moved as months were added, over what its standard errors foretold, as `mbi revisions` found it; errors are taken so many times."""

    factor: float = Field(ge=1)


def _listed(levels: object) -> object:
    return (levels,) if isinstance(levels, str) else levels


class LightRule(Declaration):
    """One rule of the `risk` polarity, for groups of the levels that it names, or for enterprises.

    The measure is the mean over the last `recent_days`, relative to the mean over the `reference_days` before them: calendar days for a group, the subject's
    own active days for an enterprise. No data where readings cover less than `minimum_coverage` of a window judged, or history is shorter than
    `minimum_history_days` (active days for an enterprise). An enterprise idle for `idle_red_days` has the most severe light whatever the measure. A group
    of fewer than `note_below_members` is judged, and its reason says how many they are. `measured_revisions`: what a bureau measured of its own revisions;
    none: the errors of the calendar effects are taken as they are.
    """

    kind: Literal["change"] = "change"
    code: str
    name: Name
    levels: Annotated[tuple[Level, ...], BeforeValidator(_listed)] = Field(
        min_length=1, validation_alias=AliasChoices("levels", "level")
    )
    polarity: Literal[Polarity.RISK]
    palette: str
    recent_days: int = Field(ge=1)
    reference_days: int = Field(ge=1)
    minimum_coverage: float = Field(ge=0, le=1)
    minimum_history_days: int = Field(ge=1)
    idle_red_days: int | None = Field(default=None, ge=1)
    note_below_members: int | None = Field(default=None, ge=2)
    thresholds: tuple[Thresholds, ...] = Field(min_length=1)
    measured_revisions: tuple[MeasuredRevisions, ...] = ()

    @model_validator(mode="after")
    def _dates_rise_and_colours_stay(self) -> Self:
        check_dates_rise(self.thresholds, "thresholds")
        check_dates_rise(self.measured_revisions, "measured_revisions")
        for earlier, later in pairwise(self.thresholds):
            if [bound.colour for bound in later.bounds] != [bound.colour for bound in earlier.bounds]:
                raise ValueError("all thresholds of a rule must bound the same colours")
        return self

    @model_validator(mode="after")
    def _an_enterprise_is_no_group(self) -> Self:
        if Level.ENTERPRISE in self.levels and len(self.levels) > 1:
            raise ValueError("enterprises need a rule of their own")
        if (self.idle_red_days is not None) != self.of_enterprises:
            raise ValueError("idle_red_days is for an enterprise rule, and needed there")
        if self.of_enterprises and self.note_below_members is not None:
            raise ValueError("note_below_members is for groups")
        return self

    @property
    def of_enterprises(self) -> bool:
        """Whether the rule judges enterprises and not groups."""
        return self.levels == (Level.ENTERPRISE,)

    def in_force(self, day: date) -> Thresholds | None:
        """Return the thresholds in force on a day; None before the first."""
        return entry_in_force(self.thresholds, day)

    def error_factor(self, day: date) -> float | None:
        """Return how many times the standard error of the measure is taken on a day; None where revisions have not been measured."""
        measured = entry_in_force(self.measured_revisions, day)
        return None if measured is None else measured.factor

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


def change_rule_of(level: Level, rules: Mapping[str, LightRule]) -> LightRule:
    """Return the rule that judges groups (or enterprises) of a level.

    Raises
    ------
    Problem
        `catalog.level-rule` where no rule names the level, or several do.
    """
    named = [rule for rule in rules.values() if level in rule.levels]
    if len(named) == 1:
        return named[0]
    raise Problem(
        "catalog.level-rule",
        Text("层级 {level} 的红绿灯规则：{found}", "light rules for the level {level}: {found}").fill(
            level=level, found=", ".join(rule.code for rule in named) or "–"
        ),
        Text(
            "请让恰好一个规则的 levels 列出该层级：从其他规则中删去，或补上",
            "let `levels` of exactly one rule name it: take it out of the others, or add it",
        ),
        field="levels",
    )
