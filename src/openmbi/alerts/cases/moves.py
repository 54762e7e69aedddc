"""Which move is legal in which state, and where it leads: the whole table of the machine."""

from __future__ import annotations

from types import MappingProxyType

from openmbi.core.cases import Action, ActionKind, Case, CaseState, Cause

_WORKED_ON = (
    CaseState.OPEN,
    CaseState.ASSIGNED,
    CaseState.ACKNOWLEDGED,
    CaseState.SELF_CHECKED,
    CaseState.MEASURE_TAKEN,
    CaseState.FEEDBACK_GIVEN,
)
_NOT_CLOSED = (*_WORKED_ON, CaseState.DISPUTED)

_ON: dict[tuple[CaseState, ActionKind], CaseState] = {
    (CaseState.OPEN, ActionKind.ASSIGN): CaseState.ASSIGNED,
    (CaseState.ASSIGNED, ActionKind.ASSIGN): CaseState.ASSIGNED,
    (CaseState.ACKNOWLEDGED, ActionKind.ASSIGN): CaseState.ASSIGNED,
    (CaseState.SELF_CHECKED, ActionKind.ASSIGN): CaseState.SELF_CHECKED,
    (CaseState.MEASURE_TAKEN, ActionKind.ASSIGN): CaseState.MEASURE_TAKEN,
    (CaseState.FEEDBACK_GIVEN, ActionKind.ASSIGN): CaseState.FEEDBACK_GIVEN,
    (CaseState.ASSIGNED, ActionKind.ACKNOWLEDGE): CaseState.ACKNOWLEDGED,
    (CaseState.ACKNOWLEDGED, ActionKind.SELF_CHECK): CaseState.SELF_CHECKED,
    (CaseState.SELF_CHECKED, ActionKind.SELF_CHECK): CaseState.SELF_CHECKED,
    (CaseState.SELF_CHECKED, ActionKind.MEASURE): CaseState.MEASURE_TAKEN,
    (CaseState.MEASURE_TAKEN, ActionKind.MEASURE): CaseState.MEASURE_TAKEN,
    (CaseState.MEASURE_TAKEN, ActionKind.FEEDBACK): CaseState.FEEDBACK_GIVEN,
    (CaseState.FEEDBACK_GIVEN, ActionKind.VERIFY): CaseState.CLOSED,
    (CaseState.FEEDBACK_GIVEN, ActionKind.FAIL_VERIFICATION): CaseState.SELF_CHECKED,  # a new measure is due
    (CaseState.SELF_CHECKED, ActionKind.CLOSE): CaseState.CLOSED,
    (CaseState.MEASURE_TAKEN, ActionKind.CLOSE): CaseState.CLOSED,
    (CaseState.FEEDBACK_GIVEN, ActionKind.CLOSE): CaseState.CLOSED,
    (CaseState.CLOSED, ActionKind.REOPEN): CaseState.OPEN,
}
_ON |= {(state, ActionKind.DISPUTE): CaseState.DISPUTED for state in _WORKED_ON}
_ON |= {(state, ActionKind.RECOVER): CaseState.CLOSED for state in _WORKED_ON if state is not CaseState.FEEDBACK_GIVEN}
_ON |= {(state, kind): state for state in _WORKED_ON for kind in (ActionKind.MUTE, ActionKind.UNMUTE)}
_ON |= {(state, kind): state for state in _NOT_CLOSED for kind in (ActionKind.REFRESH, ActionKind.ESCALATE)}

MOVES = MappingProxyType(_ON)
"""State and kind of action → the state after it. RESOLVE_DISPUTE, of a disputed case, leads to CLOSED where it is upheld, else back to where the case was."""


def legal_moves(case: Case | None) -> tuple[ActionKind, ...]:
    """Return the kinds of action that a case allows now, in the order of `ActionKind`; a case that is not there yet (None) can only be opened.

    What an action of such a kind must bring with it is checked when it is applied: a standing inside the threshold, a cause that lasts, evidence.
    """
    return tuple(kind for kind in ActionKind if is_legal(case, kind))


def state_after(case: Case, action: Action) -> CaseState:
    """Return the state to which a legal action leads."""
    if action.kind is ActionKind.RESOLVE_DISPUTE and case.dispute is not None:
        return CaseState.CLOSED if action.upheld else case.dispute.state_before
    return MOVES[case.state, action.kind]


def is_legal(case: Case | None, kind: ActionKind) -> bool:
    """Whether a case allows a kind of action now."""
    if case is None:
        return kind is ActionKind.OPEN
    match kind:
        case ActionKind.RESOLVE_DISPUTE:
            return case.state is CaseState.DISPUTED
        case ActionKind.MEASURE if case.causes == (Cause.NO_EVENT,):
            return False  # there is nothing to mend
        case ActionKind.UNMUTE if not case.is_muted:
            return False
        case ActionKind.ESCALATE if case.is_muted:
            return False
        case _:
            return (case.state, kind) in MOVES
