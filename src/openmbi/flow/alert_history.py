"""All alerts that the kept runs found, each as it was first known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from openmbi.core.alerts import Alert
from openmbi.core.tables import Colour, Level
from openmbi.flow.alerts import RunAlerts, run_alerts
from openmbi.flow.bureau import Bureau
from openmbi.store.runs import saved


@dataclass(frozen=True)
class AlertHistory:
    """The alerts of the runs known at a moment, in the order of the days on which they were found. `first`, `last`: the newest days of the data of the first
    and of the last run, from which and to which alerts were looked for; None where no run looked.
    """

    alerts: tuple[Alert, ...] = ()
    first: date | None = None
    last: date | None = None


def alert_history(bureau: Bureau, as_of: datetime) -> AlertHistory:
    """Return the alerts of every run that knew what was known up to a moment; of the runs of one day of data, the last one stands."""
    found = (run_alerts(one) for one in saved(bureau.store, "runs"))
    by_day = {one.data_until: one for one in found if one is not None and one.as_of <= as_of}
    return joined([by_day[day] for day in sorted(by_day)])


def joined(runs: list[RunAlerts]) -> AlertHistory:
    """Return the alerts of runs, given by their days. What a run dates back to a day that an earlier run had seen is new only where its subject had none; the
    first run tells of all the days that it looked back on, and of what has ended since, too.

    An alert is as it was first known, but red where it became so.
    """
    if not runs:
        return AlertHistory()
    kept: dict[str, Alert] = {}
    seen: set[tuple[Level, str]] = set()
    before = date.min
    for run in runs:
        alerts = [*(one.alert for one in run.alerts), *run.passed]
        for alert in alerts:
            known = kept.get(alert.key)
            if known is not None:
                kept[alert.key] = replace(known, colour=Colour.RED if alert.colour is Colour.RED else known.colour)
            elif alert.found_on > before or (alert.level, alert.subject) not in seen:
                kept[alert.key] = alert
        seen.update((alert.level, alert.subject) for alert in alerts)
        before = run.data_until
    found = sorted(kept.values(), key=lambda one: (one.found_on, one.level, one.subject))
    return AlertHistory(tuple(found), min([runs[0].data_until, *(one.found_on for one in found)]), before)
