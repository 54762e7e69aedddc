"""The outbox: a notice is put down once, handed to one sender at a time, tried again, and kept; on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.rooms.store.case_examples import MORNING, a_case

from openmbi.core.language import Text
from openmbi.core.notices import Notice, NoticeState
from openmbi.store.case_ledger import CaseLedger
from openmbi.store.operations import Operations
from openmbi.store.outbox import Outbox

NOTICE = Notice(
    owner="tianhe",
    key="2026-01-06",
    title=Text("两个工单", "Two cases"),
    body=Text("工单 1、2", "cases 1 and 2"),
    created_at=MORNING,
    cases=(1, 2),
)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def outbox(operations: Operations) -> Outbox:
    return Outbox(operations)


def test_the_same_is_never_put_down_twice(outbox: Outbox):
    others = [replace(NOTICE, owner="panyu"), replace(NOTICE, key="2026-01-07"), replace(NOTICE, channel="mail")]
    assert [outbox.put(notice) for notice in (NOTICE, *others)] == [True] * 4
    again = replace(NOTICE, title=Text("又", "again"), created_at=MORNING + MINUTE)
    assert not outbox.put(again)
    assert [one.notice for one in outbox.notices()] == [NOTICE, *others]
    (first,) = outbox.due(MORNING, limit=1)
    outbox.sent(first.identifier)
    assert not outbox.put(NOTICE), "not even after it was sent"


def test_a_notice_that_is_sent_is_not_due_again(outbox: Outbox):
    outbox.put(NOTICE)
    assert outbox.due(MORNING - MINUTE) == ()
    (taken,) = outbox.due(MORNING + MINUTE)
    assert (taken.notice, taken.attempts, taken.may_repeat) == (NOTICE, 1, False)
    outbox.sent(taken.identifier)
    assert outbox.due(MORNING + timedelta(days=9)) == ()
    (kept,) = outbox.notices(NoticeState.SENT)
    assert (kept.sent_at, kept.due_at) == (MORNING + MINUTE, None)


def test_a_notice_that_failed_is_due_when_it_was_said_and_then_given_up(outbox: Outbox):
    outbox.put(NOTICE)
    (taken,) = outbox.due(MORNING)
    outbox.failed(taken.identifier, "no answer", MORNING + 5 * MINUTE)
    assert outbox.due(MORNING + 4 * MINUTE) == ()
    (taken,) = outbox.due(MORNING + 5 * MINUTE)
    assert (taken.attempts, taken.last_error, taken.may_repeat) == (2, "no answer", False)
    outbox.failed(taken.identifier, "no such address", None)
    assert outbox.due(MORNING + timedelta(days=9)) == ()
    (given_up,) = outbox.notices(NoticeState.GIVEN_UP)
    assert (given_up.last_error, given_up.due_at, given_up.sent_at) == ("no such address", None, None)


def test_a_sender_that_was_cut_off_leaves_the_notice_to_the_next_one(outbox: Outbox):
    outbox.put(NOTICE)
    outbox.due(MORNING)
    assert outbox.due(MORNING + outbox.lease - MINUTE) == ()
    (taken,) = outbox.due(MORNING + outbox.lease)
    assert (taken.attempts, taken.may_repeat) == (2, True)


def test_senders_at_once_share_the_notices(outbox: Outbox):
    for number in range(12):
        outbox.put(replace(NOTICE, key=str(number)))
    with ThreadPoolExecutor(4) as senders:
        shares = list(senders.map(lambda _: outbox.due(MORNING, limit=5), range(4)))
    assert sorted(one.identifier for share in shares for one in share) == list(range(1, 13))


def test_a_notice_is_put_down_with_the_change_that_it_tells_of_or_not_at_all(outbox: Outbox):
    def told_and_lost() -> None:
        with outbox.operations.changing():
            CaseLedger(outbox.operations).open(a_case())
            outbox.put(NOTICE)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        told_and_lost()
    assert outbox.notices() == ()
    assert CaseLedger(outbox.operations).count() == 0


def test_notices_of_an_owner(outbox: Outbox):
    outbox.put(NOTICE)
    outbox.put(replace(NOTICE, owner="panyu"))
    assert [one.notice.owner for one in outbox.notices(owner="panyu")] == ["panyu"]
    assert outbox.notices(NoticeState.SENT, owner="panyu") == ()


def test_what_is_not_in_the_outbox_was_not_sent(outbox: Outbox):
    with pytest.raises(LookupError):
        outbox.sent(1)
