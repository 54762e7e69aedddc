from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.rooms.alerts.cases.worked import MONDAY, PHOTO, Desk, alerting, day, later, opened, standing

from openmbi.alerts.cases.machine import apply
from openmbi.catalog.case_rules import CaseParameters
from openmbi.core.cases import Action, ActionKind, CaseState, Cause, Closing, EvidenceFile
from openmbi.core.owners import Role
from openmbi.core.problems import Problem
from openmbi.core.tables import Colour, Level

CELL = (Level.CELL, "440100-C39")


def test_the_whole_way_from_an_alert_to_its_end(desk: Desk):
    desk.to_feedback()
    case = desk.do(ActionKind.VERIFY, 12, standing=standing(desk.case, 11, 6))
    assert (case.state, case.closing, case.closed_at, case.closed_on) == (
        CaseState.CLOSED,
        Closing.VERIFIED,
        later(12),
        day(11),
    )
    assert (case.version, case.due_at, case.owner) == (7, None, "tianhe")
    assert [one.note for one in (*case.measures, *case.feedback)] == ["furnace relined", "at work again"]


def test_what_opens_a_case(rules: CaseParameters):
    case = opened(alerting(), rules)
    assert (case.number, case.version, case.state, case.owner) == (0, 1, CaseState.OPEN, "guangzhou")
    assert (case.opened_at, case.changed_at, case.due_at) == (MONDAY, MONDAY, later(1))
    assert case.alert == case.newest == alerting()


def test_an_illegal_move_says_what_is_legal(desk: Desk):
    with pytest.raises(Problem) as caught:
        desk.do(ActionKind.FEEDBACK, 1, note="done")
    assert caught.value.code == "case.illegal-move"
    expected = caught.value.expected
    assert expected is not None
    assert "assigned (assign)" in expected.en
    assert "（assign）" in expected.zh
    assert "case 7" in caught.value.found.en
    assert "self_check" not in expected.en


@pytest.mark.parametrize(
    ("steps", "kind", "brought", "code"),
    [
        ("to_assigned", ActionKind.ASSIGN, {"owner": " "}, "incomplete-action"),
        ("to_acknowledged", ActionKind.SELF_CHECK, {}, "incomplete-action"),
        ("to_acknowledged", ActionKind.SELF_CHECK, {"causes": (Cause.NO_EVENT, Cause.OTHER)}, "contradictory-causes"),
        ("to_self_checked", ActionKind.MEASURE, {"note": "  "}, "incomplete-action"),
        ("to_self_checked", ActionKind.CLOSE, {"closing": Closing.VERIFIED, "note": "n"}, "not-by-hand"),
        ("to_self_checked", ActionKind.CLOSE, {"closing": Closing.FALSE_ALARM, "note": "n"}, "event-found"),
        ("to_self_checked", ActionKind.CLOSE, {"closing": Closing.EXPLAINED, "note": "n"}, "passing-cause"),
        ("to_self_checked", ActionKind.CLOSE, {"closing": Closing.EXPLAINED}, "incomplete-action"),
        ("to_self_checked", ActionKind.DISPUTE, {"note": "wrong meter"}, "incomplete-action"),
        ("to_self_checked", ActionKind.ESCALATE, {"escalated_to": Role.CITY}, "not-late"),
        ("to_self_checked", ActionKind.ESCALATE, {"escalated_to": Role.PROVINCE}, "wrong-office"),
        ("to_self_checked", ActionKind.MUTE, {"covered_by": (Level.ENTERPRISE, "A")}, "covered-so"),
        ("to_self_checked", ActionKind.REFRESH, {"alert": alerting("B", found_on=day(5))}, "other-subject"),
        ("to_self_checked", ActionKind.REFRESH, {"alert": alerting()}, "old-data"),
        ("to_feedback", ActionKind.VERIFY, {}, "incomplete-action"),
    ],
)
def test_what_is_refused_changes_nothing(desk: Desk, steps: str, kind: ActionKind, brought: dict[str, Any], code: str):
    before = getattr(desk, steps)().case
    with pytest.raises(Problem) as caught:
        desk.do(kind, 5, **brought)
    assert caught.value.code == f"case.{code}"
    assert desk.case is before


def test_an_action_needs_an_actor(desk: Desk):
    with pytest.raises(Problem, match="actor"):
        desk.do(ActionKind.ASSIGN, 1, actor=" ", owner="tianhe")


