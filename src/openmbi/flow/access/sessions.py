"""Sessions: begun when a user has proved who it is, ended by the user, an officer, a limit, or because the user is disabled."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from openmbi.core.access import Viewer
from openmbi.core.problems import Problem
from openmbi.core.sessions import KeptSession
from openmbi.core.users import User
from openmbi.flow.access.attempts import note_refusal, why_not
from openmbi.flow.access.desk import AccessDesk
from openmbi.flow.access.secrets import digest_of, new_secret
from openmbi.store.sessions import Ending, SessionLedger, identifier_of

NOTED_PARTS = 30
"""A use is noted where the idle limit would be moved by at least this part of it: a page is read more often than that."""
LONGEST_SOURCE = 64


@dataclass(frozen=True)
class Session:
    """A session that has just begun. `secret` is what the browser keeps: it is told here, once, and nowhere kept."""

    secret: str
    user: User
    kept: KeptSession

    @property
    def must_change_password(self) -> bool:
        """Whether it opens nothing but the page on which the password is changed."""
        return self.user.must_change_password

    @property
    def ends_at(self) -> datetime:
        """When it ends at the latest."""
        return self.kept.ends_at


@dataclass(frozen=True)
class Held:
    """Whose session a secret is, while it lasts."""

    viewer: Viewer
    user: User
    session: KeptSession

    @property
    def must_change_password(self) -> bool:
        """Whether it opens nothing but the page on which the password is changed."""
        return self.user.must_change_password


def begin_if_allowed(desk: AccessDesk, identifier: str, *, now: datetime, source: str) -> Session | None:
    """Begin a session of a user who has proved who it is; None, and a line of the audit chain, where the user may not sign in."""
    with desk.operations.changing():
        found = desk.users.found(identifier)
        why = why_not(found.user if found else None, now)
        if found is not None and why is None:
            return _begun(desk, found.user, now, source)
        note_refusal(desk, found.user if found else None, why or "", now=now, source=source)
    return None


def _begun(desk: AccessDesk, user: User, now: datetime, source: str) -> Session:
    """Begin a session; of more than `concurrent_sessions` the oldest end."""
    secret = new_secret()
    digest = digest_of(secret) or ""
    kept = KeptSession(
        identifier=identifier_of(digest),
        user=user.identifier,
        started_at=now,
        seen_at=now,
        ends_at=now + desk.settings.longest_session,
        idle=desk.settings.idle,
        source=source[:LONGEST_SOURCE],
    )
    desk.sessions.begin(kept, digest, desk.settings.concurrent_sessions)
    return Session(secret, user, kept)


def viewer_of(desk: AccessDesk, secret: str, *, now: datetime) -> Viewer | None:
    """Return whose session a secret is; None where it is none, or over, or its password must be changed first."""
    found = held(desk, secret, now=now)
    return None if found is None or found.must_change_password else found.viewer


def held(desk: AccessDesk, secret: str, *, now: datetime) -> Held | None:
    """Return whose session a secret is, and note that it was used; None where it is none, or over, or the user is disabled or without a role."""
    digest = digest_of(secret)
    found = SessionLedger(desk.hurried).held(digest) if digest else None
    if found is None:
        return None
    session, kept = found
    viewer = kept.user.viewer()
    if viewer is None or is_over(desk, session, now):
        return None
    _note_use(desk, session, now)
    return Held(viewer, kept.user, session)


def is_over(desk: AccessDesk, session: KeptSession, now: datetime) -> bool:
    """Whether a session is over: by the limits of when it began, or by those of now where they are shorter."""
    longest = session.started_at + desk.settings.longest_session
    return now >= longest or session.is_over(now, desk.settings.idle)


def live_sessions(desk: AccessDesk, user: str | None = None, *, now: datetime) -> tuple[KeptSession, ...]:
    """Return the sessions of a user (all, where None) that are not over, oldest first."""
    return tuple(session for session in desk.sessions.of(user) if not is_over(desk, session, now))


def sign_out(desk: AccessDesk, secret: str, *, now: datetime) -> None:
    """End the session of a secret, where there is one."""
    digest = digest_of(secret)
    found = desk.sessions.held(digest) if digest else None
    if found is not None:
        session, _ = found
        desk.sessions.end(session, Ending(session.user, now, "signed-out"))


def end_all(
    desk: AccessDesk, user: str, *, by: str, now: datetime, why: str = "ended", but: str | None = None
) -> tuple[KeptSession, ...]:
    """End all sessions of a user for whoever asked, except the one of the identifier `but`, and return them.

    Raises
    ------
    Problem
        `user.none`.
    """
    desk.users.get(user)
    return desk.sessions.end_all(user, Ending(by, now, why), but)


def _note_use(desk: AccessDesk, session: KeptSession, now: datetime) -> None:
    """Note that a session was used. Whoever reads does not wait for a long change of another: the next use notes it."""
    if now - session.seen_at >= session.idle / NOTED_PARTS:
        with suppress(Problem):
            SessionLedger(desk.hurried).seen(session.identifier, now)
