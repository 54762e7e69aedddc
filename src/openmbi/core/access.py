"""Who asks, what the role permits, and how far the view reaches.

Permission is what a user may do, scope on what. Both are asked in `openmbi.flow.gate` and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from openmbi.core.access_words import PERMISSION_WORDS, ROLE_WORDS
from openmbi.core.language import Text
from openmbi.core.owners import EVERYWHERE, enclosing
from openmbi.core.problems import Problem
from openmbi.core.roles import PERMISSIONS, READING, Permission, UserRole

__all__ = [
    "LOCAL",
    "PERMISSIONS",
    "READING",
    "Permission",
    "Scope",
    "UserRole",
    "Viewer",
    "no_such",
    "not_permitted",
]


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
