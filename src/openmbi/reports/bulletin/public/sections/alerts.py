"""Alerts of the groups that are published; none is of an enterprise, and no case is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from openmbi.core.alerts import Direction
from openmbi.core.language import Text
from openmbi.core.tables import Level
from openmbi.reports.bulletin.blocks import Cell, Column, section, table
from openmbi.reports.bulletin.public.published import Published
from openmbi.reports.bulletin.wording.rule import Sentence, paragraph
from openmbi.reports.bulletin.wording.rules import say
from openmbi.reports.province.levels import NAMES

_TITLE = Text("公布的预警", "Alerts that are published")
_WAYS = {
    Direction.DOWN: Text("低于预期", "below what was expected"),
    Direction.UP: Text("高于预期", "above what was expected"),
}


def alerts(told: Published) -> dict[str, Any] | None:
    """Return the section."""
    columns = [
        Column(Text("层级", "Level"), 1.2, is_number=False),
        Column(Text("对象", "Subject"), 2.6, is_number=False),
        Column(Text("灯", "Light"), 0.8, is_number=False),
        Column(Text("方向", "Way"), 1.8, is_number=False),
        Column(Text("起始日", "Since"), 1),
        Column(Text("检出日", "Found"), 1),
    ]
    rows = [_row(told, one) for one in _alerts(told)[: told.source.parameters.alerts_listed]]
    caption = Text("公布的各组未解除的预警", "Alerts that stand, of the groups that are published")
    return section("alerts", _TITLE, [paragraph(alert_sentences(told)), table("alerts", caption, columns, rows)])


def alert_sentences(told: Published) -> Iterator[Sentence]:
    """Yield how many alerts the release tells."""
    count = len(_alerts(told))
    yield say("public.alerts", count=count) if count else say("public.no_alerts")


def _alerts(told: Published) -> list[Mapping[str, Any]]:
    """Return the alerts of groups, the newest first; what is of no group that is published is not told, whatever the release holds."""
    names = {(one.level, one.code) for groups in told.groups.values() for one in groups}
    listed = [one for one in told.source.release.documents["alerts"] if (Level(one["level"]), one["subject"]) in names]
    return sorted(listed, key=lambda one: (one["found_on"], one["level"], one["subject"]), reverse=True)


def _row(told: Published, one: Mapping[str, Any]) -> list[Cell]:
    level, code = Level(one["level"]), one["subject"]
    name = next(group.name for group in told.groups[level] if group.code == code)
    return [
        NAMES[level],
        name,
        told.look(level, code),
        _WAYS[Direction(one["direction"])],
        str(one["since"]),
        str(one["found_on"]),
    ]
