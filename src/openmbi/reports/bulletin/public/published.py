"""A public release as a bulletin reads it: its figures by month, its days, and which groups it leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from openmbi.core.language import Text
from openmbi.core.releases import PublicRelease, PublicTable
from openmbi.core.tables import Level
from openmbi.reports.bulletin.inputs import MonthlyFigures
from openmbi.reports.bulletin.public.inputs import PublicSource
from openmbi.reports.bulletin.rounded import Rounded

_MONTH, _DAY = len("2025-12"), len("2025-12-31")
CONTRIBUTIONS = "contribution_points"
_WEIGHT = "weight"


@dataclass(frozen=True)
class Group:
    """A group that the release publishes. `name` in full."""

    level: Level
    code: str
    name: Text
    short: Text


@dataclass(frozen=True)
class Published:
    """A public release, and what is asked of it. What it holds back is not there: no figure of it can be told."""

    source: PublicSource

    @cached_property
    def rounded(self) -> Rounded:
        """The figures by month, rounded."""
        values: dict[str, dict[str, dict[str, float]]] = {}
        for table in self.source.release.tables:
            for _level, code, period, value in _rows(table):
                if value is not None and len(period) == _MONTH:
                    values.setdefault(table.name, {}).setdefault(code, {})[period] = value
        parameters = self.source.parameters
        return Rounded(MonthlyFigures(values), self.source.month_name, min(parameters.months_shown, len(self.months)))

    @cached_property
    def months(self) -> list[str]:
        """The months that the release shows, oldest first."""
        return months_of(self.source.release, self.source.measure)

    @cached_property
    def groups(self) -> dict[Level, list[Group]]:
        """The groups that are published, by level and code."""
        found: dict[Level, list[Group]] = {}
        for one in sorted(self.source.release.documents["groups"], key=lambda one: str(one["code"])):
            level, code, name = Level(one["level"]), one["code"], Text(one["zh"], one["en"])
            found.setdefault(level, []).append(Group(level, code, name, self.source.short.get((level, code), name)))
        return found

    @cached_property
    def colours(self) -> dict[tuple[Level, str], str]:
        """The lights that are published, by level and code; those of the newest day."""
        return {(Level(one["level"]), one["code"]): one["colour"] for one in self.source.release.documents["lights"]}

    def look(self, level: Level, code: str) -> Mapping[str, object] | None:
        """Return how the light of a group looks; None where it is not published."""
        colour = self.colours.get((level, code))
        return next((look for look in self.source.legend if look["colour"] == colour), None)

    def counted(self, level: Level) -> tuple[int, int]:
        """Return of how many groups of a level the amount of the bulletin's month is published, and how many there are."""
        rows = [
            value
            for table in self.source.release.tables
            if table.name == self.source.measure
            for own, _code, period, value in _rows(table)
            if own is level and period == self.source.month_name
        ]
        return sum(value is not None for value in rows), len(rows)

    @property
    def levels(self) -> list[Level]:
        """The levels that the release has groups of, but the zone itself."""
        return [level for level in Level if level is not Level.ZONE and self.counted(level)[1]]

    def days(self, indicator: str) -> dict[str, Decimal]:
        """Return a figure of the whole zone by day."""
        return {
            period: Decimal(str(value))
            for table in self.source.release.tables
            if table.name == indicator
            for _level, code, period, value in _rows(table)
            if len(period) == _DAY and code == self.source.zone_code and value is not None
        }

    @cached_property
    def weights(self) -> dict[str, float]:
        """The shares that groups have of all weight on the newest day, by code, where published."""
        rows = [row for table in self.source.release.tables if table.name == _WEIGHT for row in _rows(table)]
        return {
            code: value for _level, code, _period, value in sorted(rows, key=lambda row: row[2]) if value is not None
        }

    @cached_property
    def data_until(self) -> date:
        """The newest day that the release tells of: of the level, or where none is published the last of its months."""
        days = self.days(self.source.index)
        return date.fromisoformat(max(days)) if days else self.source.month.last

    @property
    def is_complete(self) -> bool:
        """Whether the data reach the end of the month."""
        return self.data_until >= self.source.month.last

    def contributions(self, level: Level) -> dict[str, Decimal]:
        """Return how many points each published group of a level contributed to the change of the month, two digits."""
        figures = self.rounded
        codes = [one.code for one in self.groups.get(level, ())]
        found = {code: figures.points(CONTRIBUTIONS, code, self.source.month_name) for code in codes}
        return {code: points for code, points in found.items() if points is not None}


def months_of(release: PublicRelease, measure: str) -> list[str]:
    """Return the months of a release, oldest first: those of the amounts of a measure."""
    return sorted({row[2] for table in release.tables if table.name == measure for row in _rows(table)})


def _rows(table: PublicTable) -> Iterator[tuple[Level, str, str, float | None]]:
    for level, code, period, value in table.rows:
        yield Level(str(level)), str(code), str(period), None if value is None else float(value)
