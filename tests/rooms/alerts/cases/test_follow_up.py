import math
from dataclasses import replace
from typing import Any

import pytest
from tests.rooms.alerts.cases.update import Ledger
from tests.rooms.alerts.cases.worked import PHOTO, alerting, day, later

from openmbi.alerts.cases.machine import apply
from openmbi.catalog.case_rules import CaseParameters
from openmbi.core.alerts import Channel, Direction, Standing
from openmbi.core.cases import Action, ActionKind, CaseState, Cause, Closing
from openmbi.core.owners import Role
from openmbi.core.silences import Silence, SilenceKind
from openmbi.core.tables import Colour, Level

CELL = (Level.CELL, "440100-C39")


@pytest.fixture
def ledger(rules: CaseParameters) -> Ledger:
    return Ledger(rules)


def stands(subject: str, on: int, inside_days: int, deviation: float = -0.02) -> Standing:
    return Standing(Level.ENTERPRISE, subject, day(on), deviation, inside_days)


def act(ledger: Ledger, number: int, kind: ActionKind, at: float, **brought: Any) -> None:
    ledger.put(apply(ledger.cases[number], Action(kind, "li", later(at), **brought), ledger.rules, later(at)))


def work(ledger: Ledger, *kinds: ActionKind, at: float, cause: Cause = Cause.ACCIDENT) -> None:
    """Take steps with case 1, all at one moment."""
    brought = {
        ActionKind.ASSIGN: {"owner": "tianhe"},
        ActionKind.SELF_CHECK: {"causes": (cause,)},
        ActionKind.MEASURE: {"note": "mended"},
        ActionKind.FEEDBACK: {"note": "at work"},
        ActionKind.DISPUTE: {"note": "not ours", "evidence": (PHOTO,)},
    }
    for kind in kinds:
        act(ledger, 1, kind, at, **brought.get(kind, {}))


TO_FEEDBACK = (
    ActionKind.ASSIGN,
    ActionKind.ACKNOWLEDGE,
    ActionKind.SELF_CHECK,
    ActionKind.MEASURE,
    ActionKind.FEEDBACK,
)


def test_an_alert_opens_a_case_that_knows_whose_it_is(ledger: Ledger):
    assert ledger.update(0, [alerting("A"), alerting("Z")]) == ["open 1", "open 2"]
    first, second = ledger.cases.values()
    assert (first.place, first.industry, first.owner) == ("440106", "C391", "tianhe")
    assert (second.place, second.industry, second.owner) == (None, None, None)


def test_of_several_alerts_of_a_subject_the_newest_and_reddest_counts(ledger: Ledger):
    yellow = alerting("A", colour=Colour.YELLOW)
    old = alerting("A", found_on=day(-2))
    ledger.update(0, [old, yellow, alerting("A"), replace(yellow, p_value=0.0)])
    assert ledger.cases[1].alert == alerting("A")
    assert len(ledger.cases) == 1


def test_done_again_it_does_nothing(ledger: Ledger):
    alerts = [alerting("A"), alerting("B"), alerting(CELL[1], CELL[0])]
    assert len(ledger.update(0, alerts)) == 3
    assert ledger.update(0, alerts) == []
    assert ledger.update(0.5, alerts) == []


def test_the_same_evidence_every_day_is_no_news(ledger: Ledger):
    ledger.update(0, [alerting("A", colour=Colour.YELLOW)])
    assert ledger.update(0.2, [alerting("A", colour=Colour.YELLOW, found_on=day(0))]) == []
    assert ledger.update(0.4, [alerting("A", found_on=day(0))]) == ["refresh 1"]
    slow = alerting("A", found_on=day(1), channels=(Channel.SLOW, Channel.LEVEL))
    assert ledger.update(0.6, [slow]) == ["refresh 1"]
    covered = replace(slow, covered_by=(Level.CITY, "440100"))  # found when it was found, said anew since
    assert ledger.update(0.7, [covered]) == ["refresh 1"]
    assert ledger.update(0.8, [slow]) == ["refresh 1"]
    assert ledger.cases[1].newest == slow
    assert ledger.cases[1].alert.colour is Colour.YELLOW


