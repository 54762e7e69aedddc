"""Send what waits in the outbox: one message an owner and channel; what is not taken is tried again, and keeps no other back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from openmbi.alerts.notices.digest import Digest, Frame, digest
from openmbi.core.language import Text
from openmbi.core.notices import OutboxNotice
from openmbi.core.problems import Problem
from openmbi.flow.notice_channels import NoticeChannel
from openmbi.flow.notice_office import NoticeOffice

USUAL_BYTES = 30_000
NOT_TRIED = Text("发送中止，未曾尝试", "not tried: the sending was stopped")
UNDECLARED = Text("owners.yml 中已没有该单位或渠道", "owners.yml no longer has this owner or channel")
NOT_TAKEN = Text("未被接收：{error}", "not taken: {error}")

Group = tuple[OutboxNotice, ...]


@dataclass(frozen=True)
class Message:
    """One digest to one owner through one channel. `error`: why it was not taken; `retry_at`: when it is tried again, None where it was sent or given up."""

    owner: str
    channel: str
    digest: Digest
    cases: tuple[int, ...]
    error: Text | None = None
    retry_at: datetime | None = None

    @property
    def is_given_up(self) -> bool:
        """Whether it was not taken and is not tried again."""
        return self.error is not None and self.retry_at is None


@dataclass(frozen=True)
class Sending:
    """A sending: with what, how the cases of each owner stand (open, overdue), and when."""

    office: NoticeOffice
    standing: Mapping[str, tuple[int, int]]
    now: datetime

    def send(self, waiting: Iterable[OutboxNotice], step: Callable[[Text], None]) -> Iterator[Message]:
        """Send each group as one message, and note what became of it; what could not be tried is due again at once."""
        groups = message_groups(waiting)
        try:
            while groups:
                step(Text("发送：{owner}", "sending to {owner}").fill(owner=groups[0][0].notice.owner))
                group = groups.pop(0)  # from here on nobody knows whether it arrived, until that is noted
                message = self._send(group)
                self._note(group, message)
                yield message
        finally:
            for group in groups:
                self._fail(group, NOT_TRIED, self.now)

    def compose(self, group: Group) -> tuple[Message, NoticeChannel | None]:
        """Return the message of a group and the channel for it; where it has none, the message says why."""
        first = group[0].notice
        try:
            channel = self.office.channel(first.owner, first.channel)
        except Problem as problem:
            retry_at = self.now + self.office.retries.longest  # until somebody mends the setting
            return replace(self._message(group, None), error=problem.found, retry_at=retry_at), None
        message = self._message(group, channel)
        return (message, channel) if channel else (replace(message, error=UNDECLARED), None)

    def _send(self, group: Group) -> Message:
        message, channel = self.compose(group)
        error = channel.send(message.digest.title, message.digest.body) if channel else None
        if error is None:
            return message
        retry_at = self.office.retries.after(max(one.attempts for one in group), self.now)
        return replace(message, error=NOT_TAKEN.fill(error=error), retry_at=retry_at)

    def _message(self, group: Group, channel: NoticeChannel | None) -> Message:
        first = group[0].notice
        owner = self.office.desk.owners.owner(first.owner)
        open_cases, overdue = self.standing.get(first.owner, (0, 0))
        frame = Frame(
            language=owner.language if owner else None,
            most_bytes=channel.most_bytes if channel else USUAL_BYTES,
            open_cases=open_cases,
            overdue_cases=overdue,
            simulated=self.office.desk.bureau.settings.simulated,
            repeated=any(one.may_repeat for one in group),
        )
        cases = sorted({number for one in group for number in one.notice.cases})
        return Message(first.owner, first.channel, digest([one.notice for one in group], frame), tuple(cases))

    def _note(self, group: Group, message: Message) -> None:
        if message.error:
            self._fail(group, message.error, message.retry_at)
            return
        with self.office.desk.operations.changing():
            for one in group:
                self.office.outbox.sent(one.identifier)

    def _fail(self, group: Group, error: Text, retry_at: datetime | None) -> None:
        with self.office.desk.operations.changing():
            for one in group:
                self.office.outbox.failed(one.identifier, error.en, retry_at)


def message_groups(waiting: Iterable[OutboxNotice]) -> list[Group]:
    """Return what goes into each message: the notices of one owner and channel."""

    def address(one: OutboxNotice) -> tuple[str, str]:
        return one.notice.owner, one.notice.channel

    return [tuple(group) for _, group in groupby(sorted(waiting, key=address), key=address)]
