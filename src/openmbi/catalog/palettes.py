"""How the colours of a scheme of lights look and what they are called: never colour alone, always shape and letter beside it."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from openmbi.catalog.loader import Declaration, Name
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
    """The colours of one scheme, the most urgent first: the legend of every page that shows them."""

    code: str
    name: Name
    polarity: Polarity
    no_data: PaletteEntry
    green: PaletteEntry
    yellow: PaletteEntry
    red: PaletteEntry

    @model_validator(mode="after")
    def _shapes_and_letters_differ(self) -> Self:
        entries = [entry for _, entry in self.legend()]
        for seen in ([e.shape for e in entries], [e.letter.zh for e in entries], [e.letter.en for e in entries]):
            if len(set(seen)) < len(seen):
                raise ValueError("two colours share a shape or a letter")
        return self

    def legend(self) -> tuple[tuple[Colour, PaletteEntry], ...]:
        """Return the colours, the most urgent first, no data last."""
        return (
            (Colour.RED, self.red),
            (Colour.YELLOW, self.yellow),
            (Colour.GREEN, self.green),
            (Colour.NO_DATA, self.no_data),
        )

    def entry(self, colour: Colour) -> PaletteEntry:
        """Return how a colour looks.

        Raises
        ------
        KeyError
            Where the scheme has no such colour.
        """
        return dict(self.legend())[colour]
