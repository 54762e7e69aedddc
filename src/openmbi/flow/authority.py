"""Who may act on a case: the offices whose places enclose it, and an enterprise on cases of its own.

Until persons sign in, a command says who acts; it is noted, and held to what the owner of that name may do.
"""

from __future__ import annotations

from openmbi.core.cases import ActionKind, Case
from openmbi.core.language import Text
from openmbi.core.owners import BUREAU, Owner, Owners, Role, enclosing
from openmbi.core.problems import Problem

OF_ENTERPRISES = frozenset(
    {
        ActionKind.ACKNOWLEDGE,
        ActionKind.SELF_CHECK,
        ActionKind.MEASURE,
        ActionKind.FEEDBACK,
        ActionKind.DISPUTE,
    }
)
"""What an enterprise may do with a case of its own."""


def acting(owners: Owners, by: str | None, login: str) -> str:
    """Return who acts: the identifier given; else the actor of the login; else the bureau where it is an owner.

    Raises
    ------
    Problem
        `case.unknown-actor` where nobody is declared by that name.
    """
    known = owners.acts_for(by) if by else None
    if by and known:
        return by
    mapped = None if by else owners.actor_of_login(login) or _bureau(owners)
    if mapped:
        return mapped
    listed = ", ".join(sorted(one.identifier for one in (*owners.actors, *owners.owners)))
    raise Problem(
        "case.unknown-actor",
        Text("owners.yml 中没有「{who}」", "owners.yml declares nobody called “{who}”").fill(who=by or login),
        Text(
            "用 --by 写明 owners.yml 中的标识，或在其中登记此人",
            "say by --by who acts, by an identifier of owners.yml, or declare the person there",
        ),
        expected=Text(listed, listed),
    )


def _bureau(owners: Owners) -> str | None:
    """Return the bureau where it is an owner: without owners.yml it answers for every place."""
    return BUREAU if owners.owner(BUREAU) else None


def check_authority(owners: Owners, actor: str, case: Case, kind: ActionKind) -> None:
    """Refuse a step that is not the actor's to take.

    Raises
    ------
    Problem
        `case.not-yours`; `case.own-dispute` where somebody would decide an objection of their own.
    """
    owner = owners.acts_for(actor)
    if owner is None or not (_is_enterprise_of(owner, case, kind) or _is_office_of(owner, case)):
        raise _not_yours(actor, case, owners)
    dispute = case.dispute
    if kind is ActionKind.RESOLVE_DISPUTE and dispute and dispute.filed.actor == actor:
        raise Problem(
            "case.own-dispute",
            Text("工单 {n} 的异议由 {who} 本人提出", "{who} raised the objection to case {n}").fill(
                n=case.number, who=actor
            ),
            Text("请由另一人裁定", "another person has to decide it"),
        )


def _is_office_of(owner: Owner, case: Case) -> bool:
    """Whether an owner is an office that answers for the case: it was given to it, or lies in one of its places."""
    if owner.role is Role.ENTERPRISE:
        return False
    return owner.identifier == case.owner or bool(set(owner.places) & set(enclosing(case.place or "")))


def _is_enterprise_of(owner: Owner, case: Case, kind: ActionKind) -> bool:
    return owner.role is Role.ENTERPRISE and case.subject in owner.enterprises and kind in OF_ENTERPRISES


def _not_yours(actor: str, case: Case, owners: Owners) -> Problem:
    place = owners.owner_of(case.place or "")
    answers = case.owner or (place.identifier if place else "–")
    return Problem(
        "case.not-yours",
        Text("{who} 不能对工单 {n} 作此操作", "{who} may not do this with case {n}").fill(who=actor, n=case.number),
        Text(
            "由负责单位或其上级操作；企业只能签收、自查、采取措施、反馈与提出异议",
            "its owner or an office above does it; an enterprise acknowledges, self-checks, takes measures, gives feedback and disputes",
        ),
        expected=Text("负责单位：{answers}", "its owner: {answers}").fill(answers=answers),
    )
