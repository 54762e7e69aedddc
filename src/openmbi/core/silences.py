"""Silences and maintenance windows: for how long alerts of some subjects open no case, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from openmbi.core.cases import CaseSubject
from openmbi.core.levels import Level
from openmbi.core.owners import enclosing


class SilenceKind(StrEnum):
    """Why nothing is to be heard."""

    SILENCE = "silence"  # somebody asked for it
    MAINTENANCE = "maintenance"  # a window announced before it begins


@dataclass(frozen=True)
class Silence:
    """From `starts_at` until, and without, `expires_at` (UTC), or until it was ended, no case is opened or escalated for what it covers.

    It covers what all of its fields agree with, each None meaning any: `level`; `subject`; `place`, with all that lies in it (GB/T 2260); `industry`, with all
    codes that begin with it. `number`: given by the ledger, 0 before.
    """

    number: int
    kind: SilenceKind
    reason: str
    by: str
    made_at: datetime
    starts_at: datetime
    expires_at: datetime
    level: Level | None = None
    subject: str | None = None
    place: str | None = None
    industry: str | None = None
    ended_at: datetime | None = None

    @property
    def until(self) -> datetime:
        """When it no longer holds: it expires, or was ended before."""
        return self.expires_at if self.ended_at is None else min(self.expires_at, self.ended_at)

    def in_force(self, at: datetime) -> bool:
        """Whether it holds at a moment."""
        return self.starts_at <= at < self.until

    def covers(self, about: CaseSubject) -> bool:
        """Whether it is about a subject; a subject without place is in no place, one without industry in none."""
        return (
            self.level in {None, about.level}
            and self.subject in {None, about.subject}
            and (self.place is None or (about.place is not None and self.place in enclosing(about.place)))
            and (self.industry is None or (about.industry is not None and about.industry.startswith(self.industry)))
        )
