"""What the ledger of cases refuses, said so that an officer can go on."""

from __future__ import annotations

from openmbi.core.case_words import ACTIONS
from openmbi.core.cases import Case, Transition
from openmbi.core.language import Text
from openmbi.core.problems import Problem


def changed_meanwhile(case: Case, last: Transition) -> Problem:
    """Return the Problem of a change that was made from an older version. `case` is as it is now, `last` what was done to it last."""
    return Problem(
        "case.changed-meanwhile",
        Text(
            "工单 {number} 已被他人处理：{actor} 于 {at:%Y-%m-%d %H:%M} UTC 执行「{kind}」，现为第 {version} 版",
            "case {number} was changed meanwhile: {actor} at {at:%Y-%m-%d %H:%M} UTC: {kind}; it is at version {version}",
        ).fill(
            number=case.number,
            actor=last.action.actor,
            at=last.at,
            kind=ACTIONS[last.action.kind],
            version=case.version,
        ),
        Text(
            "重新查看该工单（mbi case show），再决定如何处理",
            "look at it again (mbi case show), then decide what to do",
        ),
    )


def no_such_case(number: int) -> Problem:
    """Return the Problem of a number that no case has."""
    return Problem(
        "case.none",
        Text("没有第 {number} 号工单", "there is no case {number}").fill(number=number),
        Text("用 mbi case list 查看全部工单", "see all cases by mbi case list"),
    )


def already_open(case: Case, other: int) -> Problem:
    """Return the Problem of a second case of one subject; `other` is the number of the one that is not closed."""
    return Problem(
        "case.already-open",
        Text("主体 {subject} 已有未关闭的工单 {other}", "subject {subject} has case {other}, which is not closed").fill(
            subject=case.subject, other=other
        ),
        Text("处理该工单；它关闭后才能另开或重开", "work that one; another can be opened once it is closed"),
    )
