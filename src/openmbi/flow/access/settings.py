"""Limits of sessions, passwords and tokens, and the identity provider: sections `[access]` and `[access.oidc]` of `bureau.toml`."""

from __future__ import annotations

from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field


class OidcSettings(BaseModel):
    """An identity provider that speaks OpenID Connect.

    `client_secret` may name an environment variable as `${NAME}`; empty for a public client. `claim`: the claim of the ID token that names users, one
    that is never given to a second person. `scopes`: what is asked for.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    issuer: str
    client_id: str
    client_secret: str = ""
    claim: str = "sub"
    scopes: str = "openid"


class AccessSettings(BaseModel):
    """Limits of sign-in. `lock_minutes`: of the first lock, after `failures` wrong passwords; each further wrong one doubles it, to a day at most.

    `temporary_password_hours`: for how long a password that an officer gave opens the page at which it is changed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    idle_minutes: int = Field(default=30, ge=1, le=1440)
    session_hours: int = Field(default=12, ge=1, le=168)
    concurrent_sessions: int = Field(default=3, ge=1, le=100)
    failures: int = Field(default=5, ge=1, le=100)
    lock_minutes: int = Field(default=15, ge=1, le=1440)
    password_least: int = Field(default=12, ge=10, le=64)
    temporary_password_hours: int = Field(default=72, ge=1, le=720)
    token_days: int = Field(default=90, ge=1, le=366)
    oidc: OidcSettings | None = None

    @property
    def idle(self) -> timedelta:
        """For how long a session may stand unused."""
        return timedelta(minutes=self.idle_minutes)

    @property
    def temporary_password(self) -> timedelta:
        """For how long a temporary password is good."""
        return timedelta(hours=self.temporary_password_hours)

    @property
    def longest_session(self) -> timedelta:
        """For how long a session may last at most."""
        return timedelta(hours=self.session_hours)
