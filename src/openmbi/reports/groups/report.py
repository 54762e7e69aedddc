"""The list of a level's groups as a document."""

from __future__ import annotations

from typing import Any

from openmbi.core.tables import Level
from openmbi.reports.matrix.report import counted
from openmbi.reports.overview.figures import both
from openmbi.reports.province.entries import Entries
from openmbi.reports.province.frame import frame
from openmbi.reports.province.inputs import ProvinceInput
from openmbi.reports.province.levels import PLURALS
from openmbi.reports.province.notes import notes_of, rule_of
from openmbi.reports.province.paths import list_path


def groups(source: ProvinceInput, entries: Entries, level: Level) -> dict[str, Any]:
    """Return the document of one level: its groups with their reasons, by weight, then code."""
    listed = [entries.entry(level, code) for code in entries.codes(level)]
    listed.sort(key=lambda group: (-float(group["weight"] or 0), group["code"]))
    return {
        "report": "groups",
        **frame(source),
        "path": list_path(level),
        "level": str(level),
        "title": both(PLURALS[level]),
        "groups": [{**group, "reason": both(source.reason(level, group["code"]))} for group in listed],
        "counts": counted(source, entries, listed),
        "rule": rule_of(source, level),
        "notes": notes_of(source),
    }
