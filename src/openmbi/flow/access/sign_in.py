"""Sign in by a password."""

from __future__ import annotations

from datetime import datetime

from openmbi.flow.access.attempts import proved
from openmbi.flow.access.desk import AccessDesk
from openmbi.flow.access.identifiers import typed
from openmbi.flow.access.passwords import hashed, is_outdated
from openmbi.flow.access.problems import refused
from openmbi.flow.access.sessions import Session, begin_if_allowed
from openmbi.store.users import KeptUser


def sign_in(desk: AccessDesk, user: str, password: str, *, now: datetime, source: str) -> Session:
    """Begin a session for whoever knows the password of a user. `source`: the address that asks, for the audit chain.

    Raises
    ------
    Problem
        `access.refused`, in the same words and after the same time for a user who is not there, locked or disabled, and for a wrong password.
    """
    found = proved(desk, typed(user), password, now=now, source=source)
    if found is None:
        raise refused()
    _renew(desk, found, password)
    session = begin_if_allowed(desk, found.user.identifier, now=now, source=source)
    if session is None:
        raise refused()
    return session


def _renew(desk: AccessDesk, found: KeptUser, password: str) -> None:
    """Keep the hash by the parameters of today where it was made by others."""
    if found.password_hash is None or not is_outdated(desk.hasher, found.password_hash):
        return
    fresh = hashed(desk.hasher, password)
    with desk.operations.changing():
        now_kept = desk.users.kept(found.user.identifier)
        if now_kept.password_hash == found.password_hash:
            desk.users.put(KeptUser(now_kept.user, fresh), kind="user.rehash", by=found.user.identifier)
