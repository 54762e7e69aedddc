"""The method in force: indexes with their weights, thresholds of lights, rules of detection and of cases, each with its citation, from the catalog."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openmbi.catalog.loader import SHIPPED, declarations_by_kind, read_mapping
from openmbi.core.access import Permission, Viewer
from openmbi.core.language import Text
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.live_frame import live_frame
from openmbi.reports.province.paths import METHODOLOGY
from openmbi.reports.sheets.report import Cell, Column, Section, Sheets, sheets

TITLE = Text("方法", "Methodology")
_LEAD = Text(
    "本页由目录中现行的声明生成：公式所用的权重、阈值与参数，各附依据。改动一处即改一个文件，本页随之而变。",
    "Made from the declarations in force: the weights, thresholds and parameters of the formulas, each with what it rests on. A change is one file, and this "
    "page follows it.",
)
_KINDS: Mapping[str, Text] = {
    "indexes": Text("指数与权重", "Indexes and weights"),
    "lights": Text("灯与阈值", "Lights and thresholds"),
    "targets": Text("估计目标", "Targets"),
    "detection": Text("预警检测", "Detection"),
    "case_rules": Text("工单规则", "Rules of cases"),
    "linking": Text("主体关联", "Linking"),
    "indicators": Text("指标", "Indicators"),
}
_COLUMNS = (
    Column("declared", Text("声明", "Declaration"), above=True),
    Column("parameter", Text("参数", "Parameter")),
    Column("value", Text("值", "Value")),
    Column("rests_on", Text("依据", "Rests on")),
)
_OWN, _SHIPPED = Text("本单位", "the bureau's own"), Text("随附", "shipped")
_FROM = Text("{day} 起", "from {day}")
_UNSAID = frozenset({"name", "citation", "code", "cases", "valid_from", "definition", "note", "description"})
_KEYS = ("domain", "indicator", "colour", "code", "kind", "name", "levels")
"""What an entry of a list is told by."""


def methodology(gate: Gate, viewer: Viewer) -> dict[str, Any]:
    """Return the document of the page. Of dated parameters those in force today stand there.

    Raises
    ------
    Problem
        `access.not-permitted`; `access.none`; `catalog.unreadable`.
    """
    if not viewer.may(Permission.READ_INTERNAL):
        viewer.check(Permission.READ_OWN)
    today = gate.now().astimezone(gate.bureau.zone).date()
    files = declarations_by_kind(gate.bureau.catalog)
    sections = tuple(_section(kind, title, files[kind], today) for kind, title in _KINDS.items() if files.get(kind))
    return sheets(Sheets(METHODOLOGY, TITLE, _LEAD, sections), live_frame(gate, viewer, METHODOLOGY))


def _section(kind: str, title: Text, files: Mapping[str, Path], today: date) -> Section:
    rows = [row for name, file in files.items() for row in _declaration(name, file, today)]
    return Section(kind, title, _COLUMNS, rows, folded=kind in ("indicators", "linking"))


def _declaration(name: str, file: Path, today: date) -> Iterator[dict[str, Cell]]:
    """Yield a row a parameter."""
    content = read_mapping(file)
    told = _text(content.get("name")) or Text(name, name)
    whose = _SHIPPED if file.is_relative_to(SHIPPED) else _OWN
    shared = {
        "declared": told,
        "declared_note": Text(f"{name} · {whose.zh}", f"{name} · {whose.en}"),
        "about": _text(content.get("citation")) or _text(content.get("definition")),
    }
    for parameter, value, cited in _parameters(content, "", today):
        yield {**shared, "parameter": parameter, "value": value, "rests_on": cited or ""}


def _parameters(content: Mapping[str, Any], above: str, today: date) -> Iterator[tuple[str, Cell, Text | None]]:
    """Yield name, value and own citation of every parameter; of dated entries the ones in force."""
    for name, value in content.items():
        if name in _UNSAID:
            continue
        whole = f"{above}{name}"
        if isinstance(value, Mapping):
            yield from [(whole, _text(value), None)] if _text(value) else _parameters(value, f"{whole}.", today)
        elif _is_entries(value):
            yield from _entries(whole, value, today)
        else:
            yield whole, _plain(value), None


def _entries(whole: str, entries: Sequence[Mapping[str, Any]], today: date) -> Iterator[tuple[str, Cell, Text | None]]:
    shown = _in_force(entries, today)
    for number, entry in enumerate(shown, start=1):
        key = next((entry[key] for key in _KEYS if isinstance(entry.get(key), str)), str(number))
        dated = "valid_from" in entry
        cited, since = _text(entry.get("citation")), _FROM.fill(day=entry["valid_from"]) if dated else None
        for place, (name, value, own) in enumerate(_parameters(entry, "", today)):
            told = cited if place == 0 and cited else own
            label = f"{whole}.{name}" if dated else f"{whole}[{key}].{name}"
            yield label, value, since + Text("：", ": ") + told if since and told and place == 0 else told


def _in_force(entries: Sequence[Mapping[str, Any]], today: date) -> Sequence[Mapping[str, Any]]:
    dated = [entry for entry in entries if isinstance(entry.get("valid_from"), date)]
    if len(dated) < len(entries) or not dated:
        return entries
    begun = [entry for entry in dated if entry["valid_from"] <= today]
    return [max(begun, key=lambda entry: entry["valid_from"])] if begun else dated[:1]


def _is_entries(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) for one in value)


def _text(value: Any) -> Text | None:
    return Text.of(value) if isinstance(value, Mapping) and value.keys() == {"zh", "en"} else None


def _plain(value: Any) -> Cell:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return (
        value if value is None or (isinstance(value, int | float | str) and not isinstance(value, bool)) else str(value)
    )
