"""The machine of cases: (case, action, now) → the next version of the case, or a problem that says what is legal."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from openmbi.alerts.cases.changes import Step, changed, opened
from openmbi.alerts.cases.guards import check_complete, check_fit, check_time
from openmbi.alerts.cases.moves import is_legal, legal_moves
from openmbi.alerts.cases.refusals import illegal_move
from openmbi.catalog.case_rules import CaseParameters
from openmbi.catalog.workdays import EVERY_DAY, DayCount
from openmbi.core.cases import Action, Case


def apply(
    case: Case | None, action: Action, rules: CaseParameters, now: datetime, day_count: DayCount = EVERY_DAY
) -> Case:
    """Return the next version of a case after an action; `case` None: the action opens one, which has no number yet.

    Parameters
    ----------
    rules
        In force on the day of `now`.
    now
        The moment (UTC) at which the action is taken in; clocks start at it. `action.at`, when it was done, is not later.
    day_count
        How the days of deadlines are counted: `Workdays` of the bureau's calendar, or every day.

    Raises
    ------
    Problem
        `case.illegal-move` with the moves that are legal, `case.incomplete-action` where the action lacks what its kind needs, `case.ahead-of-time` or
        `case.clock-runs-back` where moments are not in order, or as `check_fit`. Nothing is changed then.
    """
    if not is_legal(case, action.kind):
        raise illegal_move(case, action.kind, legal_moves(case))
    check_complete(action)
    check_time(case, action, now)
    if case is None:
        return opened(action, rules, now, day_count)
    check_fit(case, action, rules, now, day_count)
    after = changed(Step(case, action, rules, now, day_count))
    return replace(after, version=case.version + 1, changed_at=now)
