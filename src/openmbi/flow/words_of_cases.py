"""What people have judged of alerts, as detection hears it: a false alarm was no event; an explained movement is the subject's level from then on."""

from __future__ import annotations

from datetime import datetime

import numpy as np

from openmbi.alerts.detection.replay import Word
from openmbi.core.cases import Case, Closing
from openmbi.core.tables import Days
from openmbi.flow.case_desk import CaseDesk
from openmbi.store.case_ledger import CaseFilter

NO_EVENT = (Closing.FALSE_ALARM, Closing.DISPUTE_UPHELD)


def words_of_cases(desk: CaseDesk, days: Days, as_of: datetime) -> tuple[Word, ...]:
    """Return the words that had been said by `as_of`, in the order of their days.

    A word is heard on the first of `days` (T,) after the newest one that was known when it was said. What the data closed says nothing.
    """
    closed = desk.ledger.find(CaseFilter(is_closed=True))
    words = (_word(case, days) for case in closed if case.closed_at is not None and case.closed_at <= as_of)
    return tuple(sorted((word for word in words if word is not None), key=lambda word: word.said_on))


def _word(case: Case, days: Days) -> Word | None:
    if case.closed_on is None or case.closing not in {*NO_EVENT, Closing.EXPLAINED}:
        return None
    heard = int(np.searchsorted(days, np.datetime64(case.closed_on, "D"), side="right"))
    return Word(case.level, case.subject, heard, no_event=case.closing in NO_EVENT)
