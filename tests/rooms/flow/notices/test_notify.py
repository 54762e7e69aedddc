"""Notices on their way: told once, by one digest an owner and channel, tried again where they were not taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from openmbi.core.cases import Case, CaseState, Closing
from openmbi.core.language import Text
from openmbi.core.notices import NoticeState
from openmbi.core.silences import Silence, SilenceKind
from openmbi.flow.bureau import load_bureau
from openmbi.flow.case_desk import CaseDesk
from openmbi.flow.notice_channels import NoticeChannel
from openmbi.flow.notice_office import NoticeOffice, Retries
from openmbi.flow.notices import Notified, notify, rehearse

NOW = datetime(2026, 1, 6, 1, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
Opened = Callable[..., Case]


def told(office: NoticeOffice, now: datetime = NOW) -> Notified:
    return notify(office, now, lambda _text: None)


def states(office: NoticeOffice) -> list[str]:
    return [one.state.value for one in office.outbox.notices()]


def test_cases_are_told_by_mail_and_hook_and_only_once(office: NoticeOffice, opened: Opened, mailbox, hook):
    first, second, county = opened("A"), opened("B"), opened("C", "440106")
    done = told(office)
    assert (done.written, [message.error for message in done.messages]) == (3, [None, None])
    (letter,) = mailbox.letters
    assert letter["To"] == "desk@example.org"
    assert letter["Subject"] == "[模拟数据] 预警工单：新工单 2 / [simulated data] Cases: new 2"
    body = letter.get_content()
    assert f"case {first.number} [red]" in body
    assert f"工单 {second.number}【红】" in body
    assert f"case {county.number} " not in body
    assert "open cases: 2, overdue: 0" in body
    ((path, posted),) = hook.posted
    assert path == "/cases"
    assert posted["title"] == "[simulated data] Cases: new 1"
    assert f"case {county.number} [red] an enterprise, Tianhe" in posted["message"]
    assert "新工单" not in posted["message"]  # the county asked for English
    for later in (NOW, NOW + MINUTE, NOW + DAY):
        assert told(office, later) == Notified(0, (), {})
    assert (len(mailbox.letters), len(hook.posted)) == (1, 1)
    assert set(states(office)) == {"sent"}


def test_a_new_process_tells_nothing_again(office: NoticeOffice, opened: Opened, mailbox):
    opened("A")
    told(office)
    other = replace(office, desk=CaseDesk(load_bureau(office.desk.bureau.folder)))
    assert told(other).messages == ()
    assert len(mailbox.letters) == 1


def test_what_happens_later_is_told_by_itself(office: NoticeOffice, opened: Opened, changed, mailbox):
    case = opened("A")
    told(office)
    overdue = told(office, NOW + 4 * DAY)
    assert [message.digest.title for message in overdue.messages] == [
        "[模拟数据] 预警工单：逾期 1 / [simulated data] Cases: overdue 1"
    ]
    assert "open cases: 1, overdue: 1" in mailbox.letters[1].get_content()
    changed(case, state=CaseState.CLOSED, closing=Closing.RECOVERED, due_at=None, closed_at=NOW + 5 * DAY)
    told(office, NOW + 5 * DAY)
    assert "recovered by itself" in mailbox.letters[2].get_content()
    assert told(office, NOW + 6 * DAY).messages == ()


def test_the_end_of_a_case_that_nobody_was_told_of_is_not_told(office: NoticeOffice, opened: Opened, changed):
    changed(opened("A"), state=CaseState.CLOSED, closing=Closing.RECOVERED, due_at=None, closed_at=NOW)
    assert told(office) == Notified(0, (), {})


def test_mail_that_is_not_taken_waits_longer_each_time_and_nothing_is_lost(office: NoticeOffice, opened, mailbox, hook):
    opened("A")
    opened("C", "440106")
    mailbox.answer = "451 try later"
    failed, sent = sorted(told(office).messages, key=lambda message: message.error is None)
    assert failed.owner == "guangzhou"
    assert failed.error
    assert failed.retry_at == NOW + 5 * MINUTE
    assert (sent.owner, sent.error) == ("tianhe", None)  # one owner keeps no other back
    assert told(office, NOW + 4 * MINUTE).messages == ()
    (again,) = told(office, NOW + 5 * MINUTE).messages
    assert again.retry_at == NOW + 15 * MINUTE
    mailbox.answer = "250 OK"
    newer = opened("B")
    assert len(told(office, NOW + 6 * MINUTE).messages) == 1  # what is new does not wait for what is old
    (third,) = told(office, NOW + 15 * MINUTE).messages
    assert third.error is None
    assert [f"case {newer.number} " in letter.get_content() for letter in mailbox.letters] == [True, False]
    assert len(hook.posted) == 1


def test_after_the_last_try_it_is_given_up(office: NoticeOffice, opened: Opened, mailbox):
    office = replace(office, retries=Retries(most=2))
    opened("A")
    mailbox.answer = "550 no such user"
    assert not told(office).messages[0].is_given_up
    assert told(office, NOW + DAY).messages[0].is_given_up
    assert states(office) == ["given_up"]
    assert told(office, NOW + 2 * DAY) == Notified(given_up=1)


def test_what_was_given_up_is_tried_once_more_where_that_is_asked_for(office: NoticeOffice, opened: Opened, mailbox):
    office = replace(office, retries=Retries(most=1))
    opened("A")
    mailbox.answer = "550 no such user"
    told(office)
    for later in (MINUTE, 2 * MINUTE):
        (message,) = notify(office, NOW + later, lambda _text: None, once_more=True).messages
        assert message.is_given_up
    mailbox.answer = "250 OK"
    assert notify(office, NOW + 3 * MINUTE, lambda _text: None, once_more=True).given_up == 0
    assert len(mailbox.letters) == 1
    assert notify(office, NOW + 4 * MINUTE, lambda _text: None, once_more=True) == Notified()


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 5), (2, 10), (3, 20), (7, 320), (8, 360), (11, 360)])
def test_how_long_a_retry_waits(attempts: int, minutes: int):
    assert Retries().after(attempts, NOW) == NOW + minutes * MINUTE
    assert Retries().after(12, NOW) is None


def test_a_server_that_is_gone_is_an_error_and_its_secrets_are_not_told(office: NoticeOffice, opened: Opened):
    address = "mailto://officer77:hunter2-hunter2@127.0.0.1:9?from=a@example.org&to=b@example.org"
    office = replace(office, environment={**office.environment, "MAIL_OF_GUANGZHOU": address})
    opened("A")
    (message,) = told(office).messages
    assert message.error
    kept = office.outbox.notices()[0].last_error
    assert kept
    for said in (message.error.en, message.error.zh, kept):
        assert "hunter2" not in said
        assert "officer77" not in said


def test_a_variable_that_is_not_set_is_told_and_nothing_is_lost(office: NoticeOffice, opened: Opened, mailbox, hook):
    bare = replace(office, environment={"HOOK_OF_TIANHE": hook.address})
    opened("A")
    (message,) = told(bare).messages
    assert message.error
    assert "MAIL_OF_GUANGZHOU" in message.error.en
    (mended,) = told(office, NOW + 6 * 60 * MINUTE).messages
    assert mended.error is None
    assert len(mailbox.letters) == 1


def test_an_owner_without_a_channel_is_counted(office: NoticeOffice, opened: Opened):
    opened("F", "440605")
    assert told(office) == Notified(0, (), {"province": 1})
    assert told(office).unreachable == {"province": 1}


def test_an_owner_who_is_gone_is_given_up(office: NoticeOffice, opened: Opened, mailbox):
    opened("A")
    mailbox.answer = "451 try later"
    told(office)
    owners = office.desk.bureau.folder / "owners.yml"
    text = owners.read_text(encoding="utf-8").replace("MAIL_OF_GUANGZHOU", "MAIL_OF_THE_CITY")
    owners.write_text(text, encoding="utf-8")
    moved = replace(office, desk=CaseDesk(load_bureau(office.desk.bureau.folder)))
    (message,) = told(moved, NOW + DAY).messages
    assert message.is_given_up


def test_a_rehearsal_says_what_would_be_sent_and_does_nothing(office: NoticeOffice, opened: Opened, mailbox, hook):
    opened("A")
    shown = rehearse(office, NOW)
    assert (shown.written, len(shown.messages), states(office), mailbox.letters) == (0, 1, [], [])
    assert shown.messages[0].digest == told(office).messages[0].digest
    assert rehearse(office, NOW).messages == ()


def test_a_rehearsal_makes_no_database(office: NoticeOffice):
    assert rehearse(office, NOW) == Notified()
    file = office.desk.operations.file
    assert file
    assert not file.exists()


def test_a_rehearsal_shows_what_waits_too(office: NoticeOffice, opened: Opened, mailbox):
    opened("A")
    mailbox.answer = "451 try later"
    told(office)
    assert rehearse(office, NOW).messages == ()
    (waiting,) = rehearse(office, NOW + 5 * MINUTE).messages
    assert waiting.digest.title.endswith("new 1")


def test_during_a_silence_nothing_is_told(office: NoticeOffice, opened: Opened, mailbox):
    opened("A")
    window = Silence(0, SilenceKind.MAINTENANCE, "repairs", "li", NOW, NOW, NOW + DAY, subject="A")
    office.desk.silences.add(window)
    assert told(office, NOW + MINUTE) == Notified(0, (), {})
    assert len(told(office, NOW + DAY).messages) == 1


def test_what_was_being_sent_when_a_process_ended_is_sent_again_and_says_so(office: NoticeOffice, opened, mailbox):
    opened("A")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(NoticeChannel, "send", _end)
        with pytest.raises(SystemExit):
            told(office)
    assert states(office) == [NoticeState.WAITING]
    opened("B")
    (message,) = told(office, NOW + 61 * MINUTE).messages
    assert message.error is None
    assert "this may be a repetition" in mailbox.letters[0].get_content()


def _end(*_: object) -> None:
    raise SystemExit


def test_two_at_once_tell_nothing_twice(office: NoticeOffice, opened: Opened, mailbox):
    for subject in ("A", "B", "C"):
        opened(subject)
    other = replace(office, desk=CaseDesk(load_bureau(office.desk.bureau.folder)))
    steps: list[Text] = []

    def meanwhile(text: Text) -> None:
        """Another process tells while this one is about to send."""
        steps.append(text)
        if "sending" in text.en and len(steps) < 4:
            told(other)

    notify(office, NOW, meanwhile)
    assert len(mailbox.letters) == 1


def test_a_digest_of_many_cases_fits_and_counts_the_rest(office: NoticeOffice, opened: Opened, mailbox):
    for number in range(52):
        opened(f"E{number:02d}")
    (message,) = told(office).messages
    assert message.digest.left_out == 2
    assert len(message.cases) == 52
    assert "and 2 more" in mailbox.letters[0].get_content()
    assert set(states(office)) == {"sent"}


def test_without_owners_nobody_is_told(office: NoticeOffice, opened: Opened, tmp_path: Path):
    opened("A")
    (office.desk.bureau.folder / "owners.yml").unlink()
    alone = replace(office, desk=CaseDesk(load_bureau(office.desk.bureau.folder)))
    assert told(alone) == Notified(0, (), {"bureau": 1})
