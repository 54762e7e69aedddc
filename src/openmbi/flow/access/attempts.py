"""One attempt to prove by a password who somebody is: judged, counted, noted; after several wrong ones a user is locked, each time for longer."""

from __future__ import annotations

from datetime import datetime, timedelta

from openmbi.core.users import User
from openmbi.flow.access.desk import AccessDesk
from openmbi.flow.access.passwords import is_right, prepare
from openmbi.store.users import KeptUser, about

NOBODY = "-"
"""The actor of a line of the audit chain where nobody has proved who it is."""
UNKNOWN = "?"
"""What a line says instead of a name that is no user's: it may be a password, typed into the wrong field."""
LONGEST_LOCK = timedelta(days=1)


def proved(desk: AccessDesk, identifier: str, password: str, *, now: datetime, source: str) -> KeptUser | None:
    """Return the user whose password it is and who is not kept out; None where there is none.

    It takes the same time for whoever is unknown, locked or disabled, and for a wrong password. A refusal is a line of the audit chain.
    """
    prepare(desk.hasher)
    before = desk.users.found(identifier)
    compared = before.password_hash if before else None
    right = is_right(desk.hasher, password, compared)
    with desk.operations.changing():
        found = desk.users.found(identifier)  # others may have tried meanwhile
        right = right and found is not None and found.password_hash == compared
        why = why_not(found.user if found else None, now) or (None if right else "password")
        if why is None and found is not None:
            return _let_through(desk, found)
        _refuse(desk, found.user if found else None, why or "password", now, source)
    return None


def why_not(user: User | None, now: datetime) -> str | None:
    """Return why a user may not sign in at a moment, whatever it proves; None where it may."""
    if user is None:
        return "unknown"
    if user.is_locked(now):
        return "locked"
    if user.disabled:
        return "disabled"
    if user.password_is_over(now):
        return "expired"
    return None if user.role else "no-role"


def note_refusal(desk: AccessDesk, user: User | None, why: str, *, now: datetime, source: str, failed: int = 0) -> None:
    """Write a refused sign-in into the audit chain."""
    content = {"why": why, "source": source, "failed_attempts": failed}
    name = user.identifier if user else UNKNOWN
    desk.chain.append(at=now, actor=NOBODY, kind="sign-in.refused", about=about(name), content=content)


def _let_through(desk: AccessDesk, found: KeptUser) -> KeptUser:
    if found.user.failed_attempts or found.user.locked_until:
        desk.users.count_failures(found.user.identifier, 0, None)
    return found


def _refuse(desk: AccessDesk, user: User | None, why: str, now: datetime, source: str) -> None:
    """Count a wrong password and lock the user after several; one who is locked or disabled is not counted, or others could keep the lock for ever."""
    failed = user.failed_attempts if user else 0
    if user and why == "password":
        failed += 1
        desk.users.count_failures(user.identifier, failed, _locked_until(desk, failed, now))
    note_refusal(desk, user, why, now=now, source=source, failed=failed)


def _locked_until(desk: AccessDesk, failed: int, now: datetime) -> datetime | None:
    """Return until when a user is locked after as many wrong passwords: twice as long for each further one."""
    over = failed - desk.settings.failures
    if over < 0:
        return None
    first = timedelta(minutes=desk.settings.lock_minutes)
    return now + min(first * 2 ** min(over, 20), max(first, LONGEST_LOCK))
