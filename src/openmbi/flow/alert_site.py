"""The files of a run's site that tell of alerts: the lists, the cases, what stands of whom, and how often alerts were right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openmbi.core.language import Text
from openmbi.flow.alert_pages import AlertPages
from openmbi.flow.alerts import run_alerts
from openmbi.flow.bureau import Bureau
from openmbi.flow.case_desk import CaseDesk
from openmbi.flow.compute import Computed
from openmbi.flow.false_discovery import Evidence, evidence, rates_known
from openmbi.flow.in_force import InForce
from openmbi.flow.lone_report import report_files
from openmbi.flow.quality import measured
from openmbi.flow.roster import Roster
from openmbi.flow.standing_alerts import STANDING_FILE, standing_alerts
from openmbi.reports.alerts.report import TITLE as ALERTS_TITLE
from openmbi.reports.province.paths import ALERTS, QUALITY
from openmbi.reports.quality.labels import SHORT_TITLE as QUALITY_TITLE
from openmbi.reports.quality.page import pages as quality_pages
from openmbi.reports.site import files_of
from openmbi.store.runs import Saved

FURTHER: tuple[tuple[str, Text], ...] = ((ALERTS, ALERTS_TITLE), (QUALITY, QUALITY_TITLE))
"""Where the navigation leads besides: path and label."""


@dataclass(frozen=True)
class AlertSite:
    """What the files are made from: the pages of alerts and cases, and what alerts were judged by until the run."""

    pages: AlertPages
    known: Evidence

    def files(self, frame: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
        """Yield every file: path below the output folder, and content; `frame` is what every document of the run begins with."""
        yield from files_of(self.pages.documents(frame))
        yield STANDING_FILE, standing_alerts(self.pages, frame)
        found = measured(
            self.pages.desk.bureau,
            self.pages.in_force,
            self.known,
            as_of=self.pages.found.as_of,
            now=self.pages.now,
            navigation=tuple(frame["navigation"]),
        )
        yield from report_files(found, quality_pages(found)).items()


def alert_site(
    bureau: Bureau, kept: Saved, in_force: InForce, roster: Roster, computed: Computed, *, now: datetime
) -> AlertSite | None:
    """Return what the files of a run that was kept are made from; None where nothing was looked for."""
    found = run_alerts(kept)
    if found is None:
        return None
    known = evidence(bureau, found.as_of)
    rate = rates_known(known, bureau, found.as_of)
    return AlertSite(AlertPages(CaseDesk(bureau), found, in_force, roster, computed, rate, now), known)
