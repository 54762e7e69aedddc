"""Cases: the record that follows one alert to its end, what can be done with it, and the line that each step leaves. Moments are UTC, with a zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from openmbi.core.alerts import Alert, Standing
from openmbi.core.levels import Level
from openmbi.core.owners import Role


class CaseState(StrEnum):
    """How far a case has come."""

    OPEN = "open"
    ASSIGNED = "assigned"
    ACKNOWLEDGED = "acknowledged"
    SELF_CHECKED = "self_checked"
    MEASURE_TAKEN = "measure_taken"
    FEEDBACK_GIVEN = "feedback_given"
    DISPUTED = "disputed"
    CLOSED = "closed"


class Cause(StrEnum):
    """What a self-check found behind a movement."""

    HOLIDAY = "holiday"
    MAINTENANCE = "maintenance"
    ORDER_LOSS = "order_loss"
    RELOCATION = "relocation"
    POWER_CUT = "power_cut"
    METER_FAULT = "meter_fault"
    ENVIRONMENTAL_STOP = "environmental_stop"
    ACCIDENT = "accident"
    OTHER = "other"
    NO_EVENT = "no_event"


class Closing(StrEnum):
    """Why a case was closed."""

    VERIFIED = "verified"  # feedback was given, and the data are back inside the close threshold
    RECOVERED = "recovered"  # the data came back by themselves
    FALSE_ALARM = "false_alarm"  # no event, confirmed
    DISPUTE_UPHELD = "dispute_upheld"  # the objection was right
    EXPLAINED = "explained"  # the movement is real and will last; its cause is accepted


class ActionKind(StrEnum):
    """What can be done with a case."""

    ASSIGN = "assign"
    ACKNOWLEDGE = "acknowledge"
    SELF_CHECK = "self_check"
    MEASURE = "measure"
    FEEDBACK = "feedback"
    DISPUTE = "dispute"
    RESOLVE_DISPUTE = "resolve_dispute"
    VERIFY = "verify"
    CLOSE = "close"
    REOPEN = "reopen"
    OPEN = "open"
    REFRESH = "refresh"
    MUTE = "mute"
    UNMUTE = "unmute"
    ESCALATE = "escalate"
    RECOVER = "recover"
    FAIL_VERIFICATION = "fail_verification"


BY_PERSONS = (
    ActionKind.ASSIGN,
    ActionKind.ACKNOWLEDGE,
    ActionKind.SELF_CHECK,
    ActionKind.MEASURE,
    ActionKind.FEEDBACK,
    ActionKind.DISPUTE,
    ActionKind.RESOLVE_DISPUTE,
    ActionKind.VERIFY,
    ActionKind.CLOSE,
    ActionKind.REOPEN,
)
"""What a person may do; the daily update does the rest, and verifies and reopens too."""
SYSTEM = "system"
"""The actor of what the daily update does."""


@dataclass(frozen=True)
class EvidenceFile:
    """A file that was shown as evidence; the file itself stays where it is. `sha256`: of its bytes, in hexadecimal digits."""

    name: str
    sha256: str


@dataclass(frozen=True)
class CaseSubject:
    """What a case is about. `place`: code of the place that it lies in; `industry`: its code; `owner`: identifier of who answers for that place."""

    level: Level
    subject: str
    place: str | None = None
    industry: str | None = None
    owner: str | None = None


@dataclass(frozen=True)
class Action:
    """One step that an actor takes at a moment, with what the kind of step needs. `known_until`: the newest day of the data that were known then.

    | kind | needs | may have |
    |---|---|---|
    | OPEN | alert, about | |
    | ASSIGN | owner | note |
    | ACKNOWLEDGE | | note |
    | SELF_CHECK | causes | note, evidence |
    | MEASURE, FEEDBACK | note | evidence |
    | DISPUTE | note, evidence | |
    | RESOLVE_DISPUTE | upheld, note | evidence, known_until |
    | VERIFY, RECOVER, FAIL_VERIFICATION | standing | note |
    | CLOSE | closing (FALSE_ALARM or EXPLAINED), note | evidence, known_until |
    | REOPEN | alert or note | evidence, known_until |
    | REFRESH | alert | |
    | MUTE | covered_by | |
    | UNMUTE | | |
    | ESCALATE | escalated_to | |
    """

    kind: ActionKind
    actor: str
    at: datetime
    note: str = ""
    evidence: tuple[EvidenceFile, ...] = ()
    owner: str | None = None
    causes: tuple[Cause, ...] = ()
    closing: Closing | None = None
    upheld: bool | None = None
    alert: Alert | None = None
    about: CaseSubject | None = None
    standing: Standing | None = None
    covered_by: tuple[Level, str] | None = None
    escalated_to: Role | None = None
    known_until: date | None = None


@dataclass(frozen=True)
class Filed:
    """What an actor stated at a moment, with its evidence."""

    actor: str
    at: datetime
    note: str
    evidence: tuple[EvidenceFile, ...] = ()


@dataclass(frozen=True)
class Dispute:
    """An objection to a case. `due_at`: until when it must be decided; `state_before`, `time_left`: where the case was and how long its step still had.

    `decision` and `upheld` are None until it is decided.
    """

    filed: Filed
    due_at: datetime
    state_before: CaseState
    time_left: timedelta
    decision: Filed | None = None
    upheld: bool | None = None


@dataclass(frozen=True)
class Round:
    """How a case ended that a new alert took up again later; `newest`: the last evidence of that time."""

    alert: Alert
    newest: Alert
    causes: tuple[Cause, ...]
    closing: Closing
    closed_at: datetime
    closed_on: date


@dataclass(frozen=True)
class Case:
    """The record of one alert. It is never changed: an action makes the next version.

    `number`: given by the ledger, 0 before. `version`: how many actions it has seen. `owner`: who has to act. `alert`: the evidence that opened it, `newest`:
    the latest. `due_at`: until when the next step must be done; None where no clock runs, and then `time_left` is what remained when it was stopped.
    `closed_on`: the newest day of data known at its closing. `covered_by`: the group (level, code) whose case mutes this one. `reopened`: how many times;
    `reopened_on`: the newest day of data when it last was by hand. `rounds`: how it had ended before each new alert.
    """

    number: int
    version: int
    level: Level
    subject: str
    place: str | None
    industry: str | None
    state: CaseState
    owner: str | None
    opened_at: datetime
    changed_at: datetime
    alert: Alert
    newest: Alert
    due_at: datetime | None = None
    time_left: timedelta | None = None
    escalated_to: Role | None = None
    escalated_at: datetime | None = None
    causes: tuple[Cause, ...] = ()
    self_check: Filed | None = None
    measures: tuple[Filed, ...] = ()
    feedback: tuple[Filed, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    failed_verifications: int = 0
    closing: Closing | None = None
    closed_at: datetime | None = None
    closed_on: date | None = None
    covered_by: tuple[Level, str] | None = None
    reopened: int = 0
    reopened_on: date | None = None
    rounds: tuple[Round, ...] = ()

    @property
    def key(self) -> tuple[Level, str]:
        """Level and subject: at most one case of a key is not closed."""
        return self.level, self.subject

    @property
    def about(self) -> CaseSubject:
        """What it is about, and who has to act."""
        return CaseSubject(self.level, self.subject, self.place, self.industry, self.owner)

    @property
    def dispute(self) -> Dispute | None:
        """The latest objection."""
        return self.disputes[-1] if self.disputes else None

    @property
    def is_closed(self) -> bool:
        """Whether it has come to its end."""
        return self.state is CaseState.CLOSED

    @property
    def is_muted(self) -> bool:
        """Whether a group's case stands for it: no notices, no clock."""
        return self.covered_by is not None

    def is_overdue(self, now: datetime) -> bool:
        """Whether its next step is late."""
        return self.due_at is not None and self.due_at < now


@dataclass(frozen=True)
class Transition:
    """What one action did to a case: `version` is the one it made; `state_before` is None where it opened the case."""

    case_number: int
    version: int
    action: Action
    state_before: CaseState | None
    state_after: CaseState
    at: datetime


def transition_between(before: Case | None, action: Action, after: Case) -> Transition:
    """Return the line that an action leaves."""
    return Transition(
        after.number, after.version, action, before.state if before else None, after.state, after.changed_at
    )
