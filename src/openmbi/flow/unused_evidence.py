"""Files of evidence that came with a step which was refused and never sent again: removed with the daily update, so that nothing is kept that no case names."""

from __future__ import annotations

from datetime import datetime, timedelta

from openmbi.flow.case_desk import CaseDesk
from openmbi.store.evidence import EvidenceStore, cases_with_files

TRIES_LAST = timedelta(hours=24)
"""So long a file waits for its step: longer than a session may last by default, so that whoever tries again finds it."""


def forget_unused(desk: CaseDesk, now: datetime) -> dict[int, tuple[str, ...]]:
    """Remove the files that no step of their case names and that came, the last time, longer ago than `TRIES_LAST`; return by case their SHA-256."""
    removed: dict[int, tuple[str, ...]] = {}
    for number in cases_with_files(desk.bureau.folder):
        named = {file.sha256 for step in desk.ledger.history(number) for file in step.action.evidence}
        gone = EvidenceStore(desk.bureau.folder, number).forget(keep=named, before=now - TRIES_LAST)
        if gone:
            removed[number] = gone
    return removed
