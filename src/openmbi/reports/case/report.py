"""One case as a document: what was found and why, what has been done, and what may be done next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from openmbi.core.case_words import CLOSINGS, STATES
from openmbi.core.cases import ActionKind
from openmbi.core.language import Text
from openmbi.core.tables import Colour
from openmbi.reports.case.inputs import CaseInput
from openmbi.reports.case.labels import LABELS, NEXT
from openmbi.reports.case.timeline import ROLES, Telling, timeline
from openmbi.reports.overview.figures import both
from openmbi.reports.province.figures import published_row
from openmbi.reports.province.levels import NAMES
from openmbi.reports.province.paths import ALERTS, case_path, page_path

DAYS = 180
"""So many days are drawn, and at least `LEAD_DAYS` before the movement began."""
LEAD_DAYS = 60
MEAN_DAYS = 7


def case_page(source: CaseInput, frame: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document: `reason` is that of the newest evidence; `timeline`: the latest step first; `next`: steps that may be taken, with their commands."""
    case, telling = source.case, Telling(source.zone, source.people)
    return {
        "report": "case",
        **frame,
        "path": case_path(case.number),
        "list_path": ALERTS,
        "title": both(LABELS["number"].fill(number=case.number)),
        "number": case.number,
        "name": both(source.name),
        "subject": {"code": case.subject, "level": case.level.value, "level_name": both(NAMES[case.level])},
        "subject_path": page_path(case.level, case.subject),
        "where": [both(text) for text in (source.place, source.industry) if text],
        "light": _look(frame, case.newest.colour),
        "since": case.newest.since.isoformat(),
        "found_on": case.newest.found_on.isoformat(),
        "reason": dict(source.reason),
        "rate": both(source.rate),
        "state": {"code": case.state.value, "name": both(STATES[case.state])},
        "facts": _facts(source, telling),
        "covered_by": both(source.covered_by) if source.covered_by else None,
        "history": _history(source),
        "timeline": timeline(source.transitions, telling),
        "due": telling.moment(case.due_at) if case.due_at else None,
        "next": [_next(kind, case.number) for kind in source.moves],
    }


def _look(frame: Mapping[str, Any], colour: Colour) -> dict[str, Any]:
    look = next(look for look in frame["legend"] if look["colour"] == colour.name.lower())
    return {part: look[part] for part in ("colour", "shape", "letter", "word")}


def _facts(source: CaseInput, telling: Telling) -> list[dict[str, Any]]:
    """Return state, owner, deadline and what else is so of the case; `warn` where it is late."""
    case = source.case
    late = case.is_overdue(source.now)
    said: list[tuple[str, Text | str | None, bool]] = [
        ("state", STATES[case.state], False),
        ("closing", CLOSINGS[case.closing] if case.closing else None, False),
        ("owner", telling.person(case.owner) if case.owner else None, False),
        ("due", telling.moment(case.due_at) if case.due_at else None, late),
        ("escalated", ROLES[case.escalated_to] if case.escalated_to else None, False),
        ("opened", telling.moment(case.opened_at), False),
        ("reopened", LABELS["times"].fill(count=case.reopened) if case.reopened else None, False),
        ("closed", telling.moment(case.closed_at) if case.closed_at else None, False),
    ]
    return [
        {"label": both(LABELS[name]), "text": both(text if isinstance(text, Text) else Text(text, text)), "warn": warn}
        for name, text, warn in said
        if text is not None
    ]


def _history(source: CaseInput) -> dict[str, Any] | None:
    """Return the latest days of the level with those of the alert; null where none is known."""
    kept = source.history
    if kept is None or not len(kept.days) or np.isnan(kept.close).all():
        return None
    alert = source.case.newest
    began = int((np.datetime64(alert.since, "D") - kept.days[0]).astype(int))
    first = max(min(len(kept.days) - DAYS, began - LEAD_DAYS), 0)
    days = kept.days[first:]
    return {
        "first_day": str(days[0]),
        "last_day": str(days[-1]),
        "close": published_row(kept.close[first:]),
        **({} if kept.peers is None else {"peers": published_row(kept.peers[first:])}),
        "peers_name": both(kept.peers_name) if kept.peers is not None and kept.peers_name else None,
        "mean_days": MEAN_DAYS,
        "marks": [{"day": alert.since.isoformat(), "code": "level_shift"}] if 0 <= began < len(kept.days) else [],
        "runs": [
            {
                "first": alert.since.isoformat(),
                "last": alert.found_on.isoformat(),
                "colour": alert.colour.name.lower(),
            }
        ],
    }


def _next(kind: ActionKind, number: int) -> dict[str, Any]:
    name, command = NEXT[kind]
    return {"kind": kind.value, "name": both(name), "command": f"mbi case {command.format(n=number)}"}
