"""The problems that an action on a case can meet; nothing was changed when one is raised."""

from __future__ import annotations

from datetime import datetime
from functools import reduce

from openmbi.core.alerts import Standing
from openmbi.core.case_words import ACTIONS, CAUSES, CLOSINGS, STATES
from openmbi.core.cases import BY_PERSONS, Action, ActionKind, Case, Cause, Closing
from openmbi.core.language import Text
from openmbi.core.problems import Problem


def illegal_move(case: Case | None, kind: ActionKind, legal: tuple[ActionKind, ...]) -> Problem:
    """A move that the state of the case does not allow; says which moves of persons it allows."""
    by_persons = [one for one in legal if one in BY_PERSONS]
    return Problem(
        "case.illegal-move",
        Text(
            "工单 {name} 处于「{state}」，不能“{move}”（{kind}）",
            "case {name} is in the state “{state}” and does not allow “{move}” ({kind})",
        ).fill(name=_name(case), state=_state(case), move=ACTIONS[kind], kind=kind.value),
        Text("请按当前状态允许的操作办理", "take one of the moves that the state allows"),
        expected=_listed([ACTIONS[one] + Text(f"（{one.value}）", f" ({one.value})") for one in by_persons])
        if by_persons
        else Text("当前没有可由人办理的操作", "there is none now that a person takes"),
    )


def incomplete(action: Action, field: str) -> Problem:
    """An action without something that its kind needs."""
    return Problem(
        "case.incomplete-action",
        Text("操作“{move}”缺少 {field}", "the step “{move}” lacks {field}").fill(
            move=ACTIONS[action.kind], field=field
        ),
        Text("请补充后再提交", "give it and try again"),
        field=field,
    )


def contradictory_causes(causes: tuple[Cause, ...]) -> Problem:
    """A self-check that finds an event and no event."""
    return Problem(
        "case.contradictory-causes",
        Text("自查原因相互矛盾：{causes}", "the causes of the self-check contradict each other: {causes}").fill(
            causes=_listed([CAUSES[cause] for cause in causes])
        ),
        Text("“经核实无异常”只能单独填报", "name no_event alone, or leave it out"),
        field="causes",
    )


def not_by_hand(closing: Closing | None) -> Problem:
    """A closing that only the data or a decision can give."""
    return Problem(
        "case.not-by-hand",
        Text("不能人工以“{closing}”办结", "a case is not closed by hand as “{closing}”").fill(
            closing=CLOSINGS[closing] if closing else Text("未说明", "not said")
        ),
        Text("恢复由数据核验，异议由裁定办结", "the data verify a recovery, and a decision settles a dispute"),
        expected=Text("false_alarm 或 explained", "false_alarm or explained"),
        field="closing",
    )


def event_found(case: Case) -> Problem:
    """A closing as false alarm of a case whose self-check found an event."""
    return Problem(
        "case.event-found",
        Text(
            "工单 {name} 的自查原因是：{causes}，不是误报",
            "the self-check of case {name} found {causes}: no false alarm",
        ).fill(name=_name(case), causes=_listed([CAUSES[cause] for cause in case.causes])),
        Text("如自查有误，请重新填报自查（no_event）", "file the self-check anew with no_event where it was wrong"),
    )


def passing_cause(case: Case, lasting: tuple[Cause, ...]) -> Problem:
    """A closing as explained of a case whose causes pass."""
    return Problem(
        "case.passing-cause",
        Text(
            "工单 {name} 的原因（{causes}）会消失，须等数据恢复",
            "the causes of case {name} ({causes}) pass, so that the data must come back",
        ).fill(name=_name(case), causes=_listed([CAUSES[cause] for cause in case.causes])),
        Text("请采取措施并反馈，由数据核验", "take a measure, give feedback and let the data verify it"),
        expected=_listed([CAUSES[cause] for cause in lasting]),
    )


def not_back(case: Case, standing: Standing, days: int, needed: int) -> Problem:
    """A verification or recovery that the data do not show yet."""
    return Problem(
        "case.not-back",
        Text(
            "截至 {day}，工单 {name} 的数据自最新证据以来连续 {inside} 天在关闭阈值内，尚不足 {needed} 天",
            "up to {day} case {name} has been inside the close threshold for {inside} days in a row since its newest evidence, less than {needed}",
        ).fill(day=standing.day, name=_name(case), inside=days, needed=needed),
        Text(
            "请等待新数据；如变动将持续，请以 explained 办结",
            "wait for newer data; where the movement will last, close it as explained",
        ),
    )


