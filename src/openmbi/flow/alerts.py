"""The alerts of a run: kept with it as one document that says whom each is about, and read back."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from openmbi.core.alert_documents import alert_document, alert_of, standing_document, standing_of
from openmbi.core.alerts import Alert, Standing
from openmbi.core.cases import CaseSubject
from openmbi.core.judged import Judged
from openmbi.core.language import Text
from openmbi.core.owners import enclosing
from openmbi.core.problems import Problem
from openmbi.core.tables import Colour, Level
from openmbi.flow.bureau import Bureau
from openmbi.store.runs import Saved, newest_saved


@dataclass(frozen=True)
class Named:
    """Whom an alert is about, with the name; the owner is not said: it may be another one tomorrow."""

    name: Text
    about: CaseSubject


@dataclass(frozen=True)
class FoundAlert:
    """An alert, and whom it is about."""

    alert: Alert
    subject: Named


@dataclass(frozen=True)
class RunAlerts:
    """What detection found with a run that knew what was known at `as_of`; `data_until`: the newest day of its data. `for_cases`: whether cases
    are followed up by it; not so where somebody only looked back. `passed`: alerts of the days that it looked back on which have ended since.
    `judged`: how many enterprises could be judged; None of a run that did not count them.
    """

    run: str
    as_of: datetime
    data_until: date
    alerts: tuple[FoundAlert, ...]
    standings: tuple[Standing, ...]
    for_cases: bool = True
    passed: tuple[Alert, ...] = ()
    judged: Judged | None = None


def alerts_document(
    alerts: Sequence[Alert],
    standings: Sequence[Standing],
    data_until: date,
    subject_of: Callable[[Level, str], Named],
    *,
    for_cases: bool,
    passed: Sequence[Alert] = (),
    judged: Judged | None = None,
) -> dict[str, Any]:
    """Return the document that is kept with a run; `subject_of` tells whom a level and code stand for. `for_cases`, `passed`, `judged`: as `RunAlerts`."""
    return {
        "data_until": data_until.isoformat(),
        "for_cases": for_cases,
        "alerts": [_with_subject(alert, subject_of(alert.level, alert.subject)) for alert in alerts],
        "standings": [standing_document(standing) for standing in standings],
        "passed": [alert_document(alert) for alert in passed],
        "judged": None if judged is None else asdict(judged),
    }


def _with_subject(alert: Alert, subject: Named) -> dict[str, Any]:
    name = {"zh": subject.name.zh, "en": subject.name.en}
    return alert_document(alert) | {"name": name, "place": subject.about.place, "industry": subject.about.industry}


def run_alerts(saved: Saved) -> RunAlerts | None:
    """Return what was found with a run; None where nothing was looked for."""
    document = saved.alerts()
    if document is None:
        return None
    return RunAlerts(
        run=saved.name,
        as_of=saved.as_of,
        data_until=date.fromisoformat(document["data_until"]),
        alerts=tuple(_found(one) for one in document["alerts"]),
        standings=tuple(standing_of(one) for one in document["standings"]),
        for_cases=document["for_cases"],
        passed=tuple(alert_of(one) for one in document.get("passed", ())),
        judged=Judged(**document["judged"]) if document.get("judged") else None,
    )


def _found(document: Mapping[str, Any]) -> FoundAlert:
    alert = alert_of(document)
    about = CaseSubject(alert.level, alert.subject, document["place"], document["industry"])
    return FoundAlert(alert, Named(Text.of(document["name"]), about))


@dataclass(frozen=True)
class Wanted:
    """Which alerts are asked for: of a level, of a colour, in a place (GB/T 2260), and whether covered ones too."""

    level: Level | None = None
    colour: Colour | None = None
    place: str | None = None
    covered: bool = False

    def includes(self, one: FoundAlert) -> bool:
        """Whether an alert is asked for."""
        alert = one.alert
        return (
            self.level in {None, alert.level}
            and self.colour in {None, alert.colour}
            and (self.place is None or self.place in enclosing(one.subject.about.place or ""))
            and (self.covered or alert.covered_by is None)
        )


def chosen(found: RunAlerts, wanted: Wanted) -> list[FoundAlert]:
    """Return the alerts that are asked for: red before yellow, groups before enterprises, the least likely by chance first."""
    levels = list(Level)
    asked = [one for one in found.alerts if wanted.includes(one)]
    return sorted(asked, key=lambda one: _gravity(one.alert, levels))


def _gravity(alert: Alert, levels: Sequence[Level]) -> tuple[object, ...]:
    q_value = math.inf if math.isnan(alert.q_value) else alert.q_value
    return alert.colour is not Colour.RED, levels.index(alert.level), q_value, alert.subject


def newest_alerts(bureau: Bureau) -> RunAlerts:
    """Return what was found with the newest run.

    Raises
    ------
    Problem
        `run.none`; `alerts.not-looked-for` where the newest run was made without detection.
    """
    newest = newest_saved(bureau.store, "runs")
    found = run_alerts(newest)
    if found is not None:
        return found
    raise Problem(
        "alerts.not-looked-for",
        Text("计算 {run} 没有做异常检测", "run {run} did not look for alerts").fill(run=newest.name),
        Text("请再执行 mbi run", "give `mbi run` again"),
        file=newest.folder,
    )
