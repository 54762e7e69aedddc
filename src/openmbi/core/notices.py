"""Notices: what an owner is told, once. A digest of several cases is one notice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from openmbi.core.language import Text


@dataclass(frozen=True)
class Notice:
    """One message to one owner, not yet sent.

    `owner`: identifier of the actor it is for. `key` names what it tells, so that the same is never told twice: a second notice of the same owner, key and
    channel is not taken. `channel` names the channel of the owner where each is sent to by itself; never its address, which may hold a secret.
    `cases`: numbers of the cases it tells of. `created_at`: when it was written, with time zone.
    """

    owner: str
    key: str
    title: Text
    body: Text
    created_at: datetime
    cases: tuple[int, ...] = ()
    channel: str = ""


class NoticeState(StrEnum):
    """How far a notice has come."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given_up"  # it failed, and no other try is planned


@dataclass(frozen=True)
class OutboxNotice:
    """A notice in the outbox.

    `attempts` counts how often it was handed out to be sent, `last_attempt_at` is the last time. `due_at`: when it is next to be sent, None where it is not.
    `last_error`: what the last try failed with. `sent_at`: None until it is sent.
    """

    identifier: int
    notice: Notice
    state: NoticeState
    attempts: int
    due_at: datetime | None
    last_attempt_at: datetime | None = None
    last_error: str | None = None
    sent_at: datetime | None = None

    @property
    def may_repeat(self) -> bool:
        """Whether an earlier try was cut off before anyone knew if it arrived."""
        return self.attempts > 1 and self.last_error is None
