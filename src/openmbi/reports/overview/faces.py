"""How a light looks: colour, shape, letter and word always stand together; the palette in force says which."""

from __future__ import annotations

from typing import Any

from openmbi.catalog.palettes import Palette
from openmbi.core.tables import Colour
from openmbi.reports.overview.figures import both


def face(palette: Palette, colour: Colour) -> dict[str, Any]:
    """Return the look of a colour for the document."""
    entry = palette.entry(colour)
    return {
        "colour": colour.name.lower(),
        "shape": entry.shape,
        "letter": both(entry.letter.text()),
        "word": both(entry.name.text()),
    }


def legend(palette: Palette) -> list[dict[str, Any]]:
    """Return every colour with its meaning, fill (null: none) and the text colour upon it, the most urgent first."""
    return [
        {**face(palette, colour), "meaning": both(entry.meaning.text()), "fill": entry.fill, "ink": entry.ink}
        for colour, entry in palette.legend()
    ]
