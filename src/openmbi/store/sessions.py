"""Sessions in the operational database: only the SHA-256 of a session's secret is kept. One that ends is removed; the audit chain tells of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Any

from sqlalchemy import Row, bindparam, delete, select, update

from openmbi.core.case_documents import moment_of, moment_text
from openmbi.core.sessions import KeptSession
from openmbi.store.audit_chain import AuditChain, sha256_of
from openmbi.store.operations import Operations
from openmbi.store.operations_schema import SESSIONS
from openmbi.store.users import ITS_USER, KeptUser, about, kept_of

IDENTIFIER_DIGITS = 16


@dataclass(frozen=True)
class Ending:
    """Who ends a session, when and why, such as `signed-out`."""

    by: str
    at: datetime
    why: str


@dataclass(frozen=True)
class SessionLedger:
    """The sessions of a bureau's users."""

    operations: Operations

    def begin(self, session: KeptSession, secret_sha256: str, at_most: int) -> None:
        """Add a session; of those that its user has then, the oldest end until no more than `at_most` are left."""
        with self.operations.joining() as connection:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.ends_at <= moment_text(session.started_at)))
            before = [one for one in self.of(session.user) if not one.is_over(session.started_at, session.idle)]
            ending = Ending(session.user, session.started_at, "too-many")
            self._remove(before[: max(0, len(before) + 1 - at_most)], ending)
            connection.execute(SESSIONS.insert().values(**_row(session), secret_sha256=secret_sha256))
            self._note("session.begin", session, session.user, session.started_at, {"source": session.source})

    def of(self, user: str | None = None) -> tuple[KeptSession, ...]:
        """Return the sessions of a user (all, where None), oldest first, with those that are over and were not removed yet."""
        chosen = select(SESSIONS).order_by(SESSIONS.c.started_at, SESSIONS.c.identifier)
        if user is not None:
            chosen = chosen.where(SESSIONS.c.user_identifier == user)
        with self.operations.reading() as connection:
            return tuple(map(_session_of, connection.execute(chosen)))

    def held(self, secret_sha256: str) -> tuple[KeptSession, KeptUser] | None:
        """Return the session whose secret has a hash, and its user; None where there is none."""
        with self.operations.reading() as connection:
            found = connection.execute(_HELD, {"wanted": secret_sha256}).first()
            if found is None or not compare_digest(found.secret_sha256, secret_sha256):
                return None
            row = connection.execute(ITS_USER, {"wanted": found.user_identifier}).one()
        return _session_of(found), kept_of(row)

    def seen(self, identifier: str, at: datetime) -> None:
        """Note when a session was last used. No line of the audit chain says so."""
        with self.operations.joining() as connection:
            used = update(SESSIONS).where(SESSIONS.c.identifier == identifier)
            connection.execute(used.where(SESSIONS.c.seen_at < moment_text(at)).values(seen_at=moment_text(at)))

    def end(self, session: KeptSession, ending: Ending) -> None:
        """End a session."""
        with self.operations.joining():
            self._remove([session], ending)

    def end_all(self, user: str, ending: Ending, but: str | None = None) -> tuple[KeptSession, ...]:
        """End the sessions of a user, except the one named `but`, and return them."""
        with self.operations.joining():
            ended = tuple(session for session in self.of(user) if session.identifier != but)
            self._remove(ended, ending)
        return ended

    def _remove(self, sessions: Iterable[KeptSession], ending: Ending) -> None:
        with self.operations.joining() as connection:
            for session in sessions:
                gone = connection.execute(delete(SESSIONS).where(SESSIONS.c.identifier == session.identifier))
                if gone.rowcount:
                    self._note("session.end", session, ending.by, ending.at, {"why": ending.why})

    def _note(self, kind: str, session: KeptSession, by: str, at: datetime, content: dict[str, Any]) -> None:
        told = {"session": session.identifier, **content}
        AuditChain(self.operations).append(at=at, actor=by, kind=kind, about=about(session.user), content=told)


_HELD = select(SESSIONS).where(SESSIONS.c.secret_sha256 == bindparam("wanted"))


def identifier_of(secret_sha256: str) -> str:
    """Return the name of what has a secret with a hash; neither the secret nor its hash can be told from it."""
    return sha256_of(secret_sha256)[:IDENTIFIER_DIGITS]


def _row(session: KeptSession) -> dict[str, Any]:
    return {
        "identifier": session.identifier,
        "user_identifier": session.user,
        "started_at": moment_text(session.started_at),
        "seen_at": moment_text(session.seen_at),
        "ends_at": moment_text(session.ends_at),
        "idle_seconds": int(session.idle.total_seconds()),
        "source": session.source,
    }


def _session_of(row: Row[Any]) -> KeptSession:
    return KeptSession(
        identifier=row.identifier,
        user=row.user_identifier,
        started_at=moment_of(row.started_at),
        seen_at=moment_of(row.seen_at),
        ends_at=moment_of(row.ends_at),
        idle=timedelta(seconds=row.idle_seconds),
        source=row.source,
    )
