"""What the page of a subject says of its alert: the alert that stands with its case, or that there is none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from openmbi.reports.alerts.inputs import AlertEntry
from openmbi.reports.alerts.report import alert_line
from openmbi.reports.province.paths import ALERTS


def standing(entry: AlertEntry | None, day: date, frame: Mapping[str, Any]) -> dict[str, Any]:
    """Return the alert of a subject as the list shows it (null: none stands on the day), and where the list is; `frame` is what every document begins with."""
    return standing_line(alert_line(entry, day, frame) if entry else None)


def standing_line(line: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the same from the line of the list."""
    return {"line": line, "list_path": ALERTS}
