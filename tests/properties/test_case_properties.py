"""What holds for every sequence of steps and every day of the daily update."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from benchmarks.case_referee import ENTRIES
from benchmarks.case_walks import START, walk
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from openmbi.alerts.cases.follow_up import follow_up
from openmbi.alerts.cases.grouping import grouped
from openmbi.alerts.cases.machine import apply
from openmbi.catalog.case_rules import load_case_rules
from openmbi.core.alerts import Alert, Channel, Direction, Standing
from openmbi.core.case_documents import case_document, case_of, transition_document, transition_of
from openmbi.core.cases import Action, ActionKind, Case, CaseSubject, Cause, transition_between
from openmbi.core.problems import Problem
from openmbi.core.silences import Silence, SilenceKind
from openmbi.core.tables import Colour, Level

RULES = load_case_rules(None).in_force(date(2026, 1, 1)).model_copy(update={"recover_days": 9})
SEQUENCES = 800
CELL = (Level.CELL, "440100-C39")
SUBJECTS = {(Level.ENTERPRISE, code): CaseSubject(Level.ENTERPRISE, code, "440106", "C39") for code in "ABC"} | {
    CELL: CaseSubject(*CELL, "440100", "C39")
}


def test_machine_and_independent_table_agree_on_random_sequences():
    tried: Counter[tuple[str, str, str]] = Counter()
    for seed in range(SEQUENCES):
        made = walk(seed, 18, RULES)
        assert made.differences == [], f"seed {seed}"
        tried += made.tried
    done = {(kind, state) for kind, state, ruled in tried if ruled == "done"}
    assert done == {pair for pair, entry in ENTRIES.items() if entry != "."}
    assert {(kind, state) for kind, state, ruled in tried if ruled == "illegal"} >= ENTRIES.keys() - done


@settings(max_examples=20, deadline=None)
@given(st.integers(10_000, 10**9))
def test_documents_lose_nothing_and_lines_make_the_case_again(seed: int):
    made = walk(seed, 25, RULES)
    assert case_of(json.loads(json.dumps(case_document(made.case)))) == made.case
    lines = [transition_of(json.loads(json.dumps(transition_document(line)))) for line in made.lines]
    assert lines == made.lines
    case = None
    for line in lines:
        before, case = case, apply(case, line.action, RULES, line.at)
        assert transition_between(before, line.action, case) == line
    assert case == made.case


def alerts_of(draw: st.DrawFn, today: date) -> list[Alert]:
    keys = draw(st.lists(st.sampled_from(sorted(SUBJECTS)), max_size=5))
    return [
        Alert(
            level=level,
            subject=subject,
            found_on=today - timedelta(days=draw(st.sampled_from((0, 1)))),
            since=today - timedelta(days=draw(st.integers(1, 6))),
            direction=draw(st.sampled_from(Direction)),
            channels=tuple(draw(st.lists(st.sampled_from(Channel), min_size=1, max_size=2, unique=True))),
            sources=(),
            p_value=draw(st.sampled_from((1e-4, 1e-6))),
            q_value=0.01,
            stratum="C39",
            colour=draw(st.sampled_from((Colour.RED, Colour.YELLOW))),
            covered_by=draw(st.sampled_from((None, CELL))) if level is Level.ENTERPRISE else None,
        )
        for level, subject in keys
    ]


PERSONS = {
    ActionKind.ASSIGN: {"owner": "tianhe"},
    ActionKind.ACKNOWLEDGE: {},
    ActionKind.SELF_CHECK: {"causes": (Cause.RELOCATION,)},
    ActionKind.MEASURE: {"note": "mended"},
    ActionKind.FEEDBACK: {"note": "at work"},
}


@settings(max_examples=30, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.data())
def test_any_days_of_the_daily_update(data: st.DataObject):
    """Moves can be taken one after the other; done again there are none; a subject never has two cases at once; what is closed stays closed or is reopened."""
    cases: dict[int, Case] = {}
    silences = [Silence(1, SilenceKind.MAINTENANCE, "n", "li", START, START, START + timedelta(days=9), subject="C")]
    now = START
    for _ in range(data.draw(st.integers(2, 8))):
        now += timedelta(days=data.draw(st.integers(1, 6)))
        today = now.date() - timedelta(days=1)
        alerts = alerts_of(data.draw, today)
        stands = [
            Standing(*key, today, data.draw(st.sampled_from((-0.5, 0.0, float("nan")))), data.draw(st.integers(0, 12)))
            for key in SUBJECTS
        ]
        moves = follow_up(cases.values(), alerts, stands, silences, RULES, now, subjects=SUBJECTS)
        for before, action in moves:
            after = apply(before, action, RULES, now)
            after = replace(after, number=len(cases) + 1) if before is None else after
            assert before is None or cases[before.number] == before
            cases[after.number] = after
        assert follow_up(cases.values(), alerts, stands, silences, RULES, now, subjects=SUBJECTS) == ()
        live = [case for case in cases.values() if not case.is_closed]
        assert len({case.key for case in live}) == len(live)
        assert all(case.covered_by is None or any(case.covered_by == one.key for one in live) for case in live)
        assert sorted(one.number for group in grouped(cases.values()) for one in (*group.cases, *group.muted)) == [
            case.number for case in sorted(live, key=lambda case: case.number)
        ]
        for case in live:
            cases[case.number] = worked(case, data.draw(st.sampled_from(sorted(PERSONS))), now)


def worked(case: Case, kind: ActionKind, now) -> Case:
    try:
        return apply(case, Action(kind, "li", now, **PERSONS[kind]), RULES, now)
    except Problem:
        return case
