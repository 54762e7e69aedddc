"""Users, asked for by officers: the administrator adds and disables, the security officer grants and unlocks, the auditor reads; nobody acts on itself.

Who asks for what its office does not do is refused, and the refusal is a line of the audit chain.
"""

from __future__ import annotations

from typing import Any

from openmbi.core.access import Permission, Scope, UserRole, Viewer, not_permitted
from openmbi.core.sessions import KeptSession
from openmbi.core.users import User
from openmbi.flow.access import changes, tokens
from openmbi.flow.access.attempts import UNKNOWN
from openmbi.flow.access.changes import NewUser
from openmbi.flow.access.desk import AccessDesk
from openmbi.flow.access.documents import every_user, whole_user
from openmbi.flow.access.sessions import end_all
from openmbi.flow.access.tokens import NewToken
from openmbi.flow.gate.gate import Gate
from openmbi.store.tokens import token_document
from openmbi.store.users import about

READERS = (Permission.MANAGE_USERS, Permission.MANAGE_SECURITY, Permission.READ_AUDIT)
"""Whoever has one of these may read who the users are."""


def users(gate: Gate, viewer: Viewer) -> dict[str, Any]:
    """Return all users as a document, with how many sessions and tokens each has.

    Raises
    ------
    Problem
        `access.not-permitted`.
    """
    _check_reader(gate, viewer, "*")
    return {"users": every_user(_desk(gate), gate.now())}


def user(gate: Gate, viewer: Viewer, identifier: str) -> dict[str, Any]:
    """Return a user as a document, with its sessions and tokens.

    Raises
    ------
    Problem
        `access.not-permitted`, `user.none`.
    """
    _check_reader(gate, viewer, identifier)
    return whole_user(_desk(gate), identifier, gate.now())


def own(gate: Gate, viewer: Viewer) -> dict[str, Any]:
    """Return the viewer's own user as `user` does; `user.none` where nobody signed in."""
    return whole_user(_desk(gate), viewer.user, gate.now())


def add(gate: Gate, viewer: Viewer, asked: NewUser) -> User:
    """Add a user, who has no role until the security officer grants one.

    Raises
    ------
    Problem
        `access.not-permitted`, also where a role, a scope or an owner is asked for; others as `openmbi.flow.access.changes.add_user`.
    """
    desk, now = _desk(gate), gate.now()
    _check(gate, viewer, Permission.MANAGE_USERS, "add", asked.identifier)
    if asked.role or asked.owner or asked.scope != changes.NOWHERE:
        _check(gate, viewer, Permission.MANAGE_SECURITY, "add", asked.identifier)
    return changes.add_user(desk, asked, by=viewer.user, now=now)


def change(
    gate: Gate, viewer: Viewer, identifier: str, *, name: str | None = None, oidc_subject: str | None = None
) -> User:
    """Change a user's name, or the way it signs in; after the latter it is locked until the security officer unlocks it.

    Raises
    ------
    Problem
        `access.not-permitted`; others as `openmbi.flow.access.changes.change_user`.
    """
    desk, now = _desk(gate), gate.now()
    _check(gate, viewer, Permission.MANAGE_USERS, "change", identifier)
    return changes.change_user(
        desk, identifier, name=name, oidc_subject=oidc_subject, lock=True, by=viewer.user, now=now
    )


def disable(gate: Gate, viewer: Viewer, identifier: str) -> User:
    """Let a user no longer in. Raises `access.not-permitted`, `user.none`, `user.yourself`."""
    desk, now = _desk(gate), gate.now()
    _check(gate, viewer, Permission.MANAGE_USERS, "disable", identifier)
    return changes.disable_user(desk, identifier, by=viewer.user, now=now)


def enable(gate: Gate, viewer: Viewer, identifier: str) -> User:
    """Let a user in again. Raises `access.not-permitted`, `user.none`, `user.yourself`."""
    desk, now = _desk(gate), gate.now()
    _check(gate, viewer, Permission.MANAGE_USERS, "enable", identifier)
    return changes.enable_user(desk, identifier, by=viewer.user, now=now)


def reset_password(gate: Gate, viewer: Viewer, identifier: str, password: str) -> User:
    """Give a user a temporary password. It opens nothing until the security officer unlocks the user: nobody gets into another's place alone.

    Raises
    ------
    Problem
        `access.not-permitted`, `user.none`, `user.yourself`, `access.bad-password`.
    """
    desk, now = _desk(gate), gate.now()
    _check(gate, viewer, Permission.MANAGE_USERS, "password", identifier)
    return changes.set_password(desk, identifier, password, lock=True, by=viewer.user, now=now)


