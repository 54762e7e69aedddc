"""How far a case has come, as the part of its document that every step changes: what has been done, and what may be done next."""

from __future__ import annotations

from typing import Any

from openmbi.core.case_words import CLOSINGS, STATES
from openmbi.core.cases import ActionKind
from openmbi.core.language import Text
from openmbi.reports.case.inputs import CaseProgress
from openmbi.reports.case.labels import LABELS, NEXT
from openmbi.reports.case.timeline import ROLES, Telling, timeline
from openmbi.reports.overview.figures import both


def progress(source: CaseProgress) -> dict[str, Any]:
    """Return that part: `timeline` has the latest step first, `next` the steps that a person may take, each with its command; `looked_at` says when."""
    case, telling = source.case, Telling(source.zone, source.people)
    return {
        "version": case.version,
        "looked_at": telling.moment(source.now),
        "state": {"code": case.state.value, "name": both(STATES[case.state])},
        "facts": _facts(source, telling),
        "timeline": timeline(source.transitions, telling),
        "due": telling.moment(case.due_at) if case.due_at else None,
        "next": [_next(kind, case.number) for kind in source.moves],
    }


def _facts(source: CaseProgress, telling: Telling) -> list[dict[str, Any]]:
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


def _next(kind: ActionKind, number: int) -> dict[str, Any]:
    name, command = NEXT[kind]
    return {"kind": kind.value, "name": both(name), "command": f"mbi case {command.format(n=number)}"}
