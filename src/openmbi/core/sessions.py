"""Sessions and tokens: what stands for a user who has proved who it is, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

TOKEN_PREFIX = "mbi_"
"""What every token begins with, so that a scan for secrets finds one. It is none itself."""


@dataclass(frozen=True)
class KeptSession:
    """A session as it is kept. `identifier` names it and is no secret. `source`: the address that it was begun from."""

    identifier: str
    user: str
    started_at: datetime
    seen_at: datetime
    ends_at: datetime
    idle: timedelta
    source: str

    def is_over(self, now: datetime, idle: timedelta) -> bool:
        """Whether it has ended: by its own limits, or by `idle` where that has become shorter since."""
        return now >= self.ends_at or now - self.seen_at >= min(self.idle, idle)


@dataclass(frozen=True)
class Token:
    """A token for reading by the API, as it is kept. `identifier` names it and is no secret."""

    identifier: str
    user: str
    label: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None

    def is_over(self, now: datetime) -> bool:
        """Whether it has expired or was revoked."""
        return now >= self.expires_at or self.revoked_at is not None
