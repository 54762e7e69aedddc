"""A bureau with cases, a real mail server and a real web hook on this machine; each on a port of its own."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from openmbi.core.alerts import Alert, Channel, Direction
from openmbi.core.cases import Action, ActionKind, Case, CaseState, transition_between
from openmbi.core.tables import Colour, Level
from openmbi.flow.bureau import load_bureau
from openmbi.flow.case_desk import CaseDesk
from openmbi.flow.notice_office import NoticeOffice

NOW = datetime(2026, 1, 6, 1, tzinfo=UTC)
SETTINGS = """
source = "power"
name = {zh = "测试", en = "test"}
zone = {code = "440000", zh = "广东省", en = "Guangdong"}
simulated = true
"""
OWNERS = """
owners:
  - {identifier: province, name: {zh: 省厅, en: province}, role: province, places: ["440000"]}
  - identifier: guangzhou
    name: {zh: 广州市局, en: Guangzhou}
    role: city
    places: ["440100"]
    channels: ["${MAIL_OF_GUANGZHOU}"]
  - identifier: tianhe
    name: {zh: 天河区局, en: Tianhe}
    role: county
    places: ["440106"]
    channels: ["${HOOK_OF_TIANHE}"]
    language: en
actors:
  - {identifier: li, name: {zh: 李, en: Li}, owner: guangzhou}
"""


@dataclass
class Mailbox:
    """Takes mail, or refuses it while `answer` says so."""

    port: int = 0
    answer: str = "250 OK"
    letters: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:  # noqa: N802  the library's
        if self.answer.startswith("250"):
            self.letters.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return self.answer

    def address(self, to: str = "desk@example.org") -> str:
        return f"mailto://127.0.0.1:{self.port}?from=mbi@example.org&to={to}&format=text"


class OnAnyPort(Controller):
    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox()
    server = OnAnyPort(box, hostname="127.0.0.1", port=0)
    server.start()
    box.port = server.port
    yield box
    server.stop()


@dataclass
class Hook:
    """Takes what is posted, and answers with `status` and `answer`."""

    port: int = 0
    status: int = 200
    answer: dict[str, object] = field(default_factory=dict)
    posted: list[tuple[str, Any]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"json://127.0.0.1:{self.port}/cases"


@pytest.fixture
def hook() -> Iterator[Hook]:
    kept = Hook()

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            kept.posted.append((self.path, json.loads(content)))
            answer = json.dumps(kept.answer).encode()
            self.send_response(kept.status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    kept.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield kept
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def office(tmp_path: Path, mailbox: Mailbox, hook: Hook) -> NoticeOffice:
    """A bureau without cases: the city gets mail, the county posts to its hook, the province nothing."""
    folder = tmp_path / "bureau"
    folder.mkdir()
    (folder / "bureau.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "owners.yml").write_text(OWNERS, encoding="utf-8")
    environment = {"MAIL_OF_GUANGZHOU": mailbox.address(), "HOOK_OF_TIANHE": hook.address}
    return NoticeOffice(CaseDesk(load_bureau(folder)), environment)


@pytest.fixture
def opened(office: NoticeOffice) -> Callable[..., Case]:
    """Return a function that opens a case of a new enterprise in a place."""

    def open_case(subject: str, place: str = "440103", **changed: Any) -> Case:
        alert = Alert(
            level=Level.ENTERPRISE,
            subject=subject,
            found_on=date(2026, 1, 5),
            since=date(2026, 1, 2),
            direction=Direction.DOWN,
            channels=(Channel.LEVEL,),
            sources=(),
            p_value=1e-6,
            q_value=0.01,
            stratum="C30",
            colour=Colour.RED,
        )
        owner = office.desk.owners.owner_of(place)
        case = Case(
            number=0,
            version=1,
            level=Level.ENTERPRISE,
            subject=subject,
            place=place,
            industry="C3021",
            state=CaseState.OPEN,
            owner=owner.identifier if owner else None,
            opened_at=NOW,
            changed_at=NOW,
            alert=alert,
            newest=alert,
            due_at=NOW + timedelta(days=3),
        )
        return office.desk.ledger.open(replace(case, **changed))

    return open_case


@pytest.fixture
def changed(office: NoticeOffice) -> Callable[..., Case]:
    """Return a function that puts a case into another state, without asking whether that is legal."""

    def change(case: Case, **changes: Any) -> Case:
        after = replace(case, version=case.version + 1, **changes)
        action = Action(ActionKind.MEASURE, "li", NOW, note="measure")
        office.desk.ledger.append(after, transition_between(case, action, after), case.version)
        return after

    return change
