"""What every page says of a group in one line: name, light, alert, level, what the light judged, weight, members."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np

from openmbi.catalog.palettes import Palette
from openmbi.core.cell_codes import parts_of
from openmbi.core.language import Text
from openmbi.core.tables import Colour, Floats, GroupSeries, Level, Lights
from openmbi.reports.overview.faces import face
from openmbi.reports.overview.figures import both, percent, published
from openmbi.reports.province.figures import share
from openmbi.reports.province.inputs import ProvinceInput
from openmbi.reports.province.paths import page_path
from openmbi.reports.province.short_names import short_name

_TOGETHER = Text("{city} · {industry}", "{city} · {industry}")


class Entries:
    """The groups of a run by level and code; each is put into words once."""

    def __init__(self, source: ProvinceInput) -> None:
        self.source = source
        self._entries: dict[tuple[Level, str], dict[str, Any]] = {}
        self._rows: dict[tuple[str, Level], dict[str, int]] = {}

    @cached_property
    def faces(self) -> dict[Colour, dict[str, Any]]:
        """How each colour looks."""
        return faces_of(self.source.about.palette)

    def codes(self, level: Level) -> Sequence[str]:
        """Return a level's groups, sorted by code; none where the run has no such level."""
        return sorted(self.series_row(level)) if level in self.source.series else []

    def series_row(self, level: Level) -> dict[str, int]:
        """Return the rows of a level's series by code."""
        return self._row("series", level, self.source.series[level].groups)

    def lights_row(self, level: Level) -> dict[str, int]:
        """Return the rows of a level's lights by code; none where it has no lights."""
        lights = self.source.lights.get(level)
        return {} if lights is None else self._row("lights", level, lights.subjects)

    def has(self, level: Level, code: str) -> bool:
        """Whether there is such a group."""
        return level in self.source.series and code in self.series_row(level)

    def entry(self, level: Level, code: str) -> dict[str, Any]:
        """Return one group's line; a figure that is not known is null."""
        key = (level, code)
        if key not in self._entries:
            self._entries[key] = self._entry(level, code)
        return self._entries[key]

    def error(self, level: Level, code: str) -> Floats | None:
        """Return the standard errors (D,) of the last closes of a group, in points; None where not known."""
        found = self.source.errors.get(level)
        return None if found is None else found.close[self._row("errors", level, found.groups)[code]]

    def name(self, level: Level, code: str) -> Text:
        """Return a group's name; a cell's is that of its city and industry."""
        if level is not Level.CELL or code in self.source.names.get(level, {}):
            return self.source.name(level, code)
        city, industry = parts_of(code)
        return _TOGETHER.fill(
            city=self.source.name(Level.CITY, city), industry=self.source.name(Level.INDUSTRY, industry)
        )

    def _entry(self, level: Level, code: str) -> dict[str, Any]:
        series, row = self.source.series[level], self.series_row(level)[code]
        return {
            "level": str(level),
            "code": code,
            "name": both(self.name(level, code)),
            "short": both(self._short(level, code)),
            "path": page_path(level, code),
            **self._light(level, code),
            "alert": self._alert(level, code),
            **_today(series, row),
        }

    def _short(self, level: Level, code: str) -> Text:
        if level is not Level.CELL:
            return short_name(self.source, level, code)
        city, industry = parts_of(code)
        return _TOGETHER.fill(
            city=short_name(self.source, Level.CITY, city), industry=short_name(self.source, Level.INDUSTRY, industry)
        )

    def _light(self, level: Level, code: str) -> dict[str, Any]:
        """Return the light of the data date; no data where the level has no lights."""
        lights, row = self.source.lights.get(level), self.lights_row(level).get(code)
        if lights is None or row is None:
            return {"light": self.faces[Colour.NO_DATA], "since": None, "measure": None}
        return {"light": self.faces[Colour(int(lights.colour[row, -1]))], **_judged(lights, row)}

    def _alert(self, level: Level, code: str) -> dict[str, Any] | None:
        """Return the light of the alert that stands, and since when; null where none does."""
        found = (self.source.alerts or {}).get((level, code))
        return found and {"light": self.faces[found.alert.colour], "since": found.alert.since.isoformat()}

    def _row(self, kind: str, level: Level, codes: np.ndarray) -> dict[str, int]:
        key = (kind, level)
        if key not in self._rows:
            self._rows[key] = {code: row for row, code in enumerate(codes.tolist())}
        return self._rows[key]


def faces_of(palette: Palette) -> dict[Colour, dict[str, Any]]:
    """Return how each colour of a palette looks."""
    return {colour: face(palette, colour) for colour, _ in palette.legend()}


def _judged(lights: Lights, row: int) -> dict[str, Any]:
    return {"since": str(lights.since[row, -1]), "measure": percent(float(lights.measure[row, -1]))}


def _today(series: GroupSeries, row: int) -> dict[str, Any]:
    return {
        "value": published(float(series.close[row, -1])),
        "provisional": bool(series.provisional[-1]),
        "coverage": percent(float(series.coverage[row, -1])),
        "weight": share(float(series.weight[row])),
        "members": int(series.members[row]),
    }
