"""Cases, actions and transitions as documents of plain JSON types, and back again without loss. Moments are ISO texts in UTC, durations seconds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from openmbi.core.alert_documents import alert_document, alert_of, standing_document, standing_of
from openmbi.core.cases import (
    Action,
    ActionKind,
    Case,
    CaseState,
    CaseSubject,
    Cause,
    Closing,
    Dispute,
    EvidenceFile,
    Filed,
    Round,
    Transition,
)
from openmbi.core.levels import Level
from openmbi.core.owners import Role


def case_document(case: Case) -> dict[str, Any]:
    """Return a case as a document."""
    return {
        "number": case.number,
        "version": case.version,
        "level": case.level.value,
        "subject": case.subject,
        "place": case.place,
        "industry": case.industry,
        "state": case.state.value,
        "owner": case.owner,
        "opened_at": moment_text(case.opened_at),
        "changed_at": moment_text(case.changed_at),
        "alert": alert_document(case.alert),
        "newest": alert_document(case.newest),
        "due_at": _maybe(moment_text, case.due_at),
        "time_left_seconds": _maybe(_seconds, case.time_left),
        "escalated_to": _maybe(str, case.escalated_to),
        "escalated_at": _maybe(moment_text, case.escalated_at),
        "causes": [cause.value for cause in case.causes],
        "self_check": _maybe(_filed_document, case.self_check),
        "measures": [_filed_document(one) for one in case.measures],
        "feedback": [_filed_document(one) for one in case.feedback],
        "disputes": [_dispute_document(one) for one in case.disputes],
        "failed_verifications": case.failed_verifications,
        "closing": _maybe(str, case.closing),
        "closed_at": _maybe(moment_text, case.closed_at),
        "closed_on": _maybe(date.isoformat, case.closed_on),
        "covered_by": _group_document(case.covered_by),
        "reopened": case.reopened,
        "reopened_on": _maybe(date.isoformat, case.reopened_on),
        "rounds": [_round_document(one) for one in case.rounds],
    }


def case_of(document: Mapping[str, Any]) -> Case:
    """Return the case of a document that `case_document` made."""
    return Case(
        number=document["number"],
        version=document["version"],
        level=Level(document["level"]),
        subject=document["subject"],
        place=document["place"],
        industry=document["industry"],
        state=CaseState(document["state"]),
        owner=document["owner"],
        opened_at=moment_of(document["opened_at"]),
        changed_at=moment_of(document["changed_at"]),
        alert=alert_of(document["alert"]),
        newest=alert_of(document["newest"]),
        due_at=_maybe(moment_of, document["due_at"]),
        time_left=_maybe(_duration, document["time_left_seconds"]),
        escalated_to=_maybe(Role, document["escalated_to"]),
        escalated_at=_maybe(moment_of, document["escalated_at"]),
        causes=tuple(Cause(cause) for cause in document["causes"]),
        self_check=_maybe(_filed_of, document["self_check"]),
        measures=tuple(_filed_of(one) for one in document["measures"]),
        feedback=tuple(_filed_of(one) for one in document["feedback"]),
        disputes=tuple(_dispute_of(one) for one in document["disputes"]),
        failed_verifications=document["failed_verifications"],
        closing=_maybe(Closing, document["closing"]),
        closed_at=_maybe(moment_of, document["closed_at"]),
        closed_on=_maybe(date.fromisoformat, document["closed_on"]),
        covered_by=_group_of(document["covered_by"]),
        reopened=document["reopened"],
        reopened_on=_maybe(date.fromisoformat, document["reopened_on"]),
        rounds=tuple(_round_of(one) for one in document["rounds"]),
    )


def action_document(action: Action) -> dict[str, Any]:
    """Return an action as a document; what its kind does not have is left out."""
    whole = {
        "kind": action.kind.value,
        "actor": action.actor,
        "at": moment_text(action.at),
        "note": action.note or None,
        "evidence": _files_document(action.evidence) or None,
        "owner": action.owner,
        "causes": [cause.value for cause in action.causes] or None,
        "closing": _maybe(str, action.closing),
        "upheld": action.upheld,
        "alert": _maybe(alert_document, action.alert),
        "about": _maybe(_about_document, action.about),
        "standing": _maybe(standing_document, action.standing),
        "covered_by": _group_document(action.covered_by),
        "escalated_to": _maybe(str, action.escalated_to),
        "known_until": _maybe(date.isoformat, action.known_until),
    }
    return {field: value for field, value in whole.items() if value is not None}


def action_of(document: Mapping[str, Any]) -> Action:
    """Return the action of a document that `action_document` made."""
    return Action(
        kind=ActionKind(document["kind"]),
        actor=document["actor"],
        at=moment_of(document["at"]),
        note=document.get("note", ""),
        evidence=_files_of(document.get("evidence", ())),
        owner=document.get("owner"),
        causes=tuple(Cause(cause) for cause in document.get("causes", ())),
        closing=_maybe(Closing, document.get("closing")),
        upheld=document.get("upheld"),
        alert=_maybe(alert_of, document.get("alert")),
        about=_maybe(_about_of, document.get("about")),
        standing=_maybe(standing_of, document.get("standing")),
        covered_by=_group_of(document.get("covered_by")),
        escalated_to=_maybe(Role, document.get("escalated_to")),
        known_until=_maybe(date.fromisoformat, document.get("known_until")),
    )


def transition_document(transition: Transition) -> dict[str, Any]:
    """Return a transition as a document."""
    return {
        "case_number": transition.case_number,
        "version": transition.version,
        "action": action_document(transition.action),
        "state_before": _maybe(str, transition.state_before),
        "state_after": transition.state_after.value,
        "at": moment_text(transition.at),
    }


def transition_of(document: Mapping[str, Any]) -> Transition:
    """Return the transition of a document that `transition_document` made."""
    return Transition(
        case_number=document["case_number"],
        version=document["version"],
        action=action_of(document["action"]),
        state_before=_maybe(CaseState, document["state_before"]),
        state_after=CaseState(document["state_after"]),
        at=moment_of(document["at"]),
    )


def moment_text(moment: datetime) -> str:
    """Return a moment as an ISO text in UTC with microseconds, so that texts stand in the order of time: `2026-01-05T08:00:00.000000+00:00`."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def moment_of(text: str) -> datetime:
    """Return the moment of an ISO text with a zone, in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)


def _seconds(duration: timedelta) -> float:
    return duration.total_seconds()


def _duration(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


def _maybe(turn: Any, value: Any) -> Any:
    """Return a value turned into another form; None stays None."""
    return None if value is None else turn(value)


def _group_document(group: tuple[Level, str] | None) -> list[str] | None:
    return None if group is None else [group[0].value, group[1]]


def _group_of(document: Sequence[str] | None) -> tuple[Level, str] | None:
    return None if document is None else (Level(document[0]), document[1])


def _files_document(files: tuple[EvidenceFile, ...]) -> list[dict[str, str]]:
    return [{"name": file.name, "sha256": file.sha256} for file in files]


def _files_of(document: Sequence[Mapping[str, str]]) -> tuple[EvidenceFile, ...]:
    return tuple(EvidenceFile(file["name"], file["sha256"]) for file in document)


def _filed_document(filed: Filed) -> dict[str, Any]:
    return {
        "actor": filed.actor,
        "at": moment_text(filed.at),
        "note": filed.note,
        "evidence": _files_document(filed.evidence),
    }


def _filed_of(document: Mapping[str, Any]) -> Filed:
    return Filed(document["actor"], moment_of(document["at"]), document["note"], _files_of(document["evidence"]))


def _dispute_document(dispute: Dispute) -> dict[str, Any]:
    return {
        "filed": _filed_document(dispute.filed),
        "due_at": moment_text(dispute.due_at),
        "state_before": dispute.state_before.value,
        "time_left_seconds": _seconds(dispute.time_left),
        "decision": _maybe(_filed_document, dispute.decision),
        "upheld": dispute.upheld,
    }


def _dispute_of(document: Mapping[str, Any]) -> Dispute:
    return Dispute(
        filed=_filed_of(document["filed"]),
        due_at=moment_of(document["due_at"]),
        state_before=CaseState(document["state_before"]),
        time_left=_duration(document["time_left_seconds"]),
        decision=_maybe(_filed_of, document["decision"]),
        upheld=document["upheld"],
    )


def _round_document(one: Round) -> dict[str, Any]:
    return {
        "alert": alert_document(one.alert),
        "newest": alert_document(one.newest),
        "causes": [cause.value for cause in one.causes],
        "closing": one.closing.value,
        "closed_at": moment_text(one.closed_at),
        "closed_on": one.closed_on.isoformat(),
    }


def _round_of(document: Mapping[str, Any]) -> Round:
    return Round(
        alert=alert_of(document["alert"]),
        newest=alert_of(document["newest"]),
        causes=tuple(Cause(cause) for cause in document["causes"]),
        closing=Closing(document["closing"]),
        closed_at=moment_of(document["closed_at"]),
        closed_on=date.fromisoformat(document["closed_on"]),
    )


def _about_document(about: CaseSubject) -> dict[str, Any]:
    return {
        "level": about.level.value,
        "subject": about.subject,
        "place": about.place,
        "industry": about.industry,
        "owner": about.owner,
    }


def _about_of(document: Mapping[str, Any]) -> CaseSubject:
    return CaseSubject(
        Level(document["level"]), document["subject"], document["place"], document["industry"], document["owner"]
    )
