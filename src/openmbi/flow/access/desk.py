"""Where a bureau's users, sessions and tokens are kept, with the limits of `bureau.toml`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

from argon2 import PasswordHasher

from openmbi.flow.access.settings import AccessSettings
from openmbi.flow.bureau import Bureau
from openmbi.store.audit_chain import AuditChain
from openmbi.store.operations import Operations
from openmbi.store.sessions import SessionLedger
from openmbi.store.tokens import TokenLedger
from openmbi.store.users import UserLedger

HURRIED_SECONDS = 0.05
HASHER = PasswordHasher()


@dataclass(frozen=True)
class AccessDesk:
    """The desk of one bureau where it is told who somebody is. `hasher`: how passwords are hashed. Safe to share between threads."""

    bureau: Bureau
    hasher: PasswordHasher = field(default_factory=lambda: HASHER, repr=False)

    @property
    def settings(self) -> AccessSettings:
        """The limits, and the identity provider."""
        return self.bureau.settings.access

    @property
    def operations(self) -> Operations:
        """The operational database."""
        return self.bureau.operations

    @property
    def users(self) -> UserLedger:
        """The users."""
        return UserLedger(self.operations)

    @property
    def sessions(self) -> SessionLedger:
        """Their sessions."""
        return SessionLedger(self.operations)

    @property
    def tokens(self) -> TokenLedger:
        """Their tokens."""
        return TokenLedger(self.operations)

    @property
    def chain(self) -> AuditChain:
        """The audit chain."""
        return AuditChain(self.operations)

    @property
    def has_users(self) -> bool:
        """Whether anybody is a user, so that nothing is shown to whoever did not sign in."""
        return self.users.count() > 0

    @cached_property
    def hurried(self) -> Operations:
        """The operational database for what every request asks: it stays open, and its notes are left out where another writes."""
        return replace(self.operations, lock_seconds=HURRIED_SECONDS, stays_open=True)
