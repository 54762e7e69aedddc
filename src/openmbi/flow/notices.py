"""`mbi notify`: what is new to tell each owner is put into the outbox, once; what waits there is sent as one digest an owner and channel, with retries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from openmbi.core.language import Text
from openmbi.core.notices import Notice, NoticeState, OutboxNotice
from openmbi.core.owners import channel_name
from openmbi.core.problems import Problem
from openmbi.flow.notice_news import news
from openmbi.flow.notice_office import NoticeOffice
from openmbi.flow.notice_sending import Message, Sending, message_groups

ALL_DUE = 1_000_000
TRIAL_TITLE = Text("预警工单：测试消息", "Cases: a trial message")
TRIAL_BODY = Text("此消息用于核对通知渠道，无须处理。", "This message only checks the channel; there is nothing to do.")


@dataclass(frozen=True)
class Notified:
    """What was done: how many new notices were written, the messages, and by owner without a channel how many things there would be to tell.

    `given_up`: how many notices of the outbox were never taken and are tried no more.
    """

    written: int = 0
    messages: tuple[Message, ...] = ()
    unreachable: Mapping[str, int] = field(default_factory=dict)
    given_up: int = 0


@dataclass(frozen=True)
class Trial:
    """A trial message through one channel; `error`: why it was not taken."""

    owner: str
    channel: str
    error: Text | None


def notify(office: NoticeOffice, now: datetime, step: Callable[[Text], None], *, once_more: bool = False) -> Notified:
    """Write what is new and send what is due. Where it is given again at once, nothing is sent a second time.

    `once_more`: try what was given up one more time.

    Raises
    ------
    Problem
        Those of `owners.yml`, the catalog and the operational database.
    """
    step(Text("编写通知", "writing notices"))
    found = news(office, now)
    with office.desk.operations.changing():
        written = sum(office.outbox.put(notice) for notice in found.notices)
        if once_more:
            for one in office.outbox.notices(NoticeState.GIVEN_UP):
                office.outbox.failed(one.identifier, one.last_error or "", retry_at=now)
    waiting = office.outbox.due(now, ALL_DUE)
    messages = tuple(Sending(office, found.standing, now).send(waiting, step))
    return Notified(written, messages, found.unreachable, _given_up(office))


def rehearse(office: NoticeOffice, now: datetime) -> Notified:
    """Return what `notify` would send now; nothing is written or sent. Errors as `notify`."""
    file = office.desk.operations.file
    if file and not file.exists():
        return Notified()  # there is no case yet, and looking makes no database
    found = news(office, now)
    kept = [one for one in office.outbox.notices(NoticeState.WAITING) if one.due_at and one.due_at <= now]
    waiting = [*kept, *map(_unkept, found.notices)]
    sending = Sending(office, found.standing, now)
    messages = tuple(sending.compose(group)[0] for group in message_groups(waiting))
    return Notified(0, messages, found.unreachable, _given_up(office))


def _given_up(office: NoticeOffice) -> int:
    return len(office.outbox.notices(NoticeState.GIVEN_UP))


def _unkept(notice: Notice) -> OutboxNotice:
    return OutboxNotice(0, notice, NoticeState.WAITING, attempts=0, due_at=notice.created_at)


def try_channels(office: NoticeOffice, owner: str) -> tuple[Trial, ...]:
    """Send a trial message through every channel of an owner.

    Raises
    ------
    Problem
        `notices.unknown-owner`; `notices.no-channel` where the owner has none.
    """
    found = office.desk.owners.owner(owner)
    if found is None:
        raise _unknown(office, owner)
    if not found.channels:
        raise _no_channel(owner)
    return tuple(_tried(office, owner, channel_name(channel)) for channel in found.channels)


def _tried(office: NoticeOffice, owner: str, name: str) -> Trial:
    try:
        channel = office.channel(owner, name)
    except Problem as problem:
        return Trial(owner, name, problem.found)
    title, body = (f"{text.zh} / {text.en}" for text in (TRIAL_TITLE, TRIAL_BODY))
    error = channel.send(title, body) if channel else None
    return Trial(owner, name, Text(error, error) if error else None)


def _unknown(office: NoticeOffice, owner: str) -> Problem:
    listed = ", ".join(sorted(each.identifier for each in office.desk.owners.owners))
    return Problem(
        "notices.unknown-owner",
        Text("owners.yml 中没有单位「{owner}」", "owners.yml declares no owner “{owner}”").fill(owner=owner),
        Text("使用其中的标识", "use an identifier of it"),
        expected=Text(listed, listed),
    )


def _no_channel(owner: str) -> Problem:
    return Problem(
        "notices.no-channel",
        Text("{owner} 没有通知渠道", "{owner} has no channel").fill(owner=owner),
        Text("在 owners.yml 中为其填写 channels", "give it `channels` in owners.yml"),
    )
