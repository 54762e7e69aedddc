"""The case desk as a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from openmbi.core.case_words import CLOSINGS, STATES
from openmbi.core.cases import Case, CaseState
from openmbi.core.language import Text
from openmbi.core.tables import Level
from openmbi.reports.alerts.report import look_of
from openmbi.reports.desk.inputs import BulkInput, DeskInput, DeskView
from openmbi.reports.desk.labels import BULK, LABELS, PLAIN_TITLE, TITLE, VIEWS
from openmbi.reports.overview.figures import both
from openmbi.reports.province.levels import NAMES
from openmbi.reports.province.paths import CASES, case_path, page_path

_LEVELS = (Level.ZONE, Level.CITY, Level.COUNTY, Level.INDUSTRY, Level.CELL, Level.ENTERPRISE)


def desk(source: DeskInput, frame: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document: `views` with their counts, `choices` to narrow down by, `listed` cases, `next` the question of the next page (null on the last)."""
    view = source.view
    return {
        "report": "desk",
        **frame,
        "path": CASES,
        "title": both(PLAIN_TITLE if source.plain else TITLE),
        "plain": source.plain,
        "view": view.name,
        "views": [
            {"code": name, "label": both(VIEWS[name]), "count": count, "query": urlencode({"view": name})}
            for name, count in source.counts.items()
        ],
        "choices": _choices(source),
        "total": source.total,
        "listed": [_line(case, source, frame) for case in source.cases],
        "next": _query(view, view.after) if view.after else None,
        "bulk": [{"kind": kind.value, "label": both(BULK[kind])} for kind in source.bulk],
    }


def bulk(source: BulkInput, frame: Mapping[str, Any]) -> dict[str, Any]:
    """Return the page that asks for confirmation, or, where there are results, that tells them."""
    step = Text(BULK[source.kind].zh.rstrip("…"), BULK[source.kind].en.rstrip("…"))
    results = (
        None
        if source.results is None
        else [
            {
                "number": one.number,
                "path": case_path(one.number),
                "name": both(one.name),
                "state": both(one.state) if one.state else None,
                "problem": both(one.problem) if one.problem else None,
                "fix": both(one.fix) if one.fix else None,
            }
            for one in source.results
        ]
    )
    return {
        "report": "desk",
        **frame,
        "path": CASES,
        "title": both(LABELS["bulk_title"].fill(step=step)),
        "bulk_of": source.kind.value,
        "cases": [
            {"number": number, "version": version, "path": case_path(number), "name": both(name), "state": both(state)}
            for number, version, name, state in source.cases
        ],
        "owners": None if source.owners is None else _options(source.owners),
        "owner": source.owner,
        "note": source.note,
        "results": results,
        "refused": both(source.refused) if source.refused else None,
    }


def _choices(source: DeskInput) -> list[dict[str, Any]]:
    states = {state.value: STATES[state] for state in CaseState if state is not CaseState.CLOSED}
    offered = {
        "state": {} if source.view.name == "closed" else states,
        "level": {level.value: NAMES[level] for level in _LEVELS},
        "place": source.places,
        "owner": source.owners,
    }
    return [
        {"name": name, "label": both(LABELS[name]), "chosen": getattr(source.view, name), "options": _options(options)}
        for name, options in offered.items()
        if options
    ]


def _options(options: Mapping[str, Text]) -> list[dict[str, Any]]:
    return [{"value": value, "label": both(label)} for value, label in options.items()]


def _query(view: DeskView, after: str) -> str:
    narrowed = {name: getattr(view, name) for name in ("state", "level", "place", "owner") if getattr(view, name)}
    return urlencode({"view": view.name, **narrowed, "after": after})


def _line(case: Case, source: DeskInput, frame: Mapping[str, Any]) -> dict[str, Any]:
    place = source.places.get(case.place or "") or (source.naming(Level.COUNTY, case.place) if case.place else None)
    return {
        "number": case.number,
        "version": case.version,
        "path": case_path(case.number),
        "name": both(source.naming(case.level, case.subject)),
        "subject_path": page_path(case.level, case.subject),
        "level": both(NAMES[case.level]),
        "place": both(place) if place and case.level is Level.ENTERPRISE else None,
        "light": look_of(frame, case.newest.colour),
        "state": both(STATES[case.state]),
        "owner": both(source.owners.get(case.owner, Text(case.owner, case.owner))) if case.owner else None,
        "due": f"{case.due_at.astimezone(source.zone):%Y-%m-%d %H:%M}" if case.due_at else None,
        "overdue": case.is_overdue(source.now),
        "escalated": case.escalated_to is not None,
        "muted": case.is_muted,
        "since": case.newest.since.isoformat(),
        "opened": f"{case.opened_at.astimezone(source.zone):%Y-%m-%d}",
        "closing": both(CLOSINGS[case.closing]) if case.closing else None,
    }
