"""One case as a document: what was found and why, what has been done, and what may be done next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from openmbi.core.tables import Colour
from openmbi.reports.case.inputs import CaseInput
from openmbi.reports.case.labels import LABELS
from openmbi.reports.case.progress import progress
from openmbi.reports.overview.figures import both
from openmbi.reports.province.figures import published_row
from openmbi.reports.province.levels import NAMES
from openmbi.reports.province.paths import ALERTS, case_path, page_path

DAYS = 180
"""So many days are drawn, and at least `LEAD_DAYS` before the movement began."""
LEAD_DAYS = 60
MEAN_DAYS = 7


def case_page(source: CaseInput, frame: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document: `reason` is that of the newest evidence; how far the case has come as `progress` tells it."""
    case = source.case
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
        "covered_by": both(source.covered_by) if source.covered_by else None,
        "history": _history(source),
        **progress(source.progress),
    }


def _look(frame: Mapping[str, Any], colour: Colour) -> dict[str, Any]:
    look = next(look for look in frame["legend"] if look["colour"] == colour.name.lower())
    return {part: look[part] for part in ("colour", "shape", "letter", "word")}


def _history(source: CaseInput) -> dict[str, Any] | None:
    """Return the latest days of the level with those of the alert; null where none is known."""
    kept = source.history
    if kept is None or not len(kept.days) or np.isnan(kept.close).all():
        return None
    alert = source.case.newest
    began = int((np.datetime64(alert.since, "D") - kept.days[0]).astype(int))
    first = max(min(len(kept.days) - DAYS, began - LEAD_DAYS), 0)
    days = kept.days[first:]
    last = np.datetime64(source.case.closed_on or kept.days[-1], "D")
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
                "last": str(min(last, days[-1])),
                "colour": alert.colour.name.lower(),
            }
        ],
    }
