"""What is done to users: added, changed, disabled, granted a role; each for somebody (`by`), who cannot be the user itself.

Who may ask for it, the gate says (`openmbi.flow.gate.users`); the command line acts for whoever has this machine. Both come here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from openmbi.core.access import Scope, UserRole
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.users import OFFICERS, UNTIL_UNLOCKED, OidcIdentity, User
from openmbi.flow.access.attempts import proved
from openmbi.flow.access.desk import AccessDesk
from openmbi.flow.access.identifiers import check_identifier
from openmbi.flow.access.passwords import check_password, hashed
from openmbi.flow.access.problems import refused
from openmbi.flow.access.scopes import check_owner, granted_scope, is_owner
from openmbi.store.sessions import Ending
from openmbi.store.users import KeptUser

LONGEST_NAME = 80
NOWHERE = Scope()


@dataclass(frozen=True)
class NewUser:
    """A user who is to be added: with a password, or with what the identity provider calls the user (`oidc_subject`).

    Without a role, the user cannot sign in until the security officer grants one. `temporary`: the user must change the password first,
    within the hours that the settings allow.
    """

    identifier: str
    name: str
    password: str | None = None
    oidc_subject: str | None = None
    owner: str | None = None
    role: UserRole | None = None
    scope: Scope = NOWHERE
    temporary: bool = True


def add_user(desk: AccessDesk, asked: NewUser, *, by: str, now: datetime) -> User:
    """Add a user.

    Raises
    ------
    Problem
        `user.bad-identifier`, `user.taken`, `user.no-name`, `user.how-to-sign-in`, `user.no-provider`, `user.unknown-owner`, `user.wrong-scope`,
        `user.unknown-place`, `user.unknown-enterprise`, `access.bad-password`.
    """
    check_identifier(asked.identifier)
    if is_owner(desk.bureau, asked.identifier):
        raise _an_owners(asked.identifier)
    check_owner(desk.bureau, asked.owner)
    password_hash = None if asked.password is None else _fresh(desk, asked.identifier, asked.password)
    oidc = _identity(desk, asked.oidc_subject)
    if (password_hash is None) == (oidc is None):
        raise _one_way(asked.identifier)
    user = User(
        identifier=asked.identifier,
        name=_named(asked.name),
        role=asked.role,
        scope=granted_scope(desk.bureau, asked.role, asked.scope),
        created_at=now,
        changed_at=now,
        owner=asked.owner,
        oidc=oidc,
        **_temporary(desk, asked.temporary and password_hash is not None, now),
    )
    return desk.users.add(KeptUser(user, password_hash), by=by)


def add_first_users(desk: AccessDesk, asked: NewUser, *, by: str, now: datetime) -> User:
    """Add a user from this machine: the first users are the three officers, each office by another person.

    Raises
    ------
    Problem
        `user.officers-first` where an office has no user yet and another role is asked for; others as `add_user`.
    """
    held = {user.role for user in desk.users.find()}
    missing = [role for role in OFFICERS if role not in held]
    if missing and asked.role not in OFFICERS:
        raise _officers_first(missing)
    return add_user(desk, asked, by=by, now=now)


def change_user(
    desk: AccessDesk,
    identifier: str,
    *,
    by: str,
    now: datetime,
    name: str | None = None,
    oidc_subject: str | None = None,
    lock: bool = False,
) -> User:
    """Change the name of a user, or what the identity provider calls it, in the place of a password; what is None stays.

    Where the way to sign in changes, the sessions end. `lock`: then the user stays out until another officer unlocks it.

    Raises
    ------
    Problem
        `user.none`, `user.yourself`, `user.no-name`, `user.no-provider`, `user.taken`.
    """
    changed: dict[str, Any] = {} if name is None else {"name": _named(name)}
    oidc = _identity(desk, oidc_subject)
    with desk.operations.changing():
        kept = _others(desk, identifier, by)
        if oidc is not None:
            kept = replace(kept, password_hash=None)
            desk.sessions.end_all(identifier, Ending(by, now, "changed"))
            changed |= {"oidc": oidc, **_temporary(desk, False, now), **_locked(lock)}
        return _put(desk, kept, "user.change", by, now, **changed)


def set_role(
    desk: AccessDesk,
    identifier: str,
    role: UserRole | None,
    scope: Scope,
    *,
    by: str,
    now: datetime,
    owner: str | None = None,
) -> User:
    """Grant a user a role, a scope and whom it acts for, in the place of those it has; None takes the role away.

    Raises
    ------
    Problem
        `user.none`, `user.yourself`, `user.wrong-scope`, `user.unknown-place`, `user.unknown-enterprise`, `user.unknown-owner`.
    """
    check_owner(desk.bureau, owner)
    granted = granted_scope(desk.bureau, role, scope)
    with desk.operations.changing():
        kept = _others(desk, identifier, by)
        return _put(desk, kept, "user.role", by, now, role=role, scope=granted, owner=owner)


def disable_user(desk: AccessDesk, identifier: str, *, by: str, now: datetime) -> User:
    """Let a user no longer in: its sessions end at once, its tokens open nothing while it is disabled.

    Raises
    ------
    Problem
        `user.none`, `user.yourself`.
    """
    with desk.operations.changing():
        kept = _others(desk, identifier, by)
        desk.sessions.end_all(identifier, Ending(by, now, "disabled"))
        return _put(desk, kept, "user.disable", by, now, disabled=True)


def enable_user(desk: AccessDesk, identifier: str, *, by: str, now: datetime) -> User:
    """Let a user in again; raises as `disable_user`."""
    with desk.operations.changing():
        return _put(desk, _others(desk, identifier, by), "user.enable", by, now, disabled=False)


def unlock_user(desk: AccessDesk, identifier: str, *, by: str, now: datetime) -> User:
    """End the lock of a user, and forget its wrong passwords; raises as `disable_user`."""
    with desk.operations.changing():
        return _put(desk, _others(desk, identifier, by), "user.unlock", by, now, failed_attempts=0, locked_until=None)


def set_password(
    desk: AccessDesk,
    identifier: str,
    password: str,
    *,
    by: str,
    now: datetime,
    temporary: bool = True,
    lock: bool = False,
) -> User:
    """Give a user another password; its sessions end. `temporary`: it must be changed first, and in time.

    `lock`: it opens nothing until another officer unlocks the user.

    Raises
    ------
    Problem
        `user.none`, `user.yourself`, `access.bad-password`.
    """
    fresh = _fresh(desk, identifier, password)
    with desk.operations.changing():
        kept = replace(_others(desk, identifier, by), password_hash=fresh)
        desk.sessions.end_all(identifier, Ending(by, now, "password"))
        temporarily = _temporary(desk, temporary, now)
        return _put(desk, kept, "user.password", by, now, oidc=None, **temporarily, **_locked(lock))


def change_own_password(
    desk: AccessDesk, identifier: str, old: str, new: str, *, now: datetime, source: str, session: str | None = None
) -> User:
    """Let a user change its own password; its sessions end except the one of the identifier `session`.

    Raises
    ------
    Problem
        `access.refused` where the old password is wrong, which counts as at sign-in; `access.bad-password`.
    """
    found = proved(desk, identifier, old, now=now, source=source)
    if found is None:
        raise refused()
    if old == new:
        raise _the_same()
    fresh = _fresh(desk, identifier, new)
    with desk.operations.changing():
        kept = desk.users.kept(identifier)
        if kept.password_hash != found.password_hash:
            raise refused()
        desk.sessions.end_all(identifier, Ending(identifier, now, "password"), session)
        changed = replace(kept, password_hash=fresh)
        return _put(desk, changed, "user.password", identifier, now, **_temporary(desk, False, now))


def _put(desk: AccessDesk, kept: KeptUser, kind: str, by: str, now: datetime, **changed: Any) -> User:
    user = replace(kept.user, changed_at=now, **changed)
    return desk.users.put(KeptUser(user, kept.password_hash), kind=kind, by=by)


def _temporary(desk: AccessDesk, temporary: bool, now: datetime) -> dict[str, Any]:
    """Return whether a password must be changed first, and until when that can be done."""
    until = now + desk.settings.temporary_password if temporary else None
    return {"must_change_password": temporary, "password_until": until}


def _locked(lock: bool) -> dict[str, Any]:
    return {"locked_until": UNTIL_UNLOCKED} if lock else {}


def _others(desk: AccessDesk, identifier: str, by: str) -> KeptUser:
    """Return a user whom somebody else changes."""
    if identifier == by:
        raise Problem(
            "user.yourself",
            Text("不能更改自己的用户", "nobody changes their own user"),
            Text(
                "请另一位管理人员操作；自己的口令可在「我的」页修改",
                "ask another officer; one's own password is changed on one's own page",
            ),
        )
    return desk.users.kept(identifier)


def _fresh(desk: AccessDesk, identifier: str, password: str) -> str:
    check_password(password, identifier, desk.settings.password_least)
    return hashed(desk.hasher, password)


def _identity(desk: AccessDesk, subject: str | None) -> OidcIdentity | None:
    """Return how the identity provider knows a user."""
    if not subject:
        return None
    if desk.settings.oidc is None:
        raise Problem(
            "user.no-provider",
            Text("bureau.toml 未设置身份提供方", "bureau.toml names no identity provider"),
            Text("在 [access.oidc] 中设置，或改用口令", "set one in [access.oidc], or give a password"),
        )
    return OidcIdentity(desk.settings.oidc.issuer, subject)


def _named(name: str) -> str:
    said = " ".join(name.split())
    if not 0 < len(said) <= LONGEST_NAME or not said.isprintable():
        raise Problem(
            "user.no-name",
            Text("没有姓名，或超过 {n} 字", "there is no name, or one of more than {n} characters").fill(
                n=LONGEST_NAME
            ),
            Text("写明姓名", "give the name of the person"),
        )
    return said


def _one_way(identifier: str) -> Problem:
    return Problem(
        "user.how-to-sign-in",
        Text("用户「{who}」须以一种方式登录", "user “{who}” has to sign in by one way").fill(who=identifier),
        Text(
            "给出口令，或身份提供方的标识，二者取一",
            "give a password, or the identity provider's name for the user; one of both",
        ),
    )


def _an_owners(identifier: str) -> Problem:
    return Problem(
        "user.taken",
        Text("「{who}」是 owners.yml 中的单位", "“{who}” is an owner of owners.yml").fill(who=identifier),
        Text(
            "用户代表个人：换一个标识，以 owner 指明单位",
            "a user is a person: choose another, and name the owner by `owner`",
        ),
    )


def _officers_first(missing: list[UserRole]) -> Problem:
    listed = ", ".join(missing)
    return Problem(
        "user.officers-first",
        Text("尚未设立三员：缺 {listed}", "the three offices are not filled yet: {listed}").fill(listed=listed),
        Text(
            "先以 --role 分别添加系统管理员、安全管理员与审计管理员",
            "add the administrator, the security officer and the auditor first, each by --role",
        ),
        expected=Text(listed, listed),
    )


def _the_same() -> Problem:
    return Problem(
        "access.bad-password",
        Text("新口令与旧口令相同", "the new password is the old one"),
        Text("换一个口令", "choose another"),
    )
