"""The lights of a bulletin's month: those of its last day where the run kept them, else those of the data date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from openmbi.core.tables import Level
from openmbi.reports.bulletin.inputs import BulletinSource

_FACE = ("colour", "shape", "letter", "word")


@dataclass(frozen=True)
class MonthLights:
    """Looks lights up; groups by level and code."""

    source: BulletinSource

    def of(self, entry: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the light of a group's line: colour, shape, letter and word."""
        key = entry["level"], entry["code"]
        return self._kept[key] if key in self._kept else entry["light"]

    def day(self, level: Level) -> date:
        """Return the day that the lights of a level are of."""
        kept = any(found == level.value for found, _code in self._kept)
        return min(self.source.month.last, self.source.data_until) if kept else self.source.data_until

    @cached_property
    def _kept(self) -> dict[tuple[str, str], Mapping[str, Any]]:
        matrix = self.source.matrix or {}
        months = (matrix.get("timeline") or {}).get("months") or []
        if self.source.month_name not in months:
            return {}
        place = months.index(self.source.month_name)
        faces = [{name: look[name] for name in _FACE} for look in self.source.overview["legend"]]
        return {
            (entry["level"], entry["code"]): faces[int(entry["months"][place])]
            for entry in _entries(matrix)
            if entry.get("months")
        }


def _entries(matrix: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield matrix["corner"]
    yield from matrix["rows"]
    yield from matrix["columns"]
    yield from (cell for row in matrix["cells"] for cell in row if cell)
