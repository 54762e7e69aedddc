"""The ledger of cases, on SQLite and on a real PostgreSQL: nothing is lost, nothing happens twice, every change is in the chain."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.rooms.store.case_examples import MORNING, a_case, next_version

from openmbi.core.cases import ActionKind, CaseState
from openmbi.core.problems import Problem
from openmbi.core.tables import Level
from openmbi.store.case_ledger import CaseFilter, CaseLedger
from openmbi.store.operations import Operations


@pytest.fixture
def ledger(operations: Operations) -> CaseLedger:
    return CaseLedger(operations)


def test_a_case_is_kept_as_it_is_with_the_next_number(ledger: CaseLedger):
    first, second = ledger.open(a_case("A")), ledger.open(a_case("B", place=None, owner=None, due_at=None))
    assert (first.number, second.number) == (1, 2)
    assert first == a_case("A", number=1)
    assert (ledger.get(1), ledger.get(2)) == (first, second)
    assert ledger.find() == (first, second)
    (opening,) = ledger.history(2)
    assert (opening.action.kind, opening.action.actor, opening.state_before) == (ActionKind.OPEN, "system", None)
    assert opening.action.alert == second.alert


def test_each_version_follows_the_one_before(ledger: CaseLedger):
    case = ledger.open(a_case())
    after, transition = next_version(case, state=CaseState.MEASURE_TAKEN)
    ledger.append(after, transition, case.version)
    assert ledger.get(1) == after
    assert ledger.history(1)[1:] == (transition,)
    verdict = ledger.verify_chain()
    assert (verdict.lines, verdict.faults) == (2, ())


def test_a_change_of_an_older_version_is_refused_and_changes_nothing(ledger: CaseLedger):
    case = ledger.open(a_case())
    ledger.append(*next_version(case, actor="li"), case.version)
    with pytest.raises(Problem) as raised:
        ledger.append(*next_version(case, actor="wang"), case.version)
    assert raised.value.code == "case.changed-meanwhile"
    assert "li" in raised.value.found.en
    assert [filed.actor for filed in ledger.get(1).measures] == ["li"]
    assert len(ledger.history(1)) == 2


def test_what_does_not_follow_is_a_mistake_of_the_caller(ledger: CaseLedger):
    case = ledger.open(a_case())
    after, transition = next_version(case)
    with pytest.raises(ValueError, match="does not follow"):
        ledger.append(replace(after, version=5), transition, case.version)
    with pytest.raises(ValueError, match="does not follow"):
        ledger.append(after, transition, after.version)


def test_what_is_not_there_is_said(ledger: CaseLedger):
    with pytest.raises(Problem) as raised:
        ledger.get(7)
    assert raised.value.code == "case.none"
    with pytest.raises(Problem) as raised:
        ledger.append(*next_version(a_case(number=7)), 1)
    assert raised.value.code == "case.none"


def test_a_subject_has_one_case_that_is_not_closed(ledger: CaseLedger):
    first = ledger.open(a_case())
    with pytest.raises(Problem) as raised:
        ledger.open(a_case())
    assert raised.value.code == "case.already-open"
    closed, transition = next_version(first, state=CaseState.CLOSED)
    ledger.append(closed, transition, first.version)
    ledger.open(a_case())
    with pytest.raises(Problem) as raised:
        ledger.append(*next_version(closed, state=CaseState.OPEN), closed.version)
    assert raised.value.code == "case.already-open"
    assert [case.state for case in ledger.find()] == [CaseState.CLOSED, CaseState.OPEN]


def test_cases_are_found_by_what_is_asked(ledger: CaseLedger):
    late = MORNING - timedelta(days=1)
    for subject, changed in {
        "A": {},
        "B": {"place": "440300", "owner": "shenzhen", "due_at": late},
        "C": {"place": "450100", "state": CaseState.CLOSED, "due_at": None, "industry": "C1310"},
        "D": {"place": None, "level": Level.INDUSTRY, "state": CaseState.DISPUTED},
    }.items():
        ledger.open(a_case(subject, **changed))

    def found(**wanted) -> str:
        asked = CaseFilter(**wanted)
        cases = "".join(case.subject for case in ledger.find(asked))
        assert ledger.count(asked) == len(cases)
        return cases

    assert found() == "ABCD"
    assert found(states=(CaseState.OPEN, CaseState.DISPUTED)) == "ABD"
    assert (found(is_closed=True), found(is_closed=False)) == ("C", "ABD")
    assert found(level=Level.ENTERPRISE) == "ABC"
    assert found(subject="D") == "D"
    assert [found(place=place) for place in ("440000", "44", "440100", "440106", "000000", "4403")] == [
        "AB",
        "AB",
        "A",
        "A",
        "ABC",
        "B",
    ]
    assert found(industry="C30") == "ABD"
    assert found(owner="shenzhen") == "B"
    assert found(overdue_at=MORNING) == "B"
    assert found(overdue_at=MORNING + timedelta(days=3, seconds=1), is_closed=False) == "ABD"
    assert [case.subject for case in ledger.find(limit=2, offset=1)] == ["B", "C"]


def test_a_place_is_told_letter_by_letter(ledger: CaseLedger):
    ledger.open(a_case("A", place="zone-a"))
    ledger.open(a_case("B", place="ZONE-B"))
    ledger.open(a_case("C", place="zone%"))
    assert [case.subject for case in ledger.find(CaseFilter(place="zone"))] == ["A", "C"]
    assert [case.subject for case in ledger.find(CaseFilter(place="zone%"))] == ["C"]


def test_two_officers_at_once_lose_nothing(ledger: CaseLedger):
    """Both look at the same version and act: one is taken, the other is told and acts again. Several times, by five officers."""
    ledger.open(a_case())
    together, refused = threading.Barrier(5), list[str]()

    def acted(officer: int, step: int) -> bool:
        """Whether the version that was looked at was still the newest one."""
        seen = ledger.get(1)
        after, transition = next_version(seen, actor=f"officer-{officer}", note=str(step))
        try:
            ledger.append(after, transition, seen.version)
        except Problem as problem:
            refused.append(problem.code)
            return False
        return True

    def work(officer: int) -> None:
        for step in range(3):
            together.wait()
            while not acted(officer, step):
                pass

    with ThreadPoolExecutor(5) as officers:
        list(officers.map(work, range(5)))
    filed = [(one.actor, one.note) for one in ledger.get(1).measures]
    assert sorted(filed) == sorted((f"officer-{officer}", str(step)) for officer in range(5) for step in range(3))
    assert ledger.get(1).version == 16
    assert set(refused) == {"case.changed-meanwhile"}
    assert ledger.verify_chain().faults == ()


def open_and_fail(ledger: CaseLedger, *subjects: str) -> None:
    with ledger.operations.changing():
        for subject in subjects:
            ledger.open(a_case(subject))
        raise RuntimeError


def test_several_changes_are_kept_as_a_whole_or_not_at_all(ledger: CaseLedger):
    with pytest.raises(RuntimeError):
        open_and_fail(ledger, "A", "B")
    assert ledger.count() == 0
    assert ledger.verify_chain().lines == 0


def test_a_part_that_fails_is_undone_by_itself(ledger: CaseLedger):
    with ledger.operations.changing():
        ledger.open(a_case("A"))
        with pytest.raises(RuntimeError):
            open_and_fail(ledger, "B")
        with pytest.raises(Problem):
            ledger.open(a_case("A"))
        ledger.open(a_case("C"))
    assert [(case.number, case.subject) for case in ledger.find()] == [(1, "A"), (2, "C")]
    assert ledger.verify_chain().faults == ()


def test_who_reads_sees_one_moment(ledger: CaseLedger):
    case = ledger.open(a_case())
    with ledger.operations.reading():
        assert ledger.count() == 1
        with ThreadPoolExecutor(1) as other:
            other.submit(ledger.append, *next_version(case), case.version).result()
        assert ledger.get(1) == case
    assert ledger.get(1).version == 2


def test_a_case_changed_behind_the_ledgers_back_is_found(ledger: CaseLedger):
    ledger.open(a_case("A"))
    ledger.open(a_case("B"))
    with ledger.operations.changing() as connection:
        connection.exec_driver_sql("UPDATE cases SET document = replace(document, 'tianhe', 'nobody') WHERE number = 1")
        connection.exec_driver_sql("DELETE FROM cases WHERE number = 2")
    assert [fault.en for fault in ledger.verify_chain().faults] == [
        "case 1 is not as the audit chain says",
        "case:2 of the audit chain is gone",
    ]
