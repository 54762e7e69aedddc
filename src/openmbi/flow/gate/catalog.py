"""What is declared: indicators, indexes, light rules with their thresholds and citations, the calendar, and code lists. It tells of the method and of no
enterprise, so that whoever may read any figure may read it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from openmbi.catalog.hierarchy import load_hierarchy
from openmbi.catalog.indexes import load_indexes
from openmbi.catalog.indicators import Indicator
from openmbi.catalog.lights import load_change_rules
from openmbi.catalog.loader import load_all
from openmbi.catalog.score_lights import load_score_rules
from openmbi.core.access import Permission, Viewer, no_such
from openmbi.core.language import Text
from openmbi.core.periods import Frequency
from openmbi.core.tables import Colour, Level
from openmbi.flow.calendar import as_json, year_calendar
from openmbi.flow.figure_words import called, figure_words
from openmbi.flow.gate.declared import declared
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.keys import TOTAL
from openmbi.flow.in_force import declarations_in_force

Codes = dict[str, Text]
_READING = (Permission.READ_INTERNAL, Permission.READ_OWN, Permission.READ_RELEASES)
FREQUENCIES = {
    Frequency.DAILY: Text("日", "daily"),
    Frequency.WEEKLY: Text("周", "weekly"),
    Frequency.MONTHLY: Text("月", "monthly"),
    Frequency.QUARTERLY: Text("季", "quarterly"),
    Frequency.ANNUAL: Text("年", "annual"),
}
_OBSERVED = {
    "A": Text("正常值", "normal value"),
    "O": Text("缺失", "missing value"),
    "Q": Text("缺失：已抑制", "missing value; suppressed"),
}
_CONFIDENTIAL = {
    "F": Text("可自由发布", "free (free for publication)"),
    "N": Text("不得发布，仅限内部使用", "not for publication, restricted for internal use only"),
    "C": Text("保密统计信息", "confidential statistical information"),
}
LEVELS = {
    Level.ZONE: Text("全域", "whole zone"),
    Level.CITY: Text("地市", "city"),
    Level.COUNTY: Text("县区", "county"),
    Level.INDUSTRY: Text("行业大类", "industry (division)"),
    Level.INDUSTRY_GROUP: Text("行业中类", "industry group"),
    Level.CELL: Text("单元（市×行业）", "cell (city × industry)"),
    Level.SIZE_CLASS: Text("企业规模", "size class"),
    Level.CLUSTER: Text("产业集群", "cluster"),
    Level.ENTERPRISE: Text("企业", "enterprise"),
}


def check_reader(viewer: Viewer) -> None:
    """Refuse who may read no figure at all.

    Raises
    ------
    Problem
        `access.not-permitted`.
    """
    if not any(viewer.may(permission) for permission in _READING):
        viewer.check(Permission.READ_RELEASES)


def catalog(gate: Gate, viewer: Viewer, as_of: datetime | None = None) -> dict[str, Any]:
    """Return every indicator, index and light rule by its code, as declared, with thresholds, weights and citations; with `as_of`, without the entries that
    hold from a later day on. Of declarations that were written anew since, a release keeps those of its time.

    Raises
    ------
    Problem
        `access.not-permitted`.
    """
    check_reader(viewer)
    found = declared(_catalog, gate.bureau.catalog)
    return found if as_of is None else _until(found, as_of.astimezone(gate.bureau.zone).date().isoformat())


def _until(told: Any, day: str) -> Any:
    """Return JSON types without dated entries of a later day."""
    if isinstance(told, dict):
        return {name: _until(value, day) for name, value in told.items()}
    if isinstance(told, list):
        return [_until(one, day) for one in told if not (isinstance(one, dict) and (one.get("valid_from") or "") > day)]
    return told


def _catalog(overlay: Path | None) -> dict[str, Any]:
    return {
        "indicators": _as_json(load_all(Indicator, "indicators", overlay)),
        "indexes": _as_json(load_indexes(overlay)),
        "lights": _as_json({**load_change_rules(overlay), **load_score_rules(overlay)}),
    }


def calendar(gate: Gate, viewer: Viewer, year: int, as_of: datetime | None = None) -> dict[str, Any]:
    """Return a year of the calendar as it was known at a moment (None: now): holidays, make-up workdays, and the notices that they rest on.

    Raises
    ------
    Problem
        `access.not-permitted`; `calendar.no-year`.
    """
    check_reader(viewer)
    return as_json(year_calendar(gate.bureau.catalog, year, as_of=as_of or gate.now()))


def code_lists(_gate: Gate, viewer: Viewer) -> tuple[str, ...]:
    """Return the names of the code lists.

    Raises
    ------
    Problem
        `access.not-permitted`.
    """
    check_reader(viewer)
    return tuple(_LISTS)


def code_list(gate: Gate, viewer: Viewer, name: str, as_of: datetime | None = None) -> Codes:
    """Return a code list: what each code of a dimension or attribute is called; with `as_of`, was called on that day, of indicators those of the run that
    `as_of` means.

    Raises
    ------
    Problem
        `access.not-permitted`; `access.none` where there is no such list; of INDICATOR `run.none`, `figures.no-run`.
    """
    check_reader(viewer)
    if name not in _LISTS:
        raise no_such(name)
    return _LISTS[name](gate, as_of)


def _as_json(found: dict[str, Any]) -> dict[str, Any]:
    return {code: one.model_dump(mode="json") for code, one in found.items() if isinstance(one, BaseModel)}


def _areas(gate: Gate, as_of: datetime | None) -> Codes:
    zone = gate.bureau.settings.zone
    today = (as_of or gate.now()).astimezone(gate.bureau.zone).date()
    places = declared(load_hierarchy, gate.bureau.catalog).places
    named = {one.code: places.name(one.code, today) for one in places.places}
    others = {str(level): LEVELS[level] for level in (Level.SIZE_CLASS, Level.CLUSTER, Level.ENTERPRISE)}
    return {zone.code: zone.text} | named | others


def _activities(gate: Gate, _as_of: datetime | None) -> Codes:
    hierarchy = declared(load_hierarchy, gate.bureau.catalog)
    sizes = {one.code: one.name.text() for one in hierarchy.size_classes.classes}
    clusters = {code: one.name.text() for code, one in hierarchy.clusters.clusters.items()}
    return {TOTAL: Text("全部行业", "all activities"), **hierarchy.industries.names, **sizes, **clusters}


def _indicators(gate: Gate, as_of: datetime | None) -> Codes:
    """Return every indicator that the run has figures of, and what each is called."""
    words = declared(figure_words, gate.bureau.catalog)
    return {code: called(words, code) for code in sorted({name for name, *_ in gate.origins.of(as_of).figures.names})}


def _colours(gate: Gate, _as_of: datetime | None) -> Codes:
    palette = declared(declarations_in_force, gate.bureau.catalog).palette
    looks = {colour: entry.name.text() for colour, entry in palette.legend()}
    return {str(int(colour)): looks.get(colour, Text(colour.name.lower(), colour.name.lower())) for colour in Colour}


_LISTS: dict[str, Callable[[Gate, datetime | None], Codes]] = {
    "FREQ": lambda *_: {str(code): text for code, text in FREQUENCIES.items()},
    "REF_AREA": _areas,
    "ACTIVITY": _activities,
    "INDICATOR": _indicators,
    "LEVEL": lambda *_: {str(code): text for code, text in LEVELS.items()},
    "LIGHT": _colours,
    "OBS_STATUS": lambda *_: _OBSERVED,
    "CONF_STATUS": lambda *_: _CONFIDENTIAL,
}