def test_feedback_is_verified_by_the_data(ledger: Ledger):
    ledger.update(0, [alerting("A")])
    work(ledger, *TO_FEEDBACK, at=0.5)
    assert ledger.update(6, standings=[stands("A", 5, 4)]) == []
    assert ledger.update(7, standings=[stands("A", 6, 5)]) == ["verify 1"]
    assert ledger.cases[1].closing is Closing.VERIFIED


def test_feedback_that_the_data_contradict_goes_back_to_measure(ledger: Ledger):
    ledger.update(0, [alerting("A")])
    work(ledger, *TO_FEEDBACK, at=0.5)
    assert ledger.update(20, standings=[stands("A", 19, 0, -0.8)]) == []
    assert ledger.update(21, [alerting("A")], [stands("A", 20, 0, -0.8)]) == ["fail_verification 1"]
    assert ledger.cases[1].state is CaseState.SELF_CHECKED


def test_a_silent_meter_neither_proves_nor_disproves(ledger: Ledger):
    ledger.update(0, [alerting("A")])
    work(ledger, *TO_FEEDBACK, at=0.5)
    assert ledger.update(21, standings=[stands("A", 20, 0, math.nan)]) == ["escalate 1"]
    assert ledger.cases[1].state is CaseState.FEEDBACK_GIVEN


def test_nobody_need_act_where_it_recovers_by_itself(ledger: Ledger):
    ledger.update(0, [alerting("A")])
    assert ledger.update(0.9, standings=[stands("A", 5, 6)]) == []
    assert ledger.update(7, standings=[stands("A", 6, 7)]) == ["recover 1"]


def test_what_opens_at_one_bound_does_not_close_the_next_day(ledger: Ledger):
    """A slow decline may be found while each day is still inside the close threshold: days from before the alert do not count."""
    ledger.update(0, [alerting("A")])
    assert ledger.update(0.5, standings=[stands("A", 0, 30)]) == []
    assert ledger.update(0.5, [alerting("A", found_on=day(7))], [stands("A", 7, 30)]) == []


def test_an_objection_waits_for_its_decision(ledger: Ledger):
    ledger.update(0, [alerting("A")])
    work(ledger, ActionKind.DISPUTE, at=0.5)
    assert ledger.update(9, standings=[stands("A", 8, 9)]) == []
    assert ledger.update(11, standings=[stands("A", 8, 9)]) == ["escalate 1"]  # the decision is late


