"""Light rules that judge a score: which band of dated, cited cut-offs it lies in."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from math import inf
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, FiniteFloat, model_validator

from openmbi.catalog.dated import Dated, check_dates_rise, entry_in_force
from openmbi.catalog.light_kinds import LightKind, rule_files
from openmbi.catalog.loader import Declaration, Name, load_declaration
from openmbi.catalog.schemes import ORDER, check_colours_belong
from openmbi.core.tables import Colour, Polarity

BandColour = Literal["red", "orange", "yellow_red", "yellow", "green", "yellow_blue", "blue"]


class Band(Declaration):
    """Scores from `at_least` up to, and without, the `at_least` of the next band have `colour`; null in the first band: it has no lower end."""

    colour: BandColour
    at_least: FiniteFloat | None

    @property
    def code(self) -> Colour:
        """The colour as the tables hold it."""
        return Colour[self.colour.upper()]

    @property
    def lowest(self) -> float:
        """`at_least`, −∞ where there is no lower end."""
        return -inf if self.at_least is None else self.at_least


class CutOffs(Dated):
    """The bands in force from a day on, by rising score. The last one ends at `highest`, which it includes; outside the bands there is no light.

    `highest` is null for a figure without an upper end.
    """

    bands: Annotated[tuple[Band, ...], Field(min_length=2)]
    highest: FiniteFloat | None

    @model_validator(mode="after")
    def _bands_rise(self) -> Self:
        if any(band.at_least is None for band in self.bands[1:]):
            raise ValueError("at_least may be null in the first band only")
        if any(upper.lowest <= lower.lowest for lower, upper in pairwise(self.bands)):
            raise ValueError("bands must be listed by rising at_least")
        if self.end < self.bands[-1].lowest:
            raise ValueError("highest lies below the last band")
        return self

    @property
    def end(self) -> float:
        """`highest`, ∞ where there is no upper end."""
        return inf if self.highest is None else self.highest

    @property
    def colours(self) -> tuple[Colour, ...]:
        """The colours of the bands, by rising score."""
        return tuple(band.code for band in self.bands)


class ScoreWords(Declaration):
    """What a reason calls the score: with its figure as `{score}`, and where there is none."""

    value: Name = Name(zh="{score} 分", en="a score of {score}")
    missing: Name = Name(zh="该期没有分数", en="no score for this period")

    @model_validator(mode="after")
    def _says_the_figure(self) -> Self:
        if not all(text.count("{score}") == 1 and text.count("{") == 1 for text in (self.value.zh, self.value.en)):
            raise ValueError("value must hold {score} once in each language")
        return self


class ScoreRule(Declaration):
    """A light for each score: no windows and no hysteresis, so that anyone can read the light from the published score.

    Under `cycle5` a higher score is hotter. Under `risk` it may be worse or better, but the colours run one way, from worst to best or back.
    """

    kind: Literal["score"]
    code: str
    name: Name
    polarity: Polarity
    palette: str
    words: ScoreWords = ScoreWords()
    cut_offs: Annotated[tuple[CutOffs, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _colours_run_along_the_scheme(self) -> Self:
        check_dates_rise(self.cut_offs, "cut_offs")
        check_colours_belong(self.polarity, self.colours)
        for cut_offs in self.cut_offs:
            self._check_order(cut_offs.colours)
        return self

    def _check_order(self, colours: tuple[Colour, ...]) -> None:
        hottest_first = [colour for colour in ORDER[self.polarity] if colour in colours]
        allowed = [hottest_first[::-1]] + ([hottest_first] if self.polarity is Polarity.RISK else [])
        if list(colours) not in allowed:
            raise ValueError(f"the colours of the bands do not run in the order of the polarity {self.polarity}")

    @property
    def colours(self) -> frozenset[Colour]:
        """Every colour that the rule may give, beside no data."""
        return frozenset(colour for cut_offs in self.cut_offs for colour in cut_offs.colours)

    def in_force(self, day: date) -> CutOffs | None:
        """Return the cut-offs in force on a day; None before the first."""
        return entry_in_force(self.cut_offs, day)


def load_score_rules(overlay: Path | None) -> dict[str, ScoreRule]:
    """Read every light rule of the kind `score`, by name.

    Raises
    ------
    Problem
        As `rule_files`.
    """
    return {name: load_declaration(ScoreRule, file) for name, file in rule_files(LightKind.SCORE, overlay).items()}
