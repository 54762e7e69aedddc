"""Alerts, and a case that is worked step by step: everything happens from Monday 5 January 2026 on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from openmbi.alerts.cases.machine import apply
from openmbi.catalog.case_rules import CaseParameters
from openmbi.core.alerts import Alert, Channel, Direction, SourceEvidence, Standing
from openmbi.core.cases import Action, ActionKind, Case, CaseSubject, Cause, EvidenceFile
from openmbi.core.tables import Colour, Level

MONDAY = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
PHOTO = EvidenceFile("photo.jpg", "ab" * 32)


def later(days: float) -> datetime:
    """A moment so many days after Monday morning."""
    return MONDAY + timedelta(days=days)


def day(number: int) -> date:
    """A day so many days after that Monday."""
    return MONDAY.date() + timedelta(days=number)


def alerting(subject: str = "A", level: Level = Level.ENTERPRISE, **changed: Any) -> Alert:
    """An alert of the day before Monday: down by 60 %, red."""
    evidence = SourceEvidence("use_kwh", "kWh", 10_000.0, 4_000.0, -0.9, ((Level.CITY, -0.05),), 1e-6)
    alert = Alert(
        level=level,
        subject=subject,
        found_on=day(-1),
        since=day(-3),
        direction=Direction.DOWN,
        channels=(Channel.LEVEL,),
        sources=(evidence,),
        p_value=1e-6,
        q_value=0.01,
        stratum="C39",
        colour=Colour.RED,
    )
    return replace(alert, **changed)


def standing(case: Case, on: int, inside_days: int, deviation: float = -0.02) -> Standing:
    """How the subject of a case stands so many days after Monday."""
    return Standing(case.level, case.subject, day(on), deviation, inside_days)


@dataclass
class Desk:
    """One case, worked step by step; `at` counts days from Monday morning."""

    rules: CaseParameters
    case: Case

    def do(self, kind: ActionKind, at: float, actor: str = "li", **brought: Any) -> Case:
        self.case = apply(self.case, Action(kind, actor, later(at), **brought), self.rules, later(at))
        return self.case

    def to_assigned(self) -> Desk:
        self.do(ActionKind.ASSIGN, 0.5, owner="tianhe")
        return self

    def to_acknowledged(self) -> Desk:
        self.to_assigned().do(ActionKind.ACKNOWLEDGE, 1)
        return self

    def to_self_checked(self, *causes: Cause) -> Desk:
        self.to_acknowledged().do(ActionKind.SELF_CHECK, 2, causes=causes or (Cause.ACCIDENT,), note="furnace out")
        return self

    def to_measure(self, *causes: Cause) -> Desk:
        self.to_self_checked(*causes).do(ActionKind.MEASURE, 3, note="furnace relined")
        return self

    def to_feedback(self, *causes: Cause) -> Desk:
        self.to_measure(*causes).do(ActionKind.FEEDBACK, 4, note="at work again")
        return self


def opened(alert: Alert, rules: CaseParameters, at: float = 0, **about: Any) -> Case:
    """The case that an alert opens."""
    where = {"place": "440106", "industry": "C39", "owner": "guangzhou"} | about
    subject = CaseSubject(alert.level, alert.subject, **where)
    return apply(None, Action(ActionKind.OPEN, "system", later(at), alert=alert, about=subject), rules, later(at))
