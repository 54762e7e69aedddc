"""What the daily update of cases depends on beside cases and data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from openmbi.catalog.case_rules import CaseParameters
from openmbi.catalog.workdays import EVERY_DAY, DayCount
from openmbi.core.cases import CaseSubject
from openmbi.core.silences import Silence
from openmbi.core.tables import Level

Key = tuple[Level, str]
UTC = ZoneInfo("UTC")


@dataclass(frozen=True)
class Conditions:
    """`silences`: all that may be in force, and maintenance windows until their tail has passed. `rules`: in force at `now`. `zone`: whose days the data are.

    `subjects`: place, industry and owner by level and code. `day_count`: how days of deadlines are counted. `known_until`: the newest day of the data.
    """

    silences: Sequence[Silence]
    rules: CaseParameters
    now: datetime
    subjects: Mapping[Key, CaseSubject] = field(default_factory=dict)
    day_count: DayCount = EVERY_DAY
    zone: ZoneInfo = UTC
    known_until: date | None = None

    def about(self, level: Level, subject: str) -> CaseSubject:
        """Return what is known of a subject; one that is not named lies nowhere and has no owner."""
        return self.subjects.get((level, subject)) or CaseSubject(level, subject)

    def silence_of(self, about: CaseSubject) -> Silence | None:
        """Return the first silence or window in force now that covers a subject."""
        return next((one for one in self.silences if one.in_force(self.now) and one.covers(about)), None)
