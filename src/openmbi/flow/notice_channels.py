"""One channel of an owner: its address put together from the environment, how much fits into a message, and whether a message was taken."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openmbi.core.language import Text
from openmbi.core.owners import channel_name, variables_of
from openmbi.core.problems import Problem
from openmbi.flow.robot_answers import robot_answers

REDACTED = "…"
LEAST_SECRET = 6  # characters: shorter words of an address are no secret
UNSAID = "not taken"
ENVELOPE = 500  # bytes of a request around its text, at most
COUNT_REQUESTS = frozenset({"dingtalk", "feishu", "lark"})
"""Services that bound the request, in which a Chinese character takes six bytes and not three."""


@dataclass(frozen=True)
class NoticeChannel:
    """A way to send messages. `service`: apprise's object of the address; `address` holds secrets, and is never shown."""

    name: str
    address: str
    service: Any

    @property
    def most_bytes(self) -> int:
        """How many bytes of UTF-8 a message may have, so that it is sent as one."""
        most = int(self.service.body_maxlen)
        return (most - ENVELOPE) // 2 if self.service.secure_protocol in COUNT_REQUESTS else most

    def send(self, title: str, body: str) -> str | None:
        """Send one message; return None where it was taken, else why not, without secrets."""
        import apprise  # noqa: PLC0415  a quarter of a second that other commands do not need

        with (
            apprise.LogCapture(level=logging.WARNING, fmt="%(message)s") as log,
            robot_answers(self.service) as refusals,
        ):
            sender = apprise.Apprise(asset=self.service.asset)
            sender.add(self.service)
            taken = sender.notify(title=title, body=body, body_format=apprise.NotifyFormat.TEXT)
            log.seek(0)
            said = log.read()
        if taken and not refusals:
            return None
        reasons = [*refusals, *said.splitlines()]
        return "; ".join(self._without_secrets(reason) for reason in reasons) or UNSAID

    def _without_secrets(self, said: str) -> str:
        _, _, secret_part = self.address.partition("://")
        for word in set(re.findall(rf"[\w-]{{{LEAST_SECRET},}}", secret_part)):
            said = said.replace(word, REDACTED)
        return said


def open_channel(template: str, environment: Mapping[str, str], file: Path) -> NoticeChannel:
    """Return the channel of an address of `owners.yml`; `file` is where it stands.

    Raises
    ------
    Problem
        `notices.variable-unset`; `notices.unknown-channel` where apprise does not know such an address.
    """
    import apprise  # noqa: PLC0415

    address = template
    for name in variables_of(template):
        if not environment.get(name):
            raise _unset(name, file)
        address = address.replace(f"${{{name}}}", environment[name])
    asset = apprise.AppriseAsset(app_id="openmbi", app_desc="openmbi", app_url="", async_mode=False)
    with _quiet():
        service = apprise.Apprise.instantiate(address, asset=asset)
    if service is None:
        raise _unknown(template, file)
    return NoticeChannel(channel_name(template), address, service)


@contextmanager
def _quiet() -> Iterator[None]:
    """Let apprise say nothing: what it logs of a wrong address repeats its secrets, and kinds that nobody asked for warn when they are loaded."""
    log = logging.getLogger("apprise")
    was_disabled, log.disabled = log.disabled, True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.disabled = was_disabled


def _unset(name: str, file: Path) -> Problem:
    return Problem(
        "notices.variable-unset",
        Text("环境变量 {name} 未设置，通知渠道无法使用", "{name} is not set: the channel cannot be used").fill(
            name=name
        ),
        Text("在运行 mbi notify 的环境中设置该变量", "set it where `mbi notify` runs"),
        file=file,
        field="channels",
    )


def _unknown(template: str, file: Path) -> Problem:
    return Problem(
        "notices.unknown-channel",
        Text("{names} 中的地址不是可识别的通知渠道", "what {names} holds is no address of a channel").fill(
            names=channel_name(template)
        ),
        Text(
            "按 apprise 的写法给出地址，例如 mailtos://、wecombot://、dingtalk://、feishu://",
            "write the address as apprise has it, such as mailtos://, wecombot://, dingtalk://, feishu://",
        ),
        file=file,
        field="channels",
    )
