"""Look for alerts in what a run computed, and say whom each is about."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from openmbi.flow.alert_subjects import subjects_of
from openmbi.flow.alerts import alerts_document
from openmbi.flow.bureau import Bureau
from openmbi.flow.compute import Computed
from openmbi.flow.detect import look
from openmbi.flow.in_force import InForce
from openmbi.flow.roster import Roster


def find_alerts(
    bureau: Bureau, in_force: InForce, roster: Roster, computed: Computed, *, as_of: datetime, for_cases: bool
) -> dict[str, Any]:
    """Return the document of the alerts of a run; `for_cases`: whether cases are followed up by it."""
    found = look(bureau, in_force, roster, computed, as_of)
    data_until: date = computed.panel.days[-1].item()
    subject_of = subjects_of(bureau.settings.zone, in_force, roster, data_until)
    return alerts_document(
        found.alerts,
        found.standings,
        data_until,
        subject_of,
        for_cases=for_cases,
        passed=found.passed,
        judged=found.judged,
    )