class TestAfterClosing:
    def closed_by_data(self, ledger: Ledger) -> None:
        ledger.update(0, [alerting("A")])
        assert ledger.update(7, standings=[stands("A", 6, 7)]) == ["recover 1"]

    def test_what_was_known_then_opens_nothing(self, ledger: Ledger):
        self.closed_by_data(ledger)
        assert ledger.update(7, [alerting("A")]) == []
        assert ledger.update(8, [alerting("A", found_on=day(6))]) == []

    def test_what_comes_back_soon_is_the_same_case(self, ledger: Ledger):
        self.closed_by_data(ledger)
        assert ledger.update(35, [alerting("A", found_on=day(34), since=day(30))]) == ["reopen 1"]
        assert len(ledger.cases[1].rounds) == 1

    def test_what_comes_late_or_goes_the_other_way_is_another(self, ledger: Ledger):
        self.closed_by_data(ledger)
        late = alerting("A", found_on=day(35), since=day(33))
        up = alerting("A", found_on=day(12), direction=Direction.UP)
        assert [move[1].kind for move in ledger.moves(36, [late])] == ["open"]
        assert [move[1].kind for move in ledger.moves(36, [up])] == ["open"]

    @pytest.mark.parametrize(
        ("cause", "closing"), [(Cause.NO_EVENT, Closing.FALSE_ALARM), (Cause.RELOCATION, Closing.EXPLAINED)]
    )
    def test_a_settled_movement_is_not_raised_again(self, ledger: Ledger, cause: Cause, closing: Closing):
        ledger.update(0, [alerting("A")])
        work(ledger, ActionKind.ASSIGN, ActionKind.ACKNOWLEDGE, ActionKind.SELF_CHECK, at=0.5, cause=cause)
        act(ledger, 1, ActionKind.CLOSE, 5, closing=closing, note="so it is", known_until=day(5))
        assert ledger.update(6, [alerting("A", found_on=day(6))]) == []
        assert ledger.update(7, [alerting("A", found_on=day(7), since=day(5))]) == []
        assert ledger.update(9, [alerting("A", found_on=day(8), since=day(6))]) == ["open 2"]

    def test_the_last_closed_case_counts(self, ledger: Ledger):
        self.closed_by_data(ledger)
        ledger.update(40, [alerting("A", found_on=day(40), since=day(39))])
        assert ledger.update(50, standings=[stands("A", 49, 9)]) == ["recover 2"]
        assert ledger.update(52, [alerting("A", found_on=day(51), since=day(51))]) == ["reopen 2"]


class TestGroups:
    def cell_alert(self, on: int = 1, **changed: Any):
        return alerting(CELL[1], CELL[0], found_on=day(on), since=day(-2), **changed)

    def test_a_covered_alert_opens_no_case(self, ledger: Ledger):
        member = alerting("A", covered_by=CELL)
        assert ledger.update(0, [member, alerting(CELL[1], CELL[0])]) == ["open 1"]
        assert ledger.update(1, [replace(member, found_on=day(0))]) == []
        assert ledger.cases[1].key == CELL

    def test_neither_does_a_member_that_was_found_before_its_cell_and_comes_late(self, ledger: Ledger):
        ledger.update(0, [self.cell_alert()])
        assert ledger.update(0.5, [alerting("A"), alerting("Z")]) == ["open 2"]
        assert ledger.cases[2].subject == "Z"

    def test_a_group_without_case_or_alert_covers_nothing(self, ledger: Ledger):
        assert ledger.update(0, [alerting("A", covered_by=CELL)]) == ["open 1"]

    def test_a_member_found_before_its_cell_is_muted_until_the_cells_case_is_closed(self, ledger: Ledger):
        ledger.update(0, [alerting("A")])
        assert ledger.update(0.5, [self.cell_alert()]) == ["open 2", "mute 1"]
        assert ledger.cases[1].covered_by == CELL
        assert ledger.update(3, [self.cell_alert()]) == ["escalate 2"]
        back = Standing(*CELL, day(9), 0.0, 8)
        assert ledger.update(10, standings=[back]) == ["recover 2", "unmute 1"]
        assert ledger.cases[1].due_at == later(10.5)

    @pytest.mark.parametrize(
        "member",
        [
            {"direction": Direction.UP},
            {"since": day(-20)},
            {"found_on": day(1), "since": day(1)},
            {"subject": "Z"},
        ],
    )
    def test_a_member_with_a_movement_of_its_own_speaks(self, ledger: Ledger, member: dict[str, Any]):
        ledger.update(0, [alerting(**({"subject": "A"} | member))])
        assert ledger.update(0.5, [self.cell_alert()]) == ["open 2"]

    def test_work_that_has_begun_goes_on(self, ledger: Ledger):
        ledger.update(0, [alerting("A")])
        work(ledger, ActionKind.ASSIGN, ActionKind.ACKNOWLEDGE, at=0.25)
        assert ledger.update(0.5, [self.cell_alert()]) == ["open 2"]

    def test_newer_evidence_may_name_the_group(self, ledger: Ledger):
        city = (Level.CITY, "440100")
        ledger.update(0, [alerting("Z"), alerting(city[1], city[0])])
        covered = alerting("Z", found_on=day(0), covered_by=city)
        assert ledger.update(0.5, [covered]) == ["refresh 2", "mute 2"]

    def test_a_muted_case_still_recovers(self, ledger: Ledger):
        ledger.update(0, [alerting("A")])
        ledger.update(0.5, [self.cell_alert()])
        assert "recover 1" in ledger.update(8, standings=[stands("A", 7, 8)])


