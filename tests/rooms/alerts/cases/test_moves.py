from dataclasses import replace

import pytest
from benchmarks.case_referee import ENTRIES, STATES
from tests.rooms.alerts.cases.worked import Desk

from openmbi.alerts.cases.moves import MOVES, legal_moves
from openmbi.core.cases import ActionKind, Case, CaseState, Cause
from openmbi.core.tables import Level


def test_the_table_is_the_independent_one():
    assert {state.value for state in CaseState} == set(STATES)
    written = {
        (kind, state): state if entry == "=" else next(one for one in STATES if one.startswith(entry))
        for (kind, state), entry in ENTRIES.items()
        if entry not in {".", "<"}
    }
    assert written == {(kind.value, state.value): after.value for (state, kind), after in MOVES.items()}


def test_a_case_that_is_not_there_can_only_be_opened():
    assert legal_moves(None) == (ActionKind.OPEN,)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (CaseState.OPEN, "assign dispute refresh mute escalate recover"),
        (CaseState.ASSIGNED, "assign acknowledge dispute refresh mute escalate recover"),
        (CaseState.SELF_CHECKED, "assign self_check measure dispute close refresh mute escalate recover"),
        (CaseState.FEEDBACK_GIVEN, "assign dispute verify close refresh mute escalate fail_verification"),
        (CaseState.DISPUTED, "resolve_dispute refresh escalate"),
        (CaseState.CLOSED, "reopen"),
    ],
)
def test_what_a_state_allows(desk: Desk, state: CaseState, expected: str):
    case = replace(desk.case, state=state, causes=(Cause.ACCIDENT,))
    assert " ".join(legal_moves(case)) == expected


def moves_of(case: Case) -> set[ActionKind]:
    return set(legal_moves(case))


def test_nothing_is_mended_where_there_was_no_event(desk: Desk):
    checked = replace(desk.case, state=CaseState.SELF_CHECKED, causes=(Cause.NO_EVENT,))
    assert ActionKind.MEASURE not in moves_of(checked)
    assert ActionKind.MEASURE in moves_of(replace(checked, causes=(Cause.OTHER,)))


def test_a_muted_case_is_not_escalated_and_can_speak_again(desk: Desk):
    muted = replace(desk.case, covered_by=(Level.CELL, "440100-C39"))
    assert ActionKind.ESCALATE not in moves_of(muted)
    assert ActionKind.UNMUTE in moves_of(muted) - moves_of(desk.case)
