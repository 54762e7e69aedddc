"""Which days of the data rest on a calendar that is not announced."""

from __future__ import annotations

from openmbi.catalog.calendar import Calendar
from openmbi.core.tables import Days
from openmbi.reports.overview.inputs import UnannouncedDays


def unannounced_days(calendar: Calendar, days: Days) -> UnannouncedDays | None:
    """Return how many of the days (T,), and which first and last, no notice had settled by then; None where all are announced."""
    found = days[calendar.provisional(days)]
    return UnannouncedDays(found[0].item(), found[-1].item(), len(found)) if len(found) else None
