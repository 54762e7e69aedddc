"""Silences in the database: numbered, ended once, kept for ever, each step in the audit chain; on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.rooms.store.case_examples import MORNING

from openmbi.core.problems import Problem
from openmbi.core.silences import Silence, SilenceKind
from openmbi.core.tables import Level
from openmbi.store.audit_chain import AuditChain
from openmbi.store.operations import Operations
from openmbi.store.silences import SilenceLedger, silence_document

DAY = timedelta(days=1)
SILENCE = Silence(
    number=0,
    kind=SilenceKind.MAINTENANCE,
    reason="年度检修",
    by="li",
    made_at=MORNING,
    starts_at=MORNING + DAY,
    expires_at=MORNING + 3 * DAY,
    level=Level.ENTERPRISE,
    subject="A",
)


@pytest.fixture
def ledger(operations: Operations) -> SilenceLedger:
    return SilenceLedger(operations)


def test_silences_are_kept_as_they_are(ledger: SilenceLedger):
    wide = replace(SILENCE, level=None, subject=None, place="440000", industry="C30", kind=SilenceKind.SILENCE)
    assert ledger.add(SILENCE) == replace(SILENCE, number=1)
    assert ledger.add(wide) == replace(wide, number=2)
    assert ledger.find() == (replace(SILENCE, number=1), replace(wide, number=2))


def test_what_is_over_is_left_out_where_a_moment_is_asked(ledger: SilenceLedger):
    ledger.add(SILENCE)
    later = ledger.add(replace(SILENCE, expires_at=MORNING + 9 * DAY))
    assert len(ledger.find(MORNING)) == 2, "one that has not begun is not over"
    assert ledger.find(MORNING + 3 * DAY) == (later,)
    ledger.end(later.number, MORNING + 4 * DAY, "wang")
    assert ledger.find(MORNING + 4 * DAY) == ()


def test_a_silence_ends_once_and_who_ended_it_is_in_the_chain(ledger: SilenceLedger):
    ledger.add(SILENCE)
    ended = ledger.end(1, MORNING + 2 * DAY, "wang")
    assert ledger.get(1) == ended == replace(SILENCE, number=1, ended_at=MORNING + 2 * DAY)
    with pytest.raises(Problem) as raised:
        ledger.end(1, MORNING + 2 * DAY, "wang")
    assert raised.value.code == "silence.over"
    chain = AuditChain(ledger.operations)
    assert [(line.kind, line.actor) for line in chain.lines("silence:1")] == [
        ("silence.add", "li"),
        ("silence.end", "wang"),
    ]
    last = chain.last()
    assert last is not None
    assert json.loads(last.content)["silence"] == silence_document(ended)
    assert chain.verify().faults == ()


def test_one_that_expired_cannot_be_ended_and_one_must_last(ledger: SilenceLedger):
    ledger.add(SILENCE)
    for wrong, code in (
        (lambda: ledger.end(1, MORNING + 3 * DAY, "wang"), "silence.over"),
        (lambda: ledger.end(2, MORNING, "wang"), "silence.none"),
        (lambda: ledger.add(replace(SILENCE, expires_at=SILENCE.starts_at)), "silence.no-time"),
    ):
        with pytest.raises(Problem) as raised:
            wrong()
        assert raised.value.code == code
    assert ledger.find() == (replace(SILENCE, number=1),)
