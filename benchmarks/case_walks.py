"""Random walks through the machine of cases, each step judged by the machine and by the referee."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from benchmarks.case_referee import Book, Limits
from openmbi.alerts.cases.machine import apply
from openmbi.alerts.cases.moves import legal_moves
from openmbi.catalog.case_rules import CaseParameters
from openmbi.core.alerts import Alert, Channel, Direction, Standing
from openmbi.core.cases import (
    Action,
    ActionKind,
    Case,
    CaseState,
    CaseSubject,
    Cause,
    Closing,
    EvidenceFile,
    Transition,
    transition_between,
)
from openmbi.core.owners import Role
from openmbi.core.problems import Problem
from openmbi.core.tables import Colour, Level

START = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
LEVELS = (Level.ENTERPRISE, Level.COUNTY, Level.CELL, Level.ZONE)
KINDS = tuple(ActionKind)
ONWARD = {
    (CaseState.OPEN, ActionKind.ASSIGN),
    (CaseState.ASSIGNED, ActionKind.ACKNOWLEDGE),
    (CaseState.ACKNOWLEDGED, ActionKind.SELF_CHECK),
    (CaseState.SELF_CHECKED, ActionKind.MEASURE),
    (CaseState.MEASURE_TAKEN, ActionKind.FEEDBACK),
    (CaseState.FEEDBACK_GIVEN, ActionKind.VERIFY),
    (CaseState.DISPUTED, ActionKind.RESOLVE_DISPUTE),
}


@dataclass
class Walk:
    """One random sequence: the case at its end, the lines that it left, and where machine and referee differ."""

    case: Case
    lines: list[Transition] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    tried: Counter[tuple[str, str, str]] = field(default_factory=Counter)


def walk(seed: int, steps: int, rules: CaseParameters) -> Walk:
    """Walk `steps` random steps; each is legal and fitting, legal and lacking, or anything at all."""
    rng = random.Random(seed)
    level, subject, now = rng.choice(LEVELS), f"A{seed}", START
    opening = Action(
        ActionKind.OPEN,
        "system",
        now,
        alert=_alert(rng, level, subject, now.date()),
        about=CaseSubject(level, subject, "440106"),
    )
    case = apply(None, opening, rules, now)
    book = Book(limits_of(rules, level), "open", case.alert.found_on, _colour(case.alert), now, None)
    book.start_clock(now)
    made = Walk(case, [transition_between(None, opening, case)])
    for _ in range(steps):
        now += timedelta(hours=rng.choice((0, 1, 7, 24, 72, 240, 1_000)) if rng.random() > 0.02 else -5)
        action = drawn(rng, made.case, now)
        _take(made, book, action, rules, now)
    return made


def _take(made: Walk, book: Book, action: Action, rules: CaseParameters, now: datetime) -> None:
    before, state = made.case, book.state
    try:
        made.case = apply(before, action, rules, now)
        said = "done"
        made.lines.append(transition_between(before, action, made.case))
    except Problem as problem:
        said = "illegal" if problem.code == "case.illegal-move" else "unfit"
    ruled = book.judge(plain(action, before), now)
    made.tried[action.kind.value, state, ruled] += 1
    if said != ruled:
        made.differences.append(f"{state} {action.kind}: machine {said}, referee {ruled}")
    elif (fault := _fault(made.case, book)) is not None:
        made.differences.append(f"{state} {action.kind}: {fault}")


def _fault(case: Case, book: Book) -> str | None:
    """Return the first thing in which the machine's case is not what the referee has in its book."""
    pairs: dict[str, tuple[Any, Any]] = {
        "state": (case.state.value, book.state),
        "version": (case.version, book.version),
        "owner": (case.owner, book.owner),
        "due": (case.due_at, book.due),
        "time left": (case.time_left, book.left),
        "muted by": (case.covered_by[1] if case.covered_by else None, book.muted_by),
        "office": (case.escalated_to, book.office),
        "causes": ([cause.value for cause in case.causes], book.causes),
        "closing": (case.closing, book.closing),
        "newest day": (case.newest.found_on, book.found_on),
        "changed": (case.changed_at, book.changed_at),
    }
    return next(
        (f"{name}: machine {ours}, referee {theirs}" for name, (ours, theirs) in pairs.items() if ours != theirs), None
    )


def drawn(rng: random.Random, case: Case, now: datetime) -> Action:
    """Draw an action: mostly of a legal kind, mostly with what it needs."""
    kind = _legal(rng, case) if rng.random() < 0.7 else rng.choice(KINDS)
    whole = _brought(rng, case, kind, now)
    if rng.random() < 0.1 and whole:
        whole.pop(rng.choice(list(whole)))
    at = now + timedelta(hours=1) if rng.random() < 0.02 else now - timedelta(hours=rng.choice((0, 0, 5)))
    return Action(kind, "" if rng.random() < 0.01 else "li", at, **whole)


def _legal(rng: random.Random, case: Case) -> ActionKind:
    """Draw a legal kind; what takes a case onward is drawn more often, so that walks come to every state."""
    legal = legal_moves(case)
    return rng.choices(legal, [12 if (case.state, kind) in ONWARD else 1 for kind in legal])[0]


def _brought(rng: random.Random, case: Case, kind: ActionKind, now: datetime) -> dict[str, Any]:
    """Draw what an action of a kind brings, fitting or not."""
    draw = _DRAWN.get(kind)
    return draw(rng, case, now.date()) if draw else {}


def _note(_rng: random.Random, _case: Case, _today: date) -> dict[str, Any]:
    return {"note": "what was found"}


def _causes(rng: random.Random, _case: Case, _today: date) -> dict[str, Any]:
    one = rng.random() < 0.4
    return {"causes": (Cause.NO_EVENT,) if one else tuple(rng.choices(tuple(Cause), k=rng.randint(1, 2)))}


