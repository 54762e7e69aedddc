"""The method in force: indexes with their weights, thresholds of lights, rules of detection and of cases, each with its citation, from the catalog."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from openmbi.catalog.loader import SHIPPED, declarations_by_kind, read_mapping
from openmbi.core.access import Viewer
from openmbi.core.language import Text
from openmbi.flow.gate.catalog import check_reader
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.live_frame import live_frame
from openmbi.flow.gate.narrowing import reads_runs
from openmbi.flow.gate.parameter_words import NO, PARAMETERS, VALUES, YES
from openmbi.reports.province.paths import METHODOLOGY
from openmbi.reports.sheets.report import Cell, Column, Section, Sheets, sheets

TITLE = Text("方法", "Methodology")
_LEAD = Text(
    "本页由目录中现行的声明生成：公式所用的权重、阈值与参数，各附依据。改动一处即改一个文件，本页随之而变。",
    "Made from the declarations in force: the weights, thresholds and parameters of the formulas, each with what it rests on. A change is one file, and this "
    "page follows it.",
)
SHOWN: Mapping[str, Text] = {
    "indexes": Text("指数与权重", "Indexes and weights"),
    "lights": Text("灯与阈值", "Lights and thresholds"),
    "targets": Text("估计目标", "Targets"),
    "detection": Text("预警检测", "Detection"),
    "case_rules": Text("工单规则", "Rules of cases"),
    "linking": Text("主体关联", "Linking"),
    "indicators": Text("指标", "Indicators"),
}
_PUBLISHED = ("indexes", "lights", "targets", "indicators")
"""What readers of public releases are told; how alerts are found and cases run is the bureau's own affair."""
_COLUMNS = (
    Column("declared", Text("声明", "Declaration"), above=True),
    Column("parameter", Text("参数", "Parameter")),
    Column("value", Text("值", "Value")),
    Column("rests_on", Text("依据", "Rests on")),
)
_OWN, _SHIPPED = Text("本单位", "the bureau's own"), Text("随附", "shipped")
_FROM = Text("{day} 起", "from {day}")
UNSAID = frozenset({"name", "citation", "code", "cases", "valid_from", "definition", "note", "description"})
_KEYS = ("domain", "indicator", "colour", "code", "kind", "levels")
"""What an entry of a list is told by."""
_TOLD_BY_THE_ENTRY = frozenset({"domain", "colour", "levels"})
"""Keys that need no row of their own: the label of their entry says them."""
_UNSPOKEN = frozenset({"parameters", "thresholds", "cut_offs"})
"""Lists of dated entries, of which one is in force: the page does not name them."""


def methodology(gate: Gate, viewer: Viewer) -> dict[str, Any]:
    """Return the document of the page. Of dated parameters those in force today stand there.

    Raises
    ------
    Problem
        `access.not-permitted`; `access.none`; `catalog.unreadable`.
    """
    check_reader(viewer)
    kinds = SHOWN if reads_runs(viewer) else {kind: SHOWN[kind] for kind in _PUBLISHED}
    today = gate.now().astimezone(gate.bureau.zone).date()
    files = declarations_by_kind(gate.bureau.catalog)
    sections = tuple(_section(kind, title, files[kind], today) for kind, title in kinds.items() if files.get(kind))
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
    for parameter, value, cited in parameters(content, today):
        called = {"parameter": parameter.label, "parameter_note": parameter.code}
        yield {**shared, **called, "value": value, "rests_on": cited or ""}


NOTHING = Text("", "")


@dataclass(frozen=True)
class Place:
    """Where a parameter stands in its declaration: its `code` as in the file, and its `label` in words."""

    code: str = ""
    label: Text = NOTHING

    def field(self, name: str) -> Place:
        """Return the place of a field of what stands here."""
        return Place(f"{self.code}.{name}".lstrip("."), self.label if name in _UNSPOKEN else self._then(called(name)))

    def entry(self, name: str, key: str, label: Text) -> Place:
        """Return the place of one entry of a list that stands here."""
        return Place(f"{self.code}.{name}[{key}]".lstrip("."), self._then(label))

    def _then(self, label: Text) -> Text:
        return self.label + Text(" · ", " · ") + label if self.label.zh else label


Parameter = tuple[Place, Cell, Text | None]


def called(name: str) -> Text:
    """Return what a field is called; its own name where nothing is told of it."""
    return PARAMETERS.get(name, Text(name, name))


def parameters(content: Mapping[str, Any], today: date) -> Iterator[Parameter]:
    """Yield place, value and own citation of every parameter of a declaration; of dated entries those in force on a day."""
    yield from _parameters(content, Place(), today)


def _parameters(content: Mapping[str, Any], above: Place, today: date) -> Iterator[Parameter]:
    for name, value in content.items():
        if name in UNSAID:
            continue
        if isinstance(value, Mapping):
            here = above.field(name)
            yield from [(here, _text(value), None)] if _text(value) else _parameters(value, here, today)
        elif _is_entries(value):
            yield from _entries(name, value, above, today)
        else:
            yield above.field(name), _plain(name, value), None


def _entries(name: str, entries: Sequence[Mapping[str, Any]], above: Place, today: date) -> Iterator[Parameter]:
    for number, entry in enumerate(_in_force(entries, today), start=1):
        dated = "valid_from" in entry
        here = above.field(name) if dated else _entry(name, entry, number, above)
        told = {field: value for field, value in entry.items() if dated or field not in _TOLD_BY_THE_ENTRY}
        cited, since = _text(entry.get("citation")), _FROM.fill(day=entry["valid_from"]) if dated else None
        for place, (whole, value, own) in enumerate(_parameters(told, here, today)):
            says = cited if place == 0 and cited else own
            yield whole, value, since + Text("：", ": ") + says if since and says and place == 0 else says


def _entry(name: str, entry: Mapping[str, Any], number: int, above: Place) -> Place:
    """Return the place of an entry: by its name, else by what it is told by, else by its number."""
    by = next((one for one in _KEYS if one in entry), None)
    key = entry[by] if by and isinstance(entry[by], str) else str(number)
    said = _plain(by, entry[by]) if by else None
    numbered = called(name) + Text(f" {number}", f" {number}")
    label = _text(entry.get("name")) or (said if isinstance(said, Text) else numbered)
    return above.entry(name, key, label)


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


def _plain(name: str, value: Any) -> Cell:
    """Return a value in words where its field has words for it, else as it is."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, list):
        return _listed([_plain(name, one) for one in value])
    words = VALUES.get(name, {}).get(value) if isinstance(value, str) else None
    return words or (value if value is None or isinstance(value, int | float | str) else str(value))


def _listed(cells: Sequence[Cell]) -> Cell:
    told = [cell if isinstance(cell, Text) else Text(str(cell), str(cell)) for cell in cells]
    return Text("、".join(one.zh for one in told), ", ".join(one.en for one in told))
