"""The outbox: notices that wait to be sent. They are put down in the transaction of the change that they tell of, and sent afterwards, with retries."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from openmbi.core.case_documents import moment_of, moment_text
from openmbi.core.language import Text
from openmbi.core.notices import Notice, NoticeState, OutboxNotice
from openmbi.store.operations import Operations
from openmbi.store.operations_schema import OUTBOX

LEASE = timedelta(minutes=10)


@dataclass(frozen=True)
class Outbox:
    """The outbox of a bureau. `lease`: how long a notice that was handed out is left to the process that took it, before it is due again."""

    operations: Operations
    lease: timedelta = LEASE

    def put(self, notice: Notice) -> bool:
        """Put a notice down, due at once, and return True; False where one of this owner, key and channel was put down before."""
        with self.operations.joining() as connection:
            told = (OUTBOX.c.owner, notice.owner), (OUTBOX.c.notice_key, notice.key), (OUTBOX.c.channel, notice.channel)
            if connection.scalar(select(OUTBOX.c.identifier).where(*(column == value for column, value in told))):
                return False
            newest = connection.scalar(select(func.max(OUTBOX.c.identifier))) or 0
            row = {column.name: value for column, value in told}
            row |= {"identifier": newest + 1, "state": NoticeState.WAITING, "attempts": 0}
            connection.execute(
                OUTBOX.insert().values(**row, due_at=moment_text(notice.created_at), document=_document(notice))
            )
            return True

    def due(self, now: datetime, limit: int = 100) -> tuple[OutboxNotice, ...]:
        """Hand out the notices that are due, oldest first. Each is given to one caller only until its lease is over.

        The caller says `sent` or `failed` of each. Where it cannot (the process ends), the notice is due again after the lease, and `may_repeat` is true.
        """
        with self.operations.joining() as connection:
            waiting = (OUTBOX.c.state == NoticeState.WAITING) & (OUTBOX.c.due_at <= moment_text(now))
            rows = connection.execute(select(OUTBOX).where(waiting).order_by(OUTBOX.c.identifier).limit(limit)).all()
            taken = {"last_attempt_at": now, "due_at": now + self.lease}
            for row in rows:
                moments = {name: moment_text(moment) for name, moment in taken.items()}
                _set(connection, row.identifier, attempts=row.attempts + 1, last_error=None, **moments)
            return tuple(_notice(row, attempts=row.attempts + 1, **taken) for row in rows)

    def sent(self, identifier: int) -> None:
        """Note that a notice was sent, at the moment at which it was handed out."""
        with self.operations.joining() as connection:
            _set(connection, identifier, state=NoticeState.SENT, due_at=None, sent_at=OUTBOX.c.last_attempt_at)

    def failed(self, identifier: int, error: str, retry_at: datetime | None) -> None:
        """Note why a notice could not be sent, and when it is due again; None: it is given up."""
        state = NoticeState.GIVEN_UP if retry_at is None else NoticeState.WAITING
        due_at = None if retry_at is None else moment_text(retry_at)
        with self.operations.joining() as connection:
            _set(connection, identifier, state=state, due_at=due_at, last_error=error)

    def notices(self, state: NoticeState | None = None, owner: str | None = None) -> tuple[OutboxNotice, ...]:
        """Return the notices of a state and an owner (all, where None), oldest first."""
        wanted = select(OUTBOX).order_by(OUTBOX.c.identifier)
        if state is not None:
            wanted = wanted.where(OUTBOX.c.state == state)
        if owner is not None:
            wanted = wanted.where(OUTBOX.c.owner == owner)
        with self.operations.reading() as connection:
            return tuple(_notice(row) for row in connection.execute(wanted))


def _set(connection: Connection, identifier: int, **values: Any) -> None:
    """Change a notice.

    Raises
    ------
    LookupError
        Where there is none of this identifier.
    """
    changed = connection.execute(update(OUTBOX).where(OUTBOX.c.identifier == identifier).values(**values))
    if changed.rowcount != 1:
        raise LookupError(f"no notice {identifier} in the outbox")


def _moment_or_none(text: str | None) -> datetime | None:
    return None if text is None else moment_of(text)


def _document(notice: Notice) -> str:
    content = {
        "title": vars(notice.title),
        "body": vars(notice.body),
        "created_at": notice.created_at.isoformat(),
        "cases": notice.cases,
    }
    return json.dumps(content, ensure_ascii=False)


def _notice(row: Row[Any], **changed: Any) -> OutboxNotice:
    content = json.loads(row.document)
    notice = Notice(
        owner=row.owner,
        key=row.notice_key,
        title=Text.of(content["title"]),
        body=Text.of(content["body"]),
        created_at=datetime.fromisoformat(content["created_at"]),
        cases=tuple(content["cases"]),
        channel=row.channel,
    )
    fields = {
        "identifier": row.identifier,
        "state": NoticeState(row.state),
        "attempts": row.attempts,
        "due_at": _moment_or_none(row.due_at),
        "last_attempt_at": _moment_or_none(row.last_attempt_at),
        "last_error": row.last_error,
        "sent_at": _moment_or_none(row.sent_at),
    }
    return OutboxNotice(notice=notice, **fields | changed)
