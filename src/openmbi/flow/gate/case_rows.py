"""Cases as columns, as far as a viewer's scope reaches."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pyarrow as pa

from openmbi.core.access import Viewer
from openmbi.core.cases import Case
from openmbi.flow.cases import Asked
from openmbi.flow.gate.answer import Answer
from openmbi.flow.gate.cases import cases, check_reads, within
from openmbi.flow.gate.cases_then import cases_then
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.pages import page_end, row_after

CASE_COLUMNS = pa.schema(
    [
        pa.field("number", pa.int64(), nullable=False),
        pa.field("version", pa.int64(), nullable=False),
        pa.field("level", pa.string(), nullable=False),
        pa.field("subject", pa.string(), nullable=False),
        pa.field("place", pa.string()),
        pa.field("industry", pa.string()),
        pa.field("state", pa.string(), nullable=False),
        pa.field("owner", pa.string(), nullable=False),
        pa.field("light", pa.string(), nullable=False),
        pa.field("opened_at", pa.string(), nullable=False),
        pa.field("due_at", pa.string()),
        pa.field("closed_at", pa.string()),
        pa.field("closing", pa.string()),
    ]
)
"""Moments are ISO texts on the clock of the place; `light`: the colour of the newest alert."""


def case_rows(
    gate: Gate, viewer: Viewer, asked: Asked, *, after: str | None, limit: int, as_of: datetime | None = None
) -> Answer:
    """Return one row a case as it stands now, or stood at `as_of`, by number (CASE_COLUMNS). `skip` and `limit` of `asked` are not used: a page begins
    `after` a number.

    Raises
    ------
    Problem
        `access.not-permitted`; `figures.page`; as `openmbi.flow.gate.cases_then.cases_then`.
    """
    begin = _number(after)
    found = _found(gate, viewer, replace(asked, skip=0, limit=None), as_of)
    rest = sorted((case for case in found if case.number > begin), key=lambda case: case.number)
    rows = rest[:limit]
    return Answer(CASE_COLUMNS, _columns(gate, rows), None, page_end((rows[-1].number,)) if len(rest) > limit else None)


def _found(gate: Gate, viewer: Viewer, asked: Asked, as_of: datetime | None) -> tuple[Case, ...]:
    if as_of is None or as_of >= gate.now():
        return cases(gate, viewer, asked).cases
    check_reads(viewer)
    return tuple(one for one in cases_then(gate.desk, asked, as_of) if within(viewer.scope, one))


def _number(after: str | None) -> int:
    told = row_after(after, 1)[0] if after else "0"
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 19 else 0


def _columns(gate: Gate, rows: list[Case]) -> dict[str, list[object]]:
    def moment(one: datetime | None) -> str | None:
        return None if one is None else one.astimezone(gate.bureau.zone).isoformat()

    return {
        "number": [case.number for case in rows],
        "version": [case.version for case in rows],
        "level": [str(case.level) for case in rows],
        "subject": [case.subject for case in rows],
        "place": [case.place for case in rows],
        "industry": [case.industry for case in rows],
        "state": [case.state.value for case in rows],
        "owner": [case.owner for case in rows],
        "light": [case.newest.colour.name.lower() for case in rows],
        "opened_at": [moment(case.opened_at) for case in rows],
        "due_at": [moment(case.due_at) for case in rows],
        "closed_at": [moment(case.closed_at) for case in rows],
        "closing": [case.closing and case.closing.value for case in rows],
    }