def test_no_event_and_nothing_else_is_a_false_alarm(desk: Desk):
    desk.to_self_checked(Cause.NO_EVENT)
    case = desk.do(ActionKind.CLOSE, 3, closing=Closing.FALSE_ALARM, note="meter read right", known_until=day(1))
    assert (case.closing, case.closed_on) == (Closing.FALSE_ALARM, day(1))


def test_without_a_word_on_the_data_the_newest_evidence_is_what_was_known(desk: Desk):
    """The clock says nothing of it: a run may look at a past year."""
    desk.to_self_checked(Cause.NO_EVENT)
    assert desk.do(ActionKind.CLOSE, 3, closing=Closing.FALSE_ALARM, note="none").closed_on == day(-1)


def test_a_lasting_cause_may_be_accepted(desk: Desk):
    desk.to_measure(Cause.RELOCATION, Cause.OTHER)
    assert desk.do(ActionKind.CLOSE, 4, closing=Closing.EXPLAINED, note="moved away").closing is Closing.EXPLAINED


@pytest.mark.parametrize(("on", "inside_days", "is_back"), [(9, 4, False), (9, 5, True), (3, 5, False), (4, 5, True)])
def test_verified_only_by_days_since_the_newest_evidence(desk: Desk, on: int, inside_days: int, is_back: bool):
    desk.to_feedback()
    after = Action(ActionKind.VERIFY, "li", later(10), standing=standing(desk.case, on, inside_days))
    if is_back:
        assert apply(desk.case, after, desk.rules, later(10)).is_closed
    else:
        with pytest.raises(Problem) as caught:
            apply(desk.case, after, desk.rules, later(10))
        assert caught.value.code == "case.not-back"


def test_a_failed_verification_goes_back_to_measure(desk: Desk):
    desk.to_feedback()
    out = {"standing": standing(desk.case, 20, 0, deviation=-0.9)}
    with pytest.raises(Problem, match="not late"):
        desk.do(ActionKind.FAIL_VERIFICATION, 24, **out)
    with pytest.raises(Problem, match="are back"):
        desk.do(ActionKind.FAIL_VERIFICATION, 25, standing=standing(desk.case, 20, 9))
    case = desk.do(ActionKind.FAIL_VERIFICATION, 25, **out)
    assert (case.state, case.failed_verifications) == (CaseState.SELF_CHECKED, 1)
    with pytest.raises(Problem, match="does not allow"):
        desk.do(ActionKind.FEEDBACK, 26, note="the same again")
    assert len(desk.do(ActionKind.MEASURE, 26, note="a second furnace").measures) == 2


def test_recovered_by_itself(desk: Desk):
    desk.to_acknowledged()
    with pytest.raises(Problem, match="less than 7"):
        desk.do(ActionKind.RECOVER, 8, standing=standing(desk.case, 7, 6))
    assert desk.do(ActionKind.RECOVER, 9, standing=standing(desk.case, 8, 7)).closing is Closing.RECOVERED


class TestDispute:
    def test_it_stops_the_clock_and_has_its_own(self, desk: Desk):
        desk.to_acknowledged()
        assert desk.case.due_at == later(4)  # three days for the self-check
        case = desk.do(ActionKind.DISPUTE, 2, note="not our meter", evidence=(PHOTO,))
        assert case.state is CaseState.DISPUTED
        assert case.dispute is not None
        assert case.due_at == case.dispute.due_at == later(12)
        assert case.dispute.time_left == timedelta(days=2)

    def test_rejected_it_gives_back_what_was_left(self, desk: Desk):
        desk.to_acknowledged().do(ActionKind.DISPUTE, 2, note="not our meter", evidence=(PHOTO,))
        case = desk.do(ActionKind.RESOLVE_DISPUTE, 8, "wang", upheld=False, note="it is")
        assert (case.state, case.due_at) == (CaseState.ACKNOWLEDGED, later(10))
        assert case.dispute is not None
        assert case.dispute.decision is not None
        assert (case.dispute.upheld, case.dispute.decision.actor) == (False, "wang")

    def test_upheld_it_closes_the_case(self, desk: Desk):
        desk.do(ActionKind.DISPUTE, 2, note="not our meter", evidence=(PHOTO,))
        case = desk.do(ActionKind.RESOLVE_DISPUTE, 3, upheld=True, note="indeed")
        assert (case.state, case.closing) == (CaseState.CLOSED, Closing.DISPUTE_UPHELD)

    def test_a_second_one_needs_new_evidence(self, desk: Desk):
        desk.do(ActionKind.DISPUTE, 2, note="not our meter", evidence=(PHOTO,))
        desk.do(ActionKind.RESOLVE_DISPUTE, 3, upheld=False, note="it is")
        with pytest.raises(Problem) as caught:
            desk.do(ActionKind.DISPUTE, 4, note="still not", evidence=(replace(PHOTO, name="other.jpg"),))
        assert caught.value.code == "case.no-new-evidence"
        bill = EvidenceFile("bill.pdf", "cd" * 32)
        assert len(desk.do(ActionKind.DISPUTE, 4, note="see the bill", evidence=(PHOTO, bill)).disputes) == 2

    def test_the_objection_of_a_muted_case_is_heard(self, desk: Desk):
        desk.do(ActionKind.MUTE, 0.25, covered_by=CELL)
        case = desk.do(ActionKind.DISPUTE, 2, note="not our meter", evidence=(PHOTO,))
        assert not case.is_muted
        assert case.due_at == later(12)
        case = desk.do(ActionKind.RESOLVE_DISPUTE, 3, upheld=False, note="it is")
        assert case.due_at == later(3.75)


