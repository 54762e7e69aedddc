from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from tests.rooms.alerts.cases.worked import PHOTO, Desk, alerting, later, opened

from openmbi.alerts.cases.deadlines import may_escalate, next_office
from openmbi.alerts.cases.machine import apply
from openmbi.catalog.calendar import load_calendar
from openmbi.catalog.case_rules import CaseParameters
from openmbi.catalog.workdays import EVERY_DAY, Workdays
from openmbi.core.cases import Action, ActionKind
from openmbi.core.owners import Role
from openmbi.core.problems import Problem
from openmbi.core.tables import Level

CELL = (Level.CELL, "440100-C39")


def test_an_overdue_case_goes_up_step_by_step(desk: Desk):
    assert not may_escalate(desk.case, desk.rules, later(1), EVERY_DAY)
    case = desk.do(ActionKind.ESCALATE, 1.5, escalated_to=Role.CITY)
    assert (case.escalated_to, case.escalated_at, case.due_at) == (Role.CITY, later(1.5), later(1))
    with pytest.raises(Problem, match="only just now"):
        desk.do(ActionKind.ESCALATE, 3, escalated_to=Role.PROVINCE)
    assert desk.do(ActionKind.ESCALATE, 3.5, escalated_to=Role.PROVINCE).escalated_to is Role.PROVINCE
    assert next_office(desk.case, desk.rules) is None
    assert not may_escalate(desk.case, desk.rules, later(90), EVERY_DAY)


@pytest.mark.parametrize(
    ("level", "office"), [(Level.ENTERPRISE, Role.CITY), (Level.CELL, Role.PROVINCE), (Level.ZONE, None)]
)
def test_where_a_level_is_escalated_first(rules: CaseParameters, level: Level, office: Role | None):
    assert next_office(opened(alerting(level=level), rules), rules) == office


def test_a_muted_case_has_no_clock_and_gets_its_time_back(desk: Desk):
    case = desk.do(ActionKind.MUTE, 0.25, covered_by=CELL)
    assert (case.due_at, case.is_muted, case.is_overdue(later(50))) == (None, True, False)
    assert desk.do(ActionKind.UNMUTE, 9, "system").due_at == later(9.75)


def test_work_on_a_muted_case_goes_on_without_a_clock(desk: Desk):
    desk.do(ActionKind.MUTE, 0.25, covered_by=CELL)
    assert desk.to_acknowledged().case.due_at is None
    assert desk.do(ActionKind.UNMUTE, 9).due_at == later(12)  # all three days of the self-check


def test_what_was_late_stays_late(desk: Desk):
    case = desk.do(ActionKind.MUTE, 3, covered_by=CELL)
    with pytest.raises(Problem, match="by that group already"):
        desk.do(ActionKind.MUTE, 3, covered_by=CELL)
    assert desk.do(ActionKind.UNMUTE, 5).due_at == later(3)
    assert case.time_left is not None
    assert case.time_left < later(0) - later(0)


def test_a_dispute_that_came_late_leaves_the_case_late(desk: Desk):
    desk.do(ActionKind.DISPUTE, 4, note="not ours", evidence=(PHOTO,))
    assert desk.do(ActionKind.RESOLVE_DISPUTE, 5, upheld=False, note="it is").due_at == later(2)


def test_days_off_do_not_count(rules: CaseParameters):
    """The Spring Festival of 2026 is from 15 to 23 February; Saturday the 14th and Saturday the 28th are worked."""
    workdays = Workdays(load_calendar(None), ZoneInfo("Asia/Shanghai"))
    friday = later(39).replace(hour=1)
    assert friday.date().isoformat() == "2026-02-13"
    case = replace(opened(alerting(), rules), changed_at=friday)
    step = Action(ActionKind.ASSIGN, "li", friday, owner="tianhe")
    case = apply(case, step, rules, friday, workdays)  # one working day to acknowledge it
    assert case.due_at is not None
    assert case.due_at.date().isoformat() == "2026-02-14"
    later_step = Action(ActionKind.ACKNOWLEDGE, "li", case.due_at)
    case = apply(case, later_step, rules, case.due_at, workdays)  # three for the self-check
    assert case.due_at is not None
    assert case.due_at.isoformat() == "2026-02-26T01:00:00+00:00"
