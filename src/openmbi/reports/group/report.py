"""One group's page as a document."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from openmbi.core.cell_codes import parts_of
from openmbi.core.tables import IndexSeries, Level
from openmbi.reports.alerts.standing import standing
from openmbi.reports.group.changes import Changes
from openmbi.reports.group.composites import Composites
from openmbi.reports.group.diffusion import Diffusions
from openmbi.reports.group.events import alarms, events_of, linking
from openmbi.reports.group.history import history
from openmbi.reports.group.mbi import mbi
from openmbi.reports.group.methods import methods
from openmbi.reports.overview.band import plus_minus
from openmbi.reports.overview.figures import both, percent
from openmbi.reports.overview.headline import SPANS, change_over
from openmbi.reports.province.enterprise_lines import EnterpriseLines
from openmbi.reports.province.entries import Entries
from openmbi.reports.province.frame import frame
from openmbi.reports.province.growth import growth_section
from openmbi.reports.province.inputs import ProvinceInput
from openmbi.reports.province.levels import NAMES, PLURALS
from openmbi.reports.province.notes import notes_of, rule_of


class Groups:
    """The documents of all groups of a run; what they share is worked out once."""

    def __init__(self, source: ProvinceInput, entries: Entries) -> None:
        self.source, self.entries = source, entries
        self._lines = EnterpriseLines(source, entries)
        self._changes = Changes(source, entries, self._lines)
        self._composites = Composites(source)
        self._diffusions = Diffusions(source)

    def group(self, level: Level, code: str) -> dict[str, Any]:
        """Return the document of one group; a section that nothing is known for is null or empty."""
        entry, of_zone = self.entries.entry(level, code), level is Level.ZONE
        return {
            "report": "group",
            **self._frame,
            "path": entry["path"],
            "title": entry["name"],
            "level_name": both(NAMES[level]),
            "trail": self._trail(level, code),
            "group": {
                **entry,
                "reason": both(self.source.reason(level, code)),
                "plus_minus": plus_minus(self.entries.error(level, code)),
                **self._trust(level, code),
            },
            "alert": self._alert(level, code),
            "spans": self._spans(level, code),
            "history": history(self.entries, level, code),
            "growth": self._growth(level, code),
            "composite": self._composites.of(level, code),
            "methods": methods(self.source) if of_zone else None,
            "diffusion": self._diffusions.of(level, code),
            "mbi": mbi(self.source) if of_zone else None,
            "children": self._children(level, code),
            "changes": self._changes.of(level, code),
            "enterprises": self._lines.of(level, code),
            "events": events_of(self.source, level, code),
            "alarms": alarms(self.source) if of_zone else [],
            "linking": linking(self.source) if of_zone else None,
            "rule": rule_of(self.source, level),
            "notes": self._notes,
        }

    def _trust(self, level: Level, code: str) -> dict[str, str | None]:
        """Return how sure the light is, in per cent; null: not yet measured."""
        lights, row = self.source.lights.get(level), self.entries.lights_row(level).get(code)
        if lights is None or row is None:
            return {"probability": None, "false_alarm_rate": None}
        return {
            "probability": None if lights.probability is None else percent(float(lights.probability[row, -1])),
            "false_alarm_rate": None if lights.false_alarm_rate is None else percent(lights.false_alarm_rate),
        }

    def _alert(self, level: Level, code: str) -> dict[str, Any] | None:
        """Return the alert of the group; null where nothing was looked for."""
        alerts = self.source.alerts
        return (
            None if alerts is None else standing(alerts.get((level, code)), self.source.about.data_until, self._frame)
        )

    def _growth(self, level: Level, code: str) -> dict[str, Any] | None:
        found = self.source.growth.get(level)
        return None if found is None else growth_section(found, self._growth_rows[level].get(code))

    def _spans(self, level: Level, code: str) -> list[dict[str, Any]]:
        """Return the changes of the published level against days before, as the overview gives them for the zone."""
        series, row = self.source.series[level], self.entries.series_row(level)[code]
        one = IndexSeries(series.index, code, series.days, series.close[row], series.coverage[row], series.provisional)
        return [change_over(one, days) for days in SPANS]

    @cached_property
    def _growth_rows(self) -> dict[Level, dict[str, int]]:
        return {
            level: {code: row for row, code in enumerate(one.groups.tolist())}
            for level, one in self.source.growth.items()
        }

    @cached_property
    def _frame(self) -> dict[str, Any]:
        return frame(self.source)

    @cached_property
    def _notes(self) -> list[dict[str, str]]:
        return notes_of(self.source)

    def _trail(self, level: Level, code: str) -> list[dict[str, Any]]:
        """Return the groups that lead here from the zone."""
        above = [(Level.ZONE, self.source.about.zone_code)] if level is not Level.ZONE else []
        if level is Level.CELL:
            city, industry = parts_of(code)
            above += [(Level.CITY, city), (Level.INDUSTRY, industry)]
        return [self._named(*each) for each in above if self.entries.has(*each)]

    def _named(self, level: Level, code: str) -> dict[str, Any]:
        entry = self.entries.entry(level, code)
        return {"name": entry["name"], "path": entry["path"]}

    def _children(self, level: Level, code: str) -> list[dict[str, Any]]:
        """Return what the group is made of: the zone's cities and industries, a city's cells by industry, an industry's cells by city; the heaviest first."""
        if level is Level.ZONE:
            return [self._part(below, [*self.entries.codes(below)]) for below in _OF_ZONE if self.entries.codes(below)]
        if level not in (Level.CITY, Level.INDUSTRY):
            return []
        cells = self._cells[level].get(code, [])
        return [self._part(Level.CELL, cells, named_by=_ACROSS[level])] if cells else []

    def _part(self, level: Level, codes: list[str], named_by: Level | None = None) -> dict[str, Any]:
        listed = [self._child(level, code, named_by) for code in codes]
        listed.sort(key=lambda entry: (-float(entry["weight"] or 0), entry["code"]))
        return {"title": both(PLURALS[named_by or level]), "listed": listed}

    def _child(self, level: Level, code: str, named_by: Level | None) -> dict[str, Any]:
        entry = self.entries.entry(level, code)
        if named_by is None:
            return entry
        other = parts_of(code)[0 if named_by is Level.CITY else 1]
        return (
            {**entry, "short": self.entries.entry(named_by, other)["short"]}
            if self.entries.has(named_by, other)
            else entry
        )

    @cached_property
    def _cells(self) -> dict[Level, dict[str, list[str]]]:
        """Return the cells by city and by industry."""
        found: dict[Level, dict[str, list[str]]] = {Level.CITY: {}, Level.INDUSTRY: {}}
        for cell in self.entries.codes(Level.CELL):
            city, industry = parts_of(cell)
            found[Level.CITY].setdefault(city, []).append(cell)
            found[Level.INDUSTRY].setdefault(industry, []).append(cell)
        return found


_OF_ZONE = (Level.CITY, Level.INDUSTRY)
_ACROSS = {Level.CITY: Level.INDUSTRY, Level.INDUSTRY: Level.CITY}