def _objection(rng: random.Random, case: Case, today: date) -> dict[str, Any]:
    files = tuple(EvidenceFile(name, name * 8) for name in rng.sample("abcdefgh", rng.randint(1, 2)))
    return {"evidence": files, **_note(rng, case, today)}


def _decision(rng: random.Random, case: Case, today: date) -> dict[str, Any]:
    return {"upheld": rng.random() < 0.2, **_note(rng, case, today)}


def _closing(rng: random.Random, case: Case, today: date) -> dict[str, Any]:
    closing = rng.choice((Closing.FALSE_ALARM, Closing.EXPLAINED, Closing.VERIFIED))
    return {"closing": closing, **_note(rng, case, today)}


def _reopening(rng: random.Random, case: Case, today: date) -> dict[str, Any]:
    if rng.random() < 0.5:
        return {"alert": _alert(rng, case.level, case.subject, today)}
    known = rng.choice((None, today - timedelta(days=1), today - timedelta(days=300)))
    return {"known_until": known, **_note(rng, case, today)}


def _renewal(rng: random.Random, case: Case, today: date) -> dict[str, Any]:
    return {"alert": case.newest if rng.random() < 0.1 else _alert(rng, case.level, _of(rng, case), today)}


def _data(rng: random.Random, case: Case, today: date) -> dict[str, Any]:
    day = today - timedelta(days=rng.choice((1, 2, 40)))
    return {"standing": Standing(case.level, _of(rng, case), day, -0.1, rng.choice((0, 3, 7, 30)))}


def _of(rng: random.Random, case: Case) -> str:
    """Return the subject of a case, and now and then another."""
    return case.subject if rng.random() < 0.97 else "another"


def _cover(rng: random.Random, case: Case, _today: date) -> dict[str, Any]:
    return {"covered_by": rng.choice((case.key, (Level.CELL, "440100-C39"), (Level.CITY, "440100")))}


_DRAWN: dict[ActionKind, Callable[[random.Random, Case, date], dict[str, Any]]] = {
    ActionKind.ASSIGN: lambda rng, _case, _today: {"owner": rng.choice(("tianhe", "works"))},
    ActionKind.SELF_CHECK: _causes,
    ActionKind.MEASURE: _note,
    ActionKind.FEEDBACK: _note,
    ActionKind.DISPUTE: _objection,
    ActionKind.RESOLVE_DISPUTE: _decision,
    ActionKind.CLOSE: _closing,
    ActionKind.REOPEN: _reopening,
    ActionKind.REFRESH: _renewal,
    ActionKind.VERIFY: _data,
    ActionKind.RECOVER: _data,
    ActionKind.FAIL_VERIFICATION: _data,
    ActionKind.MUTE: _cover,
    ActionKind.ESCALATE: lambda rng, _case, _today: {"escalated_to": rng.choice((Role.CITY, Role.PROVINCE))},
    ActionKind.OPEN: lambda _rng, case, _today: {"alert": case.alert, "about": CaseSubject(case.level, case.subject)},
}


def plain(action: Action, case: Case) -> dict[str, Any]:
    """Return an action in the plain values that the referee reads; `own`: whether its data are of the case's subject."""
    data = [one for one in (action.alert, action.standing) if one is not None]
    move: dict[str, Any] = {
        "kind": action.kind.value,
        "actor": action.actor,
        "at": action.at,
        "note": action.note,
        "owner": action.owner,
        "causes": [cause.value for cause in action.causes],
        "closing": action.closing.value if action.closing else None,
        "upheld": action.upheld,
        "evidence": [file.sha256 for file in action.evidence],
        "office": action.escalated_to.value if action.escalated_to else None,
        "known_until": action.known_until,
        "own": all((one.level, one.subject) == (case.level, case.subject) for one in data),
    }
    if action.covered_by:
        move["group"] = "itself" if action.covered_by == case.key else action.covered_by[1]
    if action.alert:
        move |= {
            "alert_day": action.alert.found_on,
            "colour": _colour(action.alert),
            "same_alert": action.alert == case.newest,
        }
    if action.standing:
        move |= {"data_day": action.standing.day, "inside": action.standing.inside_days}
    return move


def limits_of(rules: CaseParameters, level: Level) -> Limits:
    """Return the rules of a level as the referee's plain numbers."""
    clock = next(one for one in rules.clocks if level in one.levels)
    waits = {
        "open": "assign",
        "assigned": "acknowledge",
        "acknowledged": "self_check",
        "self_checked": "measure",
        "measure_taken": "feedback",
        "feedback_given": "verify",
        "disputed": "decide",
    }
    days = {
        colour: {state: limits.model_dump()[step] for state, step in waits.items()}
        for colour, limits in (("red", clock.red), ("yellow", clock.yellow))
    }
    return Limits(
        rules.close_days,
        rules.recover_days,
        rules.escalate_after_days,
        clock.first_office.value,
        {cause.value for cause in rules.lasting_causes},
        days,
    )


def _alert(rng: random.Random, level: Level, subject: str, today: date) -> Alert:
    found = today - timedelta(days=rng.choice((0, 1, 3)))
    return Alert(
        level=level,
        subject=subject,
        found_on=found,
        since=found - timedelta(days=rng.choice((0, 5))),
        direction=rng.choice((Direction.DOWN, Direction.UP)),
        channels=(Channel.LEVEL,),
        sources=(),
        p_value=1e-6,
        q_value=0.01,
        stratum="C39",
        colour=rng.choice((Colour.RED, Colour.YELLOW)),
    )


def _colour(alert: Alert) -> str:
    return "red" if alert.colour is Colour.RED else "yellow"
