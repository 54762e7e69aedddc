"""Deadlines in working days: days off do not count, make-up workdays do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

import numpy as np

from openmbi.catalog.calendar import Calendar
from openmbi.core.tables import DayClass

_WORKED = (DayClass.WORKDAY, DayClass.MAKEUP_WORKDAY)
_LONGEST_BREAK_DAYS = 30  # no break of the calendar is so long


class DayCount(Protocol):
    """How days of a deadline are counted."""

    def after(self, moment: datetime, days: int) -> datetime:
        """Return the moment (UTC) some days after a moment (UTC)."""
        ...


@dataclass(frozen=True)
class EveryDay:
    """Every day counts."""

    def after(self, moment: datetime, days: int) -> datetime:
        """Return the same time of day, `days` days later."""
        return moment + timedelta(days=days)


EVERY_DAY = EveryDay()


@dataclass(frozen=True)
class Workdays:
    """Only working days of a calendar count, as days of a zone."""

    calendar: Calendar
    zone: ZoneInfo

    def after(self, moment: datetime, days: int) -> datetime:
        """Return the same local time on the `days`-th working day after the moment's day, in UTC."""
        local = moment.astimezone(self.zone)
        day = self._workday_after(local.date(), days)
        return datetime.combine(day, local.timetz()).astimezone(UTC)

    def _workday_after(self, day: date, count: int) -> date:
        span = 2 * count + _LONGEST_BREAK_DAYS
        ahead = np.datetime64(day, "D") + np.arange(1, span + 1)
        worked = np.flatnonzero(np.isin(self.calendar.day_class(ahead), _WORKED))
        return day + timedelta(days=int(worked[count - 1]) + 1)