class TestReopen:
    def test_by_hand_it_begins_anew(self, desk: Desk):
        desk.to_self_checked(Cause.NO_EVENT).do(ActionKind.CLOSE, 3, closing=Closing.FALSE_ALARM, note="none")
        with pytest.raises(Problem, match="note"):
            desk.do(ActionKind.REOPEN, 5)
        case = desk.do(ActionKind.REOPEN, 5, note="the meter was read wrongly")
        assert (case.state, case.causes, case.self_check, case.closing) == (CaseState.OPEN, (), None, None)
        assert (case.closed_at, case.closed_on, case.reopened, case.rounds) == (None, None, 1, ())
        assert case.due_at == later(6)

    def test_data_from_before_it_was_reopened_by_hand_do_not_close_it(self, desk: Desk):
        desk.do(ActionKind.RECOVER, 10, standing=standing(desk.case, 9, 9))
        desk.do(ActionKind.REOPEN, 12, note="looks odd", known_until=day(11))
        with pytest.raises(Problem) as caught:
            desk.do(ActionKind.RECOVER, 13, standing=standing(desk.case, 12, 12))
        assert caught.value.code == "case.not-back"
        assert desk.do(ActionKind.RECOVER, 20, standing=standing(desk.case, 18, 18)).is_closed

    def test_by_a_new_alert_it_keeps_how_it_had_ended(self, desk: Desk):
        first = desk.do(ActionKind.RECOVER, 10, standing=standing(desk.case, 9, 9))
        again = alerting(found_on=day(20), since=day(18))
        case = desk.do(ActionKind.REOPEN, 21, alert=again)
        assert case.alert == case.newest == again
        (ended,) = case.rounds
        assert (ended.alert, ended.closing, ended.closed_at, ended.closed_on) == (
            first.alert,
            Closing.RECOVERED,
            later(10),
            day(9),
        )


def test_new_evidence_tightens_the_next_limit_not_this_one(rules: CaseParameters):
    desk = Desk(rules, opened(alerting(colour=Colour.YELLOW), rules))
    assert desk.case.due_at == later(3)
    assert desk.do(ActionKind.REFRESH, 1, alert=alerting(found_on=day(0))).due_at == later(3)
    assert desk.do(ActionKind.ASSIGN, 1, owner="tianhe").due_at == later(2)  # red: one day


def test_handing_a_case_on_winds_no_clock(desk: Desk):
    due = desk.to_measure().case.due_at
    case = desk.do(ActionKind.ASSIGN, 5, owner="haizhu")
    assert (case.owner, case.state, case.due_at) == ("haizhu", CaseState.MEASURE_TAKEN, due)


def test_time_does_not_run_back(desk: Desk):
    with pytest.raises(Problem) as caught:
        desk.do(ActionKind.ASSIGN, -1, owner="tianhe")
    assert caught.value.code == "case.clock-runs-back"
    ahead = Action(ActionKind.ASSIGN, "li", later(2), owner="tianhe")
    with pytest.raises(Problem) as caught:
        apply(desk.case, ahead, desk.rules, later(1))
    assert caught.value.code == "case.ahead-of-time"


def test_what_was_done_yesterday_may_be_entered_today(desk: Desk):
    desk.to_acknowledged()
    check = Action(ActionKind.SELF_CHECK, "li", later(1.2), causes=(Cause.HOLIDAY, Cause.HOLIDAY))
    case = apply(desk.case, check, desk.rules, later(2))
    assert case.self_check is not None
    assert (case.self_check.at, case.changed_at, case.due_at) == (later(1.2), later(2), later(7))
    assert case.causes == (Cause.HOLIDAY,)