def is_back(case: Case, standing: Standing) -> Problem:
    """A failed verification that the data contradict."""
    return Problem(
        "case.is-back",
        Text("截至 {day}，工单 {name} 的数据已恢复", "up to {day} the data of case {name} are back").fill(
            day=standing.day, name=_name(case)
        ),
        Text("请核验办结", "verify the case"),
    )


def other_subject(case: Case, found: str) -> Problem:
    """An alert or standing of somebody else."""
    return Problem(
        "case.other-subject",
        Text(
            "所附数据属于 {found}，工单 {name} 的主体是 {subject}",
            "the data given are of {found}, case {name} is about {subject}",
        ).fill(found=found, name=_name(case), subject=f"{case.level}:{case.subject}"),
        Text("请使用该工单主体的数据", "give the data of the case's own subject"),
    )


def old_data(case: Case) -> Problem:
    """An alert or standing that says nothing newer than the case knows."""
    return Problem(
        "case.old-data",
        Text(
            "所附数据不新于工单 {name} 已有的证据（{day}）",
            "the data given are not newer than the evidence of case {name} ({day})",
        ).fill(name=_name(case), day=case.newest.found_on),
        Text("请使用更新的数据", "give newer data"),
    )


def no_new_evidence(case: Case) -> Problem:
    """An objection with nothing but evidence that was judged before."""
    return Problem(
        "case.no-new-evidence",
        Text("对工单 {name} 的异议没有新证据", "the objection to case {name} brings no new evidence").fill(
            name=_name(case)
        ),
        Text("请附上此前未裁定过的证据", "add evidence that was not judged before"),
        field="evidence",
    )


def not_late(case: Case) -> Problem:
    """A step by the clock whose moment has not come."""
    return Problem(
        "case.not-late",
        Text("工单 {name} 尚未到期，或刚刚升级", "case {name} is not late, or was escalated only just now").fill(
            name=_name(case)
        ),
        Text("请等到期限之后", "wait until its deadline has passed"),
    )


def wrong_office(case: Case) -> Problem:
    """An escalation past or below the next office."""
    return Problem(
        "case.wrong-office",
        Text("工单 {name} 不应升级到该级", "case {name} is not escalated to that office now").fill(name=_name(case)),
        Text("逐级升级：县 → 市 → 省", "escalate step by step: county → city → province"),
        field="escalated_to",
    )


def covered_so(case: Case) -> Problem:
    """A muting that changes nothing or that is by the case itself."""
    return Problem(
        "case.covered-so",
        Text(
            "工单 {name} 已由该群体代为处理，或就是该群体",
            "case {name} is muted by that group already, or is the group itself",
        ).fill(name=_name(case)),
        Text("请指明另一群体", "name another group"),
        field="covered_by",
    )


def ahead_of_time(at: datetime, now: datetime) -> Problem:
    """An action of a moment that has not come."""
    return Problem(
        "case.ahead-of-time",
        Text("操作时间 {at} 晚于当前时间 {now}", "the step is of {at}, which is later than now, {now}").fill(
            at=_said(at), now=_said(now)
        ),
        Text("请检查时钟", "check the clock"),
    )


def clock_runs_back(case: Case, now: datetime) -> Problem:
    """A moment before the last change of the case."""
    return Problem(
        "case.clock-runs-back",
        Text(
            "工单 {name} 最近一次变更在 {changed}，晚于 {now}",
            "case {name} was last changed at {changed}, later than {now}",
        ).fill(name=_name(case), changed=_said(case.changed_at), now=_said(now)),
        Text("请使用更晚的时间", "use a later moment"),
    )


def _said(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def _name(case: Case | None) -> str:
    return str(case.number) if case else "–"


def _state(case: Case | None) -> Text:
    return STATES[case.state] if case else Text("尚未立单", "not opened yet")


def _listed(texts: list[Text]) -> Text:
    return reduce(lambda so_far, text: so_far + Text("、", ", ") + text, texts) if texts else Text("未填报", "none")
