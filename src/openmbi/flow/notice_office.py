"""What notices are written and sent with: the desk of cases, the outbox, the addresses of channels, and how often is tried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from openmbi.catalog.owners import OWNERS_FILE
from openmbi.core.owners import channel_name
from openmbi.flow.case_desk import CaseDesk
from openmbi.flow.notice_channels import NoticeChannel, open_channel
from openmbi.store.outbox import Outbox

LEASE = timedelta(hours=1)
"""How long a notice that is being sent is kept from another process that sends."""


@dataclass(frozen=True)
class Retries:
    """When a message that was not taken is tried again: after `first`, then after twice the time each, at most `longest`; given up after `most` attempts."""

    first: timedelta = timedelta(minutes=5)
    longest: timedelta = timedelta(hours=6)
    most: int = 12

    def after(self, attempts: int, now: datetime) -> datetime | None:
        """Return when to try again after so many attempts, at least one; None where it is given up."""
        if attempts >= self.most:
            return None
        return now + min(self.longest, self.first * 2 ** (attempts - 1))


@dataclass(frozen=True)
class NoticeOffice:
    """A bureau's office of notices. `environment`: where the addresses of channels are."""

    desk: CaseDesk
    environment: Mapping[str, str]
    retries: Retries = Retries()

    @property
    def outbox(self) -> Outbox:
        """The bureau's outbox."""
        return Outbox(self.desk.operations, LEASE)

    def channel(self, owner: str, name: str) -> NoticeChannel | None:
        """Return an owner's channel of that name; None where owners.yml has it no longer.

        Raises
        ------
        Problem
            `notices.variable-unset`, `notices.unknown-channel`.
        """
        found = self.desk.owners.owner(owner)
        template = next((each for each in (found.channels if found else ()) if channel_name(each) == name), None)
        if template is None:
            return None
        return open_channel(template, self.environment, self.desk.bureau.folder / OWNERS_FILE)
