"""What pushed a group: its share of the zone's change, by part and by enterprise, exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from openmbi.core.cell_codes import cell_code
from openmbi.core.language import Text
from openmbi.core.tables import Level, LineKind
from openmbi.reports.group.pushed import Key, Pushed
from openmbi.reports.overview.figures import both
from openmbi.reports.province.enterprise_lines import EnterpriseLines
from openmbi.reports.province.entries import Entries
from openmbi.reports.province.inputs import Change, ProvinceInput
from openmbi.reports.province.levels import PLURALS

SHOWN = 5
_INDICATORS = Text("指标", "Indicators")
_OUTSIDE = {
    LineKind.ENTRY_AND_EXIT: Text("进出", "Entry and exit"),
    LineKind.WINSORISING: Text("缩尾", "Winsorising"),
    LineKind.ROUNDING: Text("舍入", "Rounding"),
}


class Changes:
    """The changes of a run, each read once for all groups."""

    def __init__(self, source: ProvinceInput, entries: Entries, lines: EnterpriseLines) -> None:
        self.entries, self.lines, self.names = entries, lines, source.indicators
        self.read = [
            (change, Pushed(change.root, source.about.zone_code, source.enterprises)) for change in source.changes
        ]

    def of(self, level: Level, code: str) -> list[dict[str, Any]]:
        """Return the document's part for one group: points in the zone's index, `parts` by level and `enterprises`, each with the rest in one line."""
        return [self._told(change, pushed, (level, code)) for change, pushed in self.read]

    def _told(self, change: Change, pushed: Pushed, group: Key) -> dict[str, Any]:
        of_zone = group[0] is Level.ZONE
        by_level: dict[Level, dict[str, Decimal]] = {}
        for (level, code), points in pushed.parts.get(group, {}).items():
            by_level.setdefault(level, {})[code] = points
        return {
            "label": both(change.label),
            "opening_day": change.opening_day.isoformat(),
            "closing_day": change.closing_day.isoformat(),
            "zone_change": str(change.root.points),
            "points": str(change.root.points if of_zone else pushed.total.get(group, Decimal(0))),
            "parts": [
                *self._by_indicator(pushed.indicators.get(group, {})),
                *(
                    {
                        "title": both(PLURALS[level]),
                        **self._ranked(points, lambda code, at=level: self._group(at, code, group)),
                    }
                    for level, points in by_level.items()
                ),
            ],
            "enterprises": {
                "title": both(PLURALS[Level.ENTERPRISE]),
                **self._ranked(pushed.enterprises.get(group, {}), self.lines.named),
            },
            "outside": _outside(change) if of_zone else [],
        }

    def _by_indicator(self, points: Mapping[str, Decimal]) -> list[dict[str, Any]]:
        """Return the indicators of a composite's change; none of a level's."""
        if not points:
            return []
        names = self.names

        def named(code: str) -> dict[str, Any]:
            return {"name": both(names.get(code, Text(code, code))), "path": None}

        return [{"title": both(_INDICATORS), **self._ranked(points, named)}]

    def _group(self, level: Level, code: str, whole: Key) -> dict[str, Any]:
        """Return a part's name, and the page that tells of it: within a city or an industry that is the cell's."""
        at = (Level.CELL, _cell_of(whole, code)) if whole[0] is not Level.ZONE else (level, code)
        path = self.entries.entry(*at)["path"] if self.entries.has(*at) else None
        return {"name": both(self.entries.name(level, code)), "path": path}

    def _ranked(self, points: Mapping[str, Decimal], say: Any) -> dict[str, Any]:
        """Return the largest rises and falls, and all others together."""
        ranked = sorted(points.items(), key=lambda item: (item[1], item[0]))
        falls = [item for item in ranked[:SHOWN] if item[1] < 0]
        rises = [item for item in reversed(ranked[-SHOWN:]) if item[1] > 0]
        shown = {code for code, _ in (*falls, *rises)}
        left = [amount for code, amount in ranked if code not in shown]
        return {
            "rises": _listed(rises, say),
            "falls": _listed(falls, say),
            "rest": {"count": len(left), "points": str(sum(left, Decimal(0)))},
        }


def _cell_of(whole: Key, part: str) -> str:
    return cell_code(whole[1], part) if whole[0] is Level.CITY else cell_code(part, whole[1])


def _listed(items: Iterable[tuple[str, Decimal]], say: Any) -> list[dict[str, Any]]:
    return [{**say(code), "points": str(amount)} for code, amount in items]


def _outside(change: Change) -> list[dict[str, Any]]:
    """Return the lines of the zone's change that no group has: entry, exit, rounding; those of zero are left out."""
    lines = [node for node in change.root.parts if node.level in set(LineKind) and node.points]
    return [{"name": both(_OUTSIDE[LineKind(node.level)]), "points": str(node.points)} for node in lines]
