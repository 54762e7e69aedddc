"""Which days of the data rest on a calendar that is not announced."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from openmbi.catalog.calendar import Calendar
from openmbi.core.language import Text
from openmbi.core.tables import Days
from openmbi.flow.bureau import Bureau
from openmbi.reports.overview.inputs import UnannouncedDays
from openmbi.store.runs import newest_saved


def unannounced_days(calendar: Calendar, days: Days) -> UnannouncedDays | None:
    """Return how many of the days (T,), and which first and last, no notice had settled by then; None where all are announced."""
    found = days[calendar.provisional(days)]
    return UnannouncedDays(found[0].item(), found[-1].item(), len(found)) if len(found) else None


def rests_on_provisional(document: Mapping[str, Any], until: date) -> bool:
    """Say whether a run, by its overview, took a day up to and including `until` from a calendar that was not announced."""
    status = document["method"].get("calendar")
    return status is not None and date.fromisoformat(status["first"]) <= until


def newest_status(bureau: Bureau) -> dict[str, Any] | None:
    """Return what the newest run says of the days whose calendar is not announced; None where there are none.

    Raises
    ------
    Problem
        `run.none`.
    """
    return newest_saved(bureau.store, "runs").document()["method"].get("calendar")


def status_text(status: Mapping[str, Any]) -> Text:
    """Return the sentence for the reader."""
    return Text(status["meaning"]["zh"], status["meaning"]["en"])
