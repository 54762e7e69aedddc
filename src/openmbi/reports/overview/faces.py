"""How a light looks: colour, shape, letter and word always stand together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openmbi.core.language import Text
from openmbi.core.tables import Colour
from openmbi.reports.overview.figures import both


@dataclass(frozen=True)
class Face:
    """Shape, letter and word of a colour."""

    shape: str
    letter: Text
    word: Text


FACES = {
    Colour.RED: Face("▲", Text("红", "R"), Text("红灯", "red")),
    Colour.YELLOW: Face("◆", Text("黄", "Y"), Text("黄灯", "yellow")),
    Colour.GREEN: Face("●", Text("绿", "G"), Text("绿灯", "green")),
    Colour.BLUE: Face("▼", Text("蓝", "B"), Text("蓝灯", "blue")),
    Colour.NO_DATA: Face("–", Text("无", "–"), Text("无数据", "no data")),
}


def face(colour: Colour) -> dict[str, Any]:
    """Return the look of a colour for the document."""
    look = FACES[colour]
    return {"colour": colour.name.lower(), "shape": look.shape, "letter": both(look.letter), "word": both(look.word)}
