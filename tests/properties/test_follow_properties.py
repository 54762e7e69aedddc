"""Following runs up, in whatever order they come: monotone in as-of, and the same run twice is the same run once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openmbi.core.alerts import Alert, Channel, Direction, Standing
from openmbi.core.case_documents import case_document
from openmbi.core.cases import CaseSubject
from openmbi.core.language import Text
from openmbi.core.tables import Colour, Level
from openmbi.flow.alerts import FoundAlert, Named, RunAlerts
from openmbi.flow.bureau import load_bureau
from openmbi.flow.case_desk import CaseDesk
from openmbi.flow.follow_cases import follow_cases, followed_until

SETTINGS = (
    'source = "power"\nname = {zh = "测试", en = "test"}\nzone = {code = "440000", zh = "广东省", en = "Guangdong"}\n'
)
SUBJECTS = ("A", "B", "440600-C39")
finding = st.tuples(
    st.integers(1, 28),
    st.lists(st.tuples(st.sampled_from(SUBJECTS), st.booleans()), max_size=3, unique_by=lambda pair: pair[0]),
    st.lists(st.tuples(st.sampled_from(SUBJECTS), st.integers(0, 9)), max_size=3, unique_by=lambda pair: pair[0]),
)


def level(subject: str) -> Level:
    return Level.CELL if "-" in subject else Level.ENTERPRISE


def alert(subject: str, found_on: date, red: bool) -> FoundAlert:
    found = Alert(
        level=level(subject),
        subject=subject,
        found_on=found_on,
        since=found_on - timedelta(days=1),
        direction=Direction.DOWN,
        channels=(Channel.LEVEL,),
        sources=(),
        p_value=1e-6,
        q_value=0.01,
        stratum="C39",
        colour=Colour.RED if red else Colour.YELLOW,
        covered_by=None if "-" in subject else (Level.CELL, "440600-C39"),
    )
    return FoundAlert(found, Named(Text(subject, subject), CaseSubject(found.level, subject, "440604", "C39")))


def run(day: int, alerts: list[tuple[str, bool]], standings: list[tuple[str, int]]) -> RunAlerts:
    newest = date(2026, 2, day)
    return RunAlerts(
        run=f"{day:06d}",
        as_of=datetime(2026, 2, day, 16, tzinfo=UTC),
        data_until=newest,
        alerts=tuple(alert(subject, newest, red) for subject, red in alerts),
        standings=tuple(Standing(level(subject), subject, newest, 0.0, days) for subject, days in standings),
    )


def cases_after(runs: list[RunAlerts]) -> list[dict]:
    """The documents of all cases after some runs were followed an hour apart, each as if its own moment were the run's."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "bureau.toml").write_text(SETTINGS, encoding="utf-8")
        desk = CaseDesk(load_bureau(Path(folder)))
        for one in runs:
            until = followed_until(desk)
            assert follow_cases(desk, one, one.as_of + timedelta(hours=8)).was_newer == (
                until is None or one.as_of > until
            )
        assert desk.ledger.verify_chain().faults == ()
        return [case_document(case) for case in desk.ledger.find()]


@given(st.lists(finding, max_size=6))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_only_runs_that_know_more_move_cases_and_each_once(drawn):
    runs = [run(*one) for one in drawn]
    rising: list[RunAlerts] = []
    for one in runs:
        if not rising or one.as_of > rising[-1].as_of:
            rising.append(one)
    assert cases_after([again for one in runs for again in (one, one)]) == cases_after(rising)


@given(finding)
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_same_findings_of_a_newer_run_move_nothing_more(drawn):
    first = run(*drawn)
    later = replace(first, run="999999", as_of=first.as_of + timedelta(hours=1))
    assert cases_after([first, later]) == cases_after([first])
