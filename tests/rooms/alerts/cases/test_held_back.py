from dataclasses import replace

from tests.rooms.alerts.cases.update import SUBJECTS
from tests.rooms.alerts.cases.worked import alerting, day, later, opened

from openmbi.alerts.cases.conditions import Conditions
from openmbi.alerts.cases.follow_up import held_back
from openmbi.alerts.cases.triage import Fate
from openmbi.catalog.case_rules import CaseParameters
from openmbi.core.cases import CaseState, Closing
from openmbi.core.silences import Silence, SilenceKind
from openmbi.core.tables import Level


def test_each_alert_that_opens_nothing_says_why(rules: CaseParameters):
    cell = alerting("440100-C39", Level.CELL)
    settled = replace(
        opened(alerting("C"), rules),
        state=CaseState.CLOSED,
        closing=Closing.FALSE_ALARM,
        closed_at=later(0),
        closed_on=day(0),
    )
    silence = Silence(4, SilenceKind.SILENCE, "inventory", "li", later(0), later(0), later(9), subject="B")
    window = replace(silence, number=5, kind=SilenceKind.MAINTENANCE, subject="D")
    alerts = [
        alerting("A", covered_by=(Level.CELL, "440100-C39")),
        alerting("B"),
        alerting("C", found_on=day(2)),
        alerting("D"),
        alerting("E"),
        cell,
    ]
    conditions = Conditions((silence, window), rules, later(1), SUBJECTS)
    held = held_back([settled, replace(opened(cell, rules), number=9)], alerts, conditions)
    assert [(one.alert.subject, one.fate) for one in held] == [
        ("A", Fate.COVERED),
        ("B", Fate.SILENCED),
        ("C", Fate.SETTLED),
        ("D", Fate.MAINTENANCE),
    ]
    covered, silenced, known, maintained = held
    assert covered.case is not None
    assert (covered.case.number, known.case) == (9, settled)
    assert (silenced.silence, maintained.silence) == (silence, window)
