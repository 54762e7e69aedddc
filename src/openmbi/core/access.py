"""Who may see and do what: the roles of users, what each role is permitted, and how far a user's view reaches.

Permission is what a user may do, scope on what. Both are asked in `openmbi.flow.gate` and nowhere else. The three offices that run the system
(administrator, security, audit) are separate, as GB/T 22239-2019 (8.1.5) asks, and see no figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from openmbi.core.language import Text
from openmbi.core.owners import EVERYWHERE, enclosing
from openmbi.core.problems import Problem


class UserRole(StrEnum):
    """What a user is."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    ENTERPRISE = "enterprise"
    RESEARCHER = "researcher"
    ADMINISTRATOR = "administrator"
    SECURITY = "security"
    AUDIT = "audit"


class Permission(StrEnum):
    """What a user may do; on what, the scope says."""

    READ_RELEASES = "read_releases"
    READ_INTERNAL = "read_internal"
    READ_OWN = "read_own"
    WORK_CASES = "work_cases"
    ANSWER_CASES = "answer_cases"
    EXPORT = "export"
    REVIEW_RELEASES = "review_releases"
    SIGN_RELEASES = "sign_releases"
    MANAGE_USERS = "manage_users"
    MANAGE_SECURITY = "manage_security"
    READ_AUDIT = "read_audit"


_OFFICE = frozenset({Permission.READ_RELEASES, Permission.READ_INTERNAL, Permission.WORK_CASES, Permission.EXPORT})
PERMISSIONS: Mapping[UserRole, frozenset[Permission]] = MappingProxyType(
    {
        UserRole.PROVINCE: _OFFICE | {Permission.REVIEW_RELEASES, Permission.SIGN_RELEASES},
        UserRole.CITY: _OFFICE,
        UserRole.COUNTY: _OFFICE,
        UserRole.ENTERPRISE: frozenset({Permission.READ_RELEASES, Permission.READ_OWN, Permission.ANSWER_CASES}),
        UserRole.RESEARCHER: frozenset({Permission.READ_RELEASES, Permission.EXPORT}),
        UserRole.ADMINISTRATOR: frozenset({Permission.MANAGE_USERS}),
        UserRole.SECURITY: frozenset({Permission.MANAGE_SECURITY}),
        UserRole.AUDIT: frozenset({Permission.READ_AUDIT}),
    }
)
"""What each role is permitted. A release is signed by another user than the one who reviewed it."""


READING = frozenset(
    {
        Permission.READ_RELEASES,
        Permission.READ_INTERNAL,
        Permission.READ_OWN,
        Permission.EXPORT,
        Permission.READ_AUDIT,
    }
)
"""What changes nothing."""


@dataclass(frozen=True)
class Scope:
    """How far a user's view reaches: all that lies in `places` (codes of GB/T 2260; `000000` is everywhere), and the `enterprises` of these codes."""

    places: tuple[str, ...] = ()
    enterprises: tuple[str, ...] = ()

    @property
    def is_everywhere(self) -> bool:
        """Whether nothing lies outside."""
        return EVERYWHERE in self.places

    def covers_place(self, code: str) -> bool:
        """Whether a place lies inside: it, or one that encloses it, is among `places`."""
        return self.is_everywhere or not set(self.places).isdisjoint(enclosing(code))

    def covers_enterprise(self, code: str, places: Iterable[str]) -> bool:
        """Whether an enterprise lies inside, by its code or by one of the places that it lies in."""
        return code in self.enterprises or any(self.covers_place(place) for place in places if place)


@dataclass(frozen=True)
class Viewer:
    """Whoever asks: a user who signed in or gave a token. `owner`: the office or enterprise of `owners.yml` that the user acts for.

    `reads_only`: whoever asks by a token, which may change nothing.
    """

    user: str
    name: str
    role: UserRole
    scope: Scope
    owner: str | None = None
    reads_only: bool = False

    def may(self, permission: Permission) -> bool:
        """Whether the role is permitted something."""
        return permission in PERMISSIONS[self.role] and (permission in READING or not self.reads_only)

    def check(self, permission: Permission) -> None:
        """Refuse what the role is not permitted.

        Raises
        ------
        Problem
            `access.not-permitted`.
        """
        if not self.may(permission):
            raise not_permitted(self, permission)


LOCAL = Viewer("local", "local", UserRole.PROVINCE, Scope((EVERYWHERE,)))
"""Whoever sits at this machine, where nobody signs in."""


def not_permitted(viewer: Viewer, permission: Permission) -> Problem:
    """Return what is said where a role is not permitted something."""
    from openmbi.core.access_words import PERMISSION_WORDS, ROLE_WORDS  # noqa: PLC0415  the words are of what stands here

    said = PERMISSION_WORDS[permission]
    return Problem(
        "access.not-permitted",
        Text("角色「{role}」无此权限", "the role “{role}” is not permitted to do this").fill(
            role=ROLE_WORDS[viewer.role]
        ),
        Text(
            "请由有权限的用户操作，或请安全管理员调整角色",
            "let a user who is permitted do it, or ask the security officer for another role",
        ),
        expected=Text("有权「{what}」的角色", "a role that may {what}").fill(what=said),
    )


def no_such(what: str) -> Problem:
    """Return what is said of what does not exist, and in the same words of what lies outside the scope."""
    return Problem(
        "access.none",
        Text("没有「{what}」，或不在可见范围内", "there is no “{what}”, or it lies outside your view").fill(what=what),
        Text("检查代码；范围由安全管理员设定", "check the code; the security officer sets how far a view reaches"),
    )
