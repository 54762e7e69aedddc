"""The alerts of enterprises that stand, as the pages of a run leave them for the pages of enterprises, which are made when asked for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from openmbi.core.tables import Level
from openmbi.flow.alert_pages import AlertPages
from openmbi.reports.alerts.report import alert_line

STANDING_FILE = "data/standing-alerts.json"
"""Below the output folder: the run, and by the code of an enterprise its alert as the list shows it."""


def standing_alerts(alerts: AlertPages, frame: Mapping[str, Any]) -> bytes:
    """Return the content of the file; `frame` is what every document of the run begins with."""
    lines = {
        code: alert_line(entry, alerts.found.data_until, frame)
        for (level, code), entry in alerts.entries.items()
        if level is Level.ENTERPRISE
    }
    return orjson.dumps({"run": alerts.found.run, "lines": lines})


def lines_standing(output: Path, run: str) -> Mapping[str, Mapping[str, Any]] | None:
    """Return the alerts of a run by enterprise; None where nothing was looked for, or where the pages in the folder are of another run."""
    file = output / STANDING_FILE
    kept = orjson.loads(file.read_bytes()) if file.is_file() else {"run": None}
    return kept["lines"] if kept["run"] == run else None
