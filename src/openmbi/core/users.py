"""Users: the persons who sign in, what each is permitted and how far each sees, and whether each may sign in now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from openmbi.core.access import Scope, UserRole, Viewer

UNTIL_UNLOCKED = datetime(9999, 12, 31, tzinfo=UTC)
"""The end of a lock that only the security officer ends."""
OFFICERS = (UserRole.ADMINISTRATOR, UserRole.SECURITY, UserRole.AUDIT)
"""The three offices that run the system and see no figures, each held by another person."""
ON_THIS_MACHINE = "machine:"
"""What the actor of a command of this machine begins with; no identifier of a user does."""


@dataclass(frozen=True)
class OidcIdentity:
    """By what an identity provider knows a user: its `issuer`, and the value of the claim that names users (`sub` where nothing else is set)."""

    issuer: str
    subject: str


@dataclass(frozen=True)
class User:
    """A person who may sign in; without a role, one who may not yet.

    `owner`: the office or enterprise of `owners.yml` that the user acts for. `oidc`: how an identity provider knows the user; None: by a password.
    `password_until`: until when a password that must be changed is good; None: for ever.
    `failed_attempts`: wrong passwords since the last right one. `locked_until`: until when no sign-in is let through.
    """

    identifier: str
    name: str
    role: UserRole | None
    scope: Scope
    created_at: datetime
    changed_at: datetime
    owner: str | None = None
    oidc: OidcIdentity | None = None
    disabled: bool = False
    must_change_password: bool = False
    password_until: datetime | None = None
    failed_attempts: int = 0
    locked_until: datetime | None = None

    def is_locked(self, now: datetime) -> bool:
        """Whether sign-ins are refused at a moment because of wrong passwords, or because a password was set by another."""
        return self.locked_until is not None and now < self.locked_until

    def password_is_over(self, now: datetime) -> bool:
        """Whether a temporary password was not changed in time, so that it opens nothing more."""
        return self.must_change_password and self.password_until is not None and now >= self.password_until

    def viewer(self, *, reads_only: bool = False) -> Viewer | None:
        """Return the user as whoever asks; None where the user is disabled or has no role. `reads_only`: may change nothing."""
        if self.disabled or self.role is None:
            return None
        return Viewer(self.identifier, self.name, self.role, self.scope, self.owner, reads_only)
