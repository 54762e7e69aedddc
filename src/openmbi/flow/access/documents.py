"""Users and their sessions as documents of plain JSON types. No secret, and no hash of one, is in any of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from openmbi.core.case_documents import moment_text
from openmbi.core.sessions import KeptSession
from openmbi.core.users import User
from openmbi.flow.access.desk import AccessDesk
from openmbi.flow.access.sessions import live_sessions
from openmbi.store.tokens import token_document
from openmbi.store.users import user_document


def told_user(user: User, now: datetime) -> dict[str, Any]:
    """Return a user, with until when it is locked (None where it is not), and whether its temporary password is over."""
    until = user.locked_until if user.is_locked(now) else None
    locked = {"locked_until": None if until is None else moment_text(until), "failed_attempts": user.failed_attempts}
    return user_document(user) | locked | {"password_over": user.password_is_over(now)}


def whole_user(desk: AccessDesk, identifier: str, now: datetime) -> dict[str, Any]:
    """Return a user with its live sessions and all its tokens.

    Raises
    ------
    Problem
        `user.none`.
    """
    found = told_user(desk.users.get(identifier), now)
    begun = [session_document(session) for session in live_sessions(desk, identifier, now=now)]
    return found | {"sessions": begun, "tokens": [token_document(token) for token in desk.tokens.of(identifier)]}


def every_user(desk: AccessDesk, now: datetime) -> list[dict[str, Any]]:
    """Return all users, each with the number of its live sessions and tokens."""
    begun = [session.user for session in live_sessions(desk, now=now)]
    made = [token.user for token in desk.tokens.of() if not token.is_over(now)]
    return [
        told_user(user, now) | {"sessions": begun.count(user.identifier), "tokens": made.count(user.identifier)}
        for user in desk.users.find()
    ]


def session_document(session: KeptSession) -> dict[str, Any]:
    """Return a session."""
    moments = {name: moment_text(getattr(session, name)) for name in ("started_at", "seen_at", "ends_at")}
    return {"identifier": session.identifier, "user": session.user, "source": session.source} | moments
