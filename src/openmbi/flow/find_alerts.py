"""Look for alerts in what a run computed, and say whom each is about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Protocol

from openmbi.core.alerts import Alert, Standing
from openmbi.flow.alert_subjects import subjects_of
from openmbi.flow.alerts import alerts_document
from openmbi.flow.bureau import Bureau
from openmbi.flow.compute import Computed
from openmbi.flow.in_force import InForce
from openmbi.flow.roster import Roster


class Detection(Protocol):
    """What a detector found on the newest day."""

    @property
    def alerts(self) -> tuple[Alert, ...]:
        """What moves unusually."""
        ...

    @property
    def standings(self) -> tuple[Standing, ...]:
        """How the subjects of earlier alerts stand."""
        ...


detect: Callable[[Bureau, InForce, Roster, Computed], Detection] | None = None


def find_alerts(
    bureau: Bureau, in_force: InForce, roster: Roster, computed: Computed, *, for_cases: bool
) -> dict[str, Any] | None:
    """Return the document of the alerts of a run; None where there is no detector. `for_cases`: whether cases are followed up by it."""
    if detect is None:
        return None
    found = detect(bureau, in_force, roster, computed)
    data_until: date = computed.panel.days[-1].item()
    subject_of = subjects_of(bureau.settings.zone, in_force, roster, data_until)
    return alerts_document(found.alerts, found.standings, data_until, subject_of, for_cases=for_cases)
