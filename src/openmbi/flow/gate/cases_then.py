"""Cases as they stood at a past moment: what was done to each until then, done again by the machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from openmbi.alerts.cases.machine import apply
from openmbi.core.cases import Case
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.flow.case_desk import CaseDesk
from openmbi.flow.cases import Asked
from openmbi.store.case_ledger import CaseFilter


def cases_then(desk: CaseDesk, asked: Asked, as_of: datetime) -> Iterator[Case]:
    """Yield the cases that are asked for as they stood at a moment, by number; overdue, closed and all else as it was then.

    Raises
    ------
    Problem
        As `case_then`.
    """
    for case in desk.ledger.find(CaseFilter(level=asked.level, place=asked.place)):
        then = case_then(desk, case, as_of)
        if then is not None and _is_asked(then, asked, as_of):
            yield then


def case_then(desk: CaseDesk, case: Case, as_of: datetime) -> Case | None:
    """Return a case as it stood at a moment; None where it was not yet opened. `case`: as it stands now.

    Raises
    ------
    Problem
        `cases.not-repeated` where the rules of then are declared otherwise now, so that its steps do not lead where they led.
    """
    if case.changed_at <= as_of:
        return case
    then: Case | None = None
    for step in desk.ledger.history(case.number):
        if step.at > as_of:
            break
        try:
            after = apply(then, step.action, desk.rules(step.at), step.at, desk.workdays)
        except Problem as problem:
            raise _not_repeated(case.number) from problem
        if after.state is not step.state_after:
            raise _not_repeated(case.number)
        then = replace(after, number=case.number)
    return then


def _is_asked(case: Case, asked: Asked, at: datetime) -> bool:
    return (
        (not asked.states or case.state in asked.states)
        and (asked.closed or bool(asked.states) or not case.is_closed)
        and asked.owner in {None, case.owner}
        and (not asked.overdue or case.is_overdue(at))
    )


def _not_repeated(number: int) -> Problem:
    return Problem(
        "cases.not-repeated",
        Text(
            "工单 {number} 当时的规则已被改写，无法还原当时的状态",
            "the rules that case {number} was worked by are declared otherwise now: how it stood then cannot be told",
        ).fill(number=number),
        Text(
            "不写 as_of 查询现状，或恢复目录中当时的规则",
            "ask without as_of, or declare the rules of then in the catalog again",
        ),
    )
