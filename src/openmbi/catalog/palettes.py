"""How the colours of a scheme of lights look and what they are called: never colour alone, always shape and letter beside it."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from openmbi.catalog.loader import Declaration, Name
from openmbi.catalog.schemes import ORDER, check_colours_belong
from openmbi.core.tables import Colour, Polarity

Hex = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]


class PaletteEntry(Declaration):
    """One colour: its name, shape, letter, fill (null: none), the text colour upon it, and what it tells the reader."""

    name: Name
    shape: str = Field(min_length=1, max_length=1)
    letter: Name
    fill: Hex | None
    ink: Hex
    meaning: Name


class Palette(Declaration):
    """The colours of one scheme: the legend of every page that shows them. A scheme has as many as it needs, of those that its polarity knows."""

    code: str
    name: Name
    polarity: Polarity
    no_data: PaletteEntry
    red: PaletteEntry | None = None
    orange: PaletteEntry | None = None
    yellow_red: PaletteEntry | None = None
    yellow: PaletteEntry | None = None
    green: PaletteEntry | None = None
    yellow_blue: PaletteEntry | None = None
    blue: PaletteEntry | None = None

    @model_validator(mode="after")
    def _colours_belong_to_the_polarity(self) -> Self:
        check_colours_belong(self.polarity, [one for one in Colour if one is not Colour.NO_DATA and self._look(one)])
        return self

    @model_validator(mode="after")
    def _shapes_and_letters_differ(self) -> Self:
        entries = [entry for _, entry in self.legend()]
        for seen in ([e.shape for e in entries], [e.letter.zh for e in entries], [e.letter.en for e in entries]):
            if len(set(seen)) < len(seen):
                raise ValueError("two colours share a shape or a letter")
        return self

    def legend(self) -> tuple[tuple[Colour, PaletteEntry], ...]:
        """Return the colours in the order of the polarity, the most urgent or hottest first, no data last."""
        listed = (*ORDER[self.polarity], Colour.NO_DATA)
        return tuple((colour, look) for colour in listed if (look := self._look(colour)) is not None)

    def entry(self, colour: Colour) -> PaletteEntry:
        """Return how a colour looks.

        Raises
        ------
        KeyError
            Where the scheme has no such colour.
        """
        return dict(self.legend())[colour]

    def _look(self, colour: Colour) -> PaletteEntry | None:
        return getattr(self, colour.name.lower())
