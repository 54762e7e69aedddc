"""The occasions on which a case is told of, each with a name that stays the same, so that it is told once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from openmbi.core.cases import Case, Dispute
from openmbi.core.language import Text
from openmbi.core.tables import Colour


class OccasionKind(StrEnum):
    """Why a case is told of, the most urgent first."""

    ESCALATED = "escalated"
    OVERDUE = "overdue"
    DISPUTED = "disputed"
    WORSE = "worse"
    UNVERIFIED = "unverified"
    REOPENED = "reopened"
    NEW = "new"
    SELF_CHECKED = "self_checked"
    FEEDBACK = "feedback"
    DECIDED = "decided"
    CLOSED = "closed"


WORDS = MappingProxyType(
    {
        OccasionKind.ESCALATED: Text("已升级", "escalated"),
        OccasionKind.OVERDUE: Text("逾期", "overdue"),
        OccasionKind.DISPUTED: Text("异议待裁定", "disputed"),
        OccasionKind.WORSE: Text("由黄转红", "from yellow to red"),
        OccasionKind.UNVERIFIED: Text("数据核验未通过", "not verified by the data"),
        OccasionKind.REOPENED: Text("重新立单", "reopened"),
        OccasionKind.NEW: Text("新工单", "new"),
        OccasionKind.SELF_CHECKED: Text("已自查", "self-checked"),
        OccasionKind.FEEDBACK: Text("已反馈", "feedback given"),
        OccasionKind.DECIDED: Text("异议已裁定", "dispute decided"),
        OccasionKind.CLOSED: Text("已办结", "closed"),
    }
)


@dataclass(frozen=True)
class Occasion:
    """One thing to tell of a case. `mark` tells it from others of its kind of the same case and round: which deadline or objection.

    `actor`: whose act it is, where that one's owner need not be told of it.
    """

    kind: OccasionKind
    case: Case
    mark: str = ""
    actor: str | None = None

    @property
    def key(self) -> str:
        """The name of the occasion, the same for ever: kind, number, round and mark, as in `overdue.12.0.2026-03-01T09:00:00+00:00`.

        A round is how often the case was reopened; what was objected and decided outlasts it.
        """
        outlasts = self.kind in {OccasionKind.DISPUTED, OccasionKind.DECIDED}
        return f"{self.kind}.{self.case.number}.{0 if outlasts else self.case.reopened}.{self.mark}"


def awaiting_end(keys: Iterable[str]) -> frozenset[int]:
    """Return the numbers of the cases that somebody was told of by these keys, and was not told the end of since they were last opened."""
    rounds: dict[int, int] = {}
    ended: set[tuple[int, int]] = set()
    for key in keys:
        kind, number, reopened, _ = key.split(".", 3)
        rounds[int(number)] = max(rounds.get(int(number), 0), int(reopened))
        if kind == OccasionKind.CLOSED:
            ended.add((int(number), int(reopened)))
    return frozenset(number for number, last in rounds.items() if (number, last) not in ended)


def occasions_of(case: Case, now: datetime) -> tuple[Occasion, ...]:
    """Return what there is to tell of a case as it stands; nothing of one that a group's case mutes."""
    if case.is_closed:
        return (Occasion(OccasionKind.CLOSED, case),)
    return () if case.is_muted else tuple(_of_open(case, now))


def _of_open(case: Case, now: datetime) -> Iterator[Occasion]:
    yield Occasion(OccasionKind.REOPENED if case.reopened else OccasionKind.NEW, case)
    if case.is_overdue(now) and case.due_at:
        yield Occasion(OccasionKind.OVERDUE, case, case.due_at.isoformat())
    if case.escalated_to:
        yield Occasion(OccasionKind.ESCALATED, case, case.escalated_to)
    if case.alert.colour is Colour.YELLOW and case.newest.colour is Colour.RED:
        yield Occasion(OccasionKind.WORSE, case)
    if case.failed_verifications:
        yield Occasion(OccasionKind.UNVERIFIED, case, str(case.failed_verifications))
    if case.self_check:
        yield Occasion(OccasionKind.SELF_CHECKED, case, case.self_check.at.isoformat(), case.self_check.actor)
    if case.feedback:
        yield Occasion(OccasionKind.FEEDBACK, case, str(len(case.feedback)), case.feedback[-1].actor)
    if case.dispute:
        yield from _of_dispute(case, case.dispute)


def _of_dispute(case: Case, dispute: Dispute) -> Iterator[Occasion]:
    """Yield an objection until it is decided, then the decision; one that was upheld closed the case."""
    mark = str(len(case.disputes))
    if dispute.decision is None:
        yield Occasion(OccasionKind.DISPUTED, case, mark)
    elif not dispute.upheld:
        yield Occasion(OccasionKind.DECIDED, case, mark, dispute.decision.actor)
