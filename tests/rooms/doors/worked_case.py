"""A case of a town, worked by hand until a command is legal for it."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path

from openmbi.alerts.cases.machine import apply
from openmbi.core.alert_documents import alert_document, standing_document
from openmbi.core.alerts import Alert, Channel, Direction, SourceEvidence, Standing
from openmbi.core.cases import SYSTEM, Action, ActionKind, CaseSubject, Cause, Closing
from openmbi.core.judged import Judged
from openmbi.core.tables import Colour, Level
from openmbi.flow.bureau import load_bureau
from openmbi.flow.case_desk import CaseDesk
from openmbi.flow.cases import CaseStep, act
from openmbi.store.runs import newest_saved
from openmbi.store.store import Store

FOUND_ON = date(2026, 1, 2)
ASSIGNED = CaseStep(ActionKind.ASSIGN, owner="bureau")
ACKNOWLEDGED = CaseStep(ActionKind.ACKNOWLEDGE)
CHECKED = CaseStep(ActionKind.SELF_CHECK, causes=(Cause.MAINTENANCE,))
NO_EVENT = CaseStep(ActionKind.SELF_CHECK, causes=(Cause.NO_EVENT,))
MEASURE = CaseStep(ActionKind.MEASURE, note="repaired")
FEEDBACK = CaseStep(ActionKind.FEEDBACK, note="runs again")
FALSE_ALARM = CaseStep(ActionKind.CLOSE, note="seen on site", closing=Closing.FALSE_ALARM)
BEFORE = {
    "list": (),
    "show": (),
    "assign": (),
    "ack": (ASSIGNED,),
    "selfcheck": (ASSIGNED, ACKNOWLEDGED),
    "measure": (ASSIGNED, ACKNOWLEDGED, CHECKED),
    "feedback": (ASSIGNED, ACKNOWLEDGED, CHECKED, MEASURE),
    "verify": (ASSIGNED, ACKNOWLEDGED, CHECKED, MEASURE, FEEDBACK),
    "dispute": (ASSIGNED, ACKNOWLEDGED),
    "resolve-dispute": (ASSIGNED, ACKNOWLEDGED),
    "close": (ASSIGNED, ACKNOWLEDGED, NO_EVENT),
    "reopen": (ASSIGNED, ACKNOWLEDGED, NO_EVENT, FALSE_ALARM),
}
"""The steps after which each command is legal."""
POWER = SourceEvidence("use_kwh", "kWh", 1200.0, 300.0, -1.38, ((Level.ZONE, -0.01),), 1e-7)


def an_alert(subject: str, found_on: date = FOUND_ON, colour: Colour = Colour.RED) -> Alert:
    return Alert(
        level=Level.ENTERPRISE,
        subject=subject,
        found_on=found_on,
        since=date(2025, 12, 28),
        direction=Direction.DOWN,
        channels=(Channel.LEVEL,),
        sources=(POWER,),
        p_value=1e-7,
        q_value=0.003,
        stratum="C39",
        colour=colour,
    )


def worked(town: Path, command: str, evidence: Path, subject: str | None = None) -> int:
    """Open a case and take the steps before a command; return its number. For `verify` the newest run says that the data are back."""
    desk = CaseDesk(load_bureau(town))
    now = datetime.now(UTC)
    alert = an_alert(subject or f"of-{command}")
    about = CaseSubject(alert.level, alert.subject, "999999", "C39", "bureau")
    action = Action(ActionKind.OPEN, SYSTEM, now, alert=alert, about=about)
    number = desk.ledger.open(apply(None, action, desk.rules(now), now, desk.workdays), action).number
    steps = list(BEFORE[command])
    if command == "resolve-dispute":
        evidence.write_bytes(b"the meter was replaced")
        steps.append(CaseStep(ActionKind.DISPUTE, note="the meter", files=(evidence,)))
    for step in steps:
        act(desk, number, step, actor=SOMEBODY if step.kind is ActionKind.DISPUTE else "bureau", now=datetime.now(UTC))
    if command == "verify":
        write_alerts(town, [], [Standing(Level.ENTERPRISE, alert.subject, date(2026, 1, 20), -0.01, 9)])
    return number


SOMEBODY = "firm"
OWNERS = """
owners:
  - {identifier: bureau, name: {zh: 本单位, en: the bureau}, role: province, places: ["000000"]}
  - {identifier: firm, name: {zh: 企业, en: a firm}, role: enterprise, places: ["999999"], enterprises: [of-resolve-dispute, of-dispute]}
"""


def write_alerts(
    town: Path,
    alerts: list[Alert],
    standings: list[Standing],
    data_until: date = FOUND_ON,
    judged: Judged | None = None,
) -> None:
    """Write what detection would have found beside the newest run."""
    document = {
        "data_until": data_until.isoformat(),
        "for_cases": False,
        "judged": asdict(judged) if judged else None,
        "alerts": [
            alert_document(one) | {"name": {"zh": "甲厂", "en": "Works A"}, "place": "999999", "industry": "C39"}
            for one in alerts
        ],
        "standings": [standing_document(one) for one in standings],
    }
    folder = newest_saved(Store(town / "store", threads=1), "runs").folder
    (folder / "alerts.json").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