def grant(
    gate: Gate, viewer: Viewer, identifier: str, role: UserRole | None, scope: Scope, *, owner: str | None = None
) -> User:
    """Grant a user a role, a scope and the office or enterprise it acts for.

    Raises
    ------
    Problem
        `access.not-permitted`; others as `openmbi.flow.access.changes.set_role`.
    """
    desk, now = _desk(gate), gate.now()
    _check(gate, viewer, Permission.MANAGE_SECURITY, "role", identifier)
    return changes.set_role(desk, identifier, role, scope, owner=owner, by=viewer.user, now=now)


def unlock(gate: Gate, viewer: Viewer, identifier: str) -> User:
    """End the lock of a user. Raises `access.not-permitted`, `user.none`, `user.yourself`."""
    desk, now = _desk(gate), gate.now()
    _check(gate, viewer, Permission.MANAGE_SECURITY, "unlock", identifier)
    return changes.unlock_user(desk, identifier, by=viewer.user, now=now)


def end_sessions(gate: Gate, viewer: Viewer, identifier: str, *, but: str | None = None) -> tuple[KeptSession, ...]:
    """End the sessions of a user; one's own too, except the one of the identifier `but`. Raises `access.not-permitted`, `user.none`."""
    desk, now = _desk(gate), gate.now()
    if not _is_own(viewer, identifier):
        _check(gate, viewer, Permission.MANAGE_SECURITY, "sign-out", identifier)
    return end_all(desk, identifier, by=viewer.user, now=now, but=but)


def create_token(gate: Gate, viewer: Viewer, label: str, days: int | None = None) -> NewToken:
    """Make a token of one's own.

    Raises
    ------
    Problem
        `access.not-permitted` where the viewer came by a token itself; others as `openmbi.flow.access.tokens.create_token`.
    """
    desk, now = _desk(gate), gate.now()
    if viewer.reads_only:
        _check(gate, viewer, Permission.MANAGE_SECURITY, "token", viewer.user)
    return tokens.create_token(desk, viewer.user, label, days=days, by=viewer.user, now=now)


def revoke_token(gate: Gate, viewer: Viewer, identifier: str) -> dict[str, Any]:
    """End a token of one's own, or as an administrator or the security officer any; return its document.

    Raises
    ------
    Problem
        `access.not-permitted`, `token.none`, `token.revoked`.
    """
    desk, now = _desk(gate), gate.now()
    if not (_ends_tokens(viewer) or _has_token(desk, viewer, identifier)):
        _check(gate, viewer, Permission.MANAGE_SECURITY, "token", viewer.user)
    return token_document(desk.tokens.revoke(identifier, by=viewer.user, at=now))


def tokens_of(gate: Gate, viewer: Viewer) -> dict[str, Any]:
    """Return the viewer's own tokens (`own`), those of all users for officers (`every`, else None), newest first, each with whether it is over; whether the
    viewer may make one and may revoke those of others; and for how many days one lasts at most.
    """
    desk, now = _desk(gate), gate.now()
    every = any(viewer.may(permission) for permission in READERS)
    tokens = reversed(desk.tokens.of(None if every else viewer.user))
    told = [token_document(one) | {"is_over": one.is_over(now)} for one in tokens]
    return {
        "own": [one for one in told if one["user"] == viewer.user],
        "every": told if every else None,
        "may_make": not viewer.reads_only,
        "revokes": _ends_tokens(viewer),
        "most_days": desk.settings.token_days,
    }


def _ends_tokens(viewer: Viewer) -> bool:
    return viewer.may(Permission.MANAGE_USERS) or viewer.may(Permission.MANAGE_SECURITY)


def _desk(gate: Gate) -> AccessDesk:
    return AccessDesk(gate.bureau)


def _is_own(viewer: Viewer, identifier: str) -> bool:
    return identifier == viewer.user and not viewer.reads_only


def _has_token(desk: AccessDesk, viewer: Viewer, identifier: str) -> bool:
    return not viewer.reads_only and any(token.identifier == identifier for token in desk.tokens.of(viewer.user))


def _check_reader(gate: Gate, viewer: Viewer, identifier: str) -> None:
    if not any(viewer.may(permission) for permission in READERS):
        _check(gate, viewer, Permission.READ_AUDIT, "read", identifier)


def _check(gate: Gate, viewer: Viewer, permission: Permission, asked: str, identifier: str) -> None:
    """Refuse what an office does not do, and write it down."""
    if viewer.may(permission):
        return
    desk = _desk(gate)
    known = identifier == "*" or desk.users.found(identifier) is not None
    content = {"asked": asked, "permission": permission.value, "by_token": viewer.reads_only}
    name = about(identifier if known else UNKNOWN)
    desk.chain.append(at=gate.now(), actor=viewer.user, kind="access.not-permitted", about=name, content=content)
    raise not_permitted(viewer, permission)
