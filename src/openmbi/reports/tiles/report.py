"""The tile grid as a document."""

from __future__ import annotations

from typing import Any

from openmbi.core.language import Text
from openmbi.core.tables import Level
from openmbi.reports.matrix.report import counted
from openmbi.reports.overview.figures import both
from openmbi.reports.province.entries import Entries
from openmbi.reports.province.frame import frame
from openmbi.reports.province.inputs import ProvinceInput
from openmbi.reports.province.notes import notes_of, rule_of
from openmbi.reports.province.paths import TILES

_TITLE = Text("方格示意图", "Tile grid")


def tiles(source: ProvinceInput, entries: Entries) -> dict[str, Any]:
    """Return the document: each city with the `column` and `row` of its square, from 0 at the upper left; cities without one stand in `unplaced`."""
    cities = [entries.entry(Level.CITY, code) for code in entries.codes(Level.CITY)]
    placed = [city for city in cities if city["code"] in source.tiles]
    return {
        "report": "tiles",
        **frame(source),
        "path": TILES,
        "title": both(_TITLE),
        "tiles": [{**city, **_place(source.tiles[city["code"]])} for city in placed],
        "unplaced": [city for city in cities if city["code"] not in source.tiles],
        "counts": counted(source, entries, cities),
        "rule": rule_of(source, Level.CITY),
        "notes": notes_of(source),
    }


def _place(square: tuple[int, int]) -> dict[str, int]:
    return {"column": square[0], "row": square[1]}