class TestEscalation:
    def test_late_cases_go_up_one_office_at_a_time(self, ledger: Ledger):
        ledger.update(0, [alerting("A")])
        assert ledger.update(1) == []
        assert ledger.update(1.5) == ["escalate 1"]
        assert ledger.cases[1].escalated_to is Role.CITY
        assert ledger.update(2) == []
        assert ledger.update(3.5) == ["escalate 1"]
        assert ledger.update(50) == []
        assert ledger.cases[1].escalated_to is Role.PROVINCE

    def test_not_what_a_silence_covers(self, ledger: Ledger):
        ledger.update(0, [alerting("A")])
        ledger.silences = (silence(place="440100", until=10),)
        assert ledger.update(9) == []
        assert ledger.update(10) == ["escalate 1"]


def silence(kind: SilenceKind = SilenceKind.SILENCE, since: float = 0, until: float = 5, **scope: Any) -> Silence:
    return Silence(1, kind, "inventory", "li", later(since), later(since), later(until), **scope)


class TestSilences:
    def test_a_silence_holds_alerts_back_until_it_expires(self, ledger: Ledger):
        ledger.silences = (silence(subject="A"),)
        assert ledger.update(1, [alerting("A"), alerting("B")]) == ["open 1"]
        assert "open 2" in ledger.update(5, [alerting("A", found_on=day(4))])

    def test_ended_before_it_expires_it_holds_no_more(self, ledger: Ledger):
        ledger.silences = (replace(silence(), ended_at=later(1)),)
        assert ledger.update(1, [alerting("A")]) == ["open 1"]

    def test_what_began_in_a_maintenance_window_opens_nothing_for_some_days(self, ledger: Ledger):
        ledger.silences = (silence(SilenceKind.MAINTENANCE, since=-5, until=-1, subject="A"),)
        began_inside = alerting("A", found_on=day(4), since=day(-3))
        assert ledger.update(5, [began_inside]) == []
        assert ledger.update(8, [replace(began_inside, found_on=day(7))]) == ["open 1"]

    def test_what_was_found_in_a_window_and_stands_long_after_it_opens(self, ledger: Ledger):
        ledger.silences = (silence(SilenceKind.MAINTENANCE, since=-5, until=-1, subject="A"),)
        found_inside = alerting("A", found_on=day(-2))
        assert ledger.update(5, [found_inside], [stands("A", 4, 0)]) == []
        assert ledger.update(8, [found_inside], [stands("A", 7, 0)]) == ["open 1"]

    def test_what_began_before_or_after_the_window_opens(self, ledger: Ledger):
        ledger.silences = (silence(SilenceKind.MAINTENANCE, since=-5, until=-3, subject="A"),)
        assert ledger.update(1, [alerting("A", found_on=day(0), since=day(-1))]) == ["open 1"]

    def test_a_silence_does_not_hold_back_what_was_found_in_it_once_it_is_over(self, ledger: Ledger):
        ledger.silences = (silence(since=-5, until=-1),)
        assert ledger.update(0, [alerting("A", found_on=day(-2))]) == ["open 1"]


def test_what_was_changed_later_is_left_alone(ledger: Ledger):
    ledger.update(10, [alerting("A", found_on=day(9))])
    assert ledger.update(5, [alerting("A", found_on=day(20)), alerting("B")], [stands("A", 30, 30)]) == ["open 2"]
