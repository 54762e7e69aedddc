"""The map as a document."""

from __future__ import annotations

from typing import Any

from openmbi.catalog.maps import ReviewedMap
from openmbi.core.tables import Level
from openmbi.reports.map.outlines import WIDTH, Outlines
from openmbi.reports.matrix.report import counted
from openmbi.reports.overview.figures import both
from openmbi.reports.province.entries import Entries
from openmbi.reports.province.frame import MAP_TITLE, frame
from openmbi.reports.province.inputs import ProvinceInput
from openmbi.reports.province.notes import notes_of, rule_of
from openmbi.reports.province.paths import MAP


def region_map(source: ProvinceInput, entries: Entries, shown: ReviewedMap) -> dict[str, Any]:
    """Return the document: each city of the map with its `outline` (a path in a drawing `width` × `height`) and where its label stands."""
    drawn = Outlines(shown.outlines)
    cities = [entries.entry(Level.CITY, code) for code in entries.codes(Level.CITY)]
    return {
        "report": "map",
        **frame(source),
        "path": MAP,
        "title": both(MAP_TITLE),
        "name": both(shown.about.name.text()),
        "review_number": shown.about.review_number,
        "source": shown.about.source,
        "sha256": shown.about.sha256,
        "width": WIDTH,
        "height": drawn.height,
        "places": [
            {
                **city,
                "outline": drawn.path(shown.outlines[city["code"]]),
                "at": drawn.middle(shown.outlines[city["code"]]),
            }
            for city in cities
            if city["code"] in shown.outlines
        ],
        "counts": counted(source, entries, cities),
        "rule": rule_of(source, Level.CITY),
        "notes": notes_of(source),
    }
