"""The web door: what it serves, to whom, and with which protection."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from tests.rooms.doors.shown_gate import shown_gate, without_shell

from openmbi.core.language import Language, Text
from openmbi.core.problems import Problem
from openmbi.doors.web.app import application
from openmbi.doors.web.binding import is_loopback
from openmbi.doors.web.negotiation import preferred
from openmbi.doors.web.serve import serve
from openmbi.reports.overview.page import content_policy, page

ADDRESSES = ["/", "/zh/", "/en/", "/zh/index.html", "/overview.json", "/healthz", "/nowhere", "/fr/"]


@dataclass(frozen=True)
class Client:
    """Asks an application without a network; follows no redirect."""

    app: FastAPI

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> httpx.Response:
        return asyncio.run(self._get(address, headers))

    async def _get(self, address: str, headers: Mapping[str, str] | None) -> httpx.Response:
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
            return await client.get(address, headers=headers)


@pytest.fixture
def client(document: dict[str, Any]) -> Client:
    return Client(application(shown_gate(lambda: document)))


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", ["", "index.html"])
def test_page_is_the_reports_own(client: Client, document: dict[str, Any], language: Language, name: str):
    answer = client.get(f"/{language}/{name}")
    assert answer.status_code == 200
    assert without_shell(answer.text) == without_shell(page(document, language))
    style = re.search(r"style-src ('sha256-[^']*')", content_policy(document))
    assert style is not None
    assert f"style-src 'self' {style[1]};" in answer.headers["content-security-policy"]


def test_document_is_served_as_it_is(client: Client, document: dict[str, Any]):
    answer = client.get("/overview.json")
    assert answer.json() == document
    assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize(("accepted", "address"), [("en-GB,en;q=0.9", "/en/"), ("zh-CN", "/zh/"), ("", "/zh/")])
def test_root_leads_to_the_readers_language(client: Client, accepted: str, address: str):
    answer = client.get("/", headers={"accept-language": accepted})
    assert (answer.status_code, answer.headers["location"]) == (307, address)
    assert answer.headers["vary"] == "Accept-Language"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("en", Language.EN),
        ("fr-FR, en;q=0.3, zh;q=0.2", Language.EN),
        ("en;q=0.4, zh-Hans;q=0.8", Language.ZH),
        ("en;q=0", Language.ZH),
        ("fr, de", Language.ZH),
        ("en;q=much", Language.ZH),
        (";;,=,q", Language.ZH),
    ],
)
def test_preferred_language(header: str, language: Language):
    assert preferred(header) is language


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_is_protected(client: Client, address: str):
    headers = client.get(address).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "192.168.1.5:8000", "[::2]", ""])
def test_another_name_for_this_machine_is_refused(client: Client, host: str):
    answer = client.get("/overview.json", headers={"host": host})
    assert answer.status_code == 400
    assert "headline" not in answer.text


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000"])
def test_this_machines_own_names_are_answered(client: Client, host: str):
    assert client.get("/healthz", headers={"host": host}).text == "ok"


@pytest.mark.parametrize("address", ["/nowhere", "/fr/", "/docs", "/zh/../secret"])
def test_missing_page_speaks_both_languages(client: Client, address: str):
    answer = client.get(address, headers={"accept-language": "en"})
    assert answer.status_code == 404
    assert answer.text.index("There is no such page") < answer.text.rindex("没有这个页面")


def test_new_run_shows_without_restart(document: dict[str, Any]):
    runs = [document]
    client = Client(application(shown_gate(lambda: runs[-1])))
    assert "91.80" in client.get("/en/").text
    runs.append({**document, "headline": {**document["headline"], "level": "77.77"}})
    assert "77.77" in client.get("/en/").text
    assert client.get("/overview.json").json()["headline"]["level"] == "77.77"


def test_same_run_is_drawn_once_a_language(document: dict[str, Any], monkeypatch: pytest.MonkeyPatch):
    drawn = []
    monkeypatch.setattr(
        "openmbi.doors.web.drawing.overview_pages",
        lambda it, _to, served: drawn.append(it) or dict.fromkeys(Language, "x"),
    )
    client = Client(application(shown_gate(lambda: document)))
    assert [client.get(address).text for address in ("/en/", "/zh/", "/en/")] == ["x"] * 3
    assert len(drawn) == 2


def test_a_run_that_cannot_be_read_is_said_with_what_to_do():
    def broken() -> dict[str, Any]:
        raise Problem(
            "run.broken", Text("无法读取", "the run <6> cannot be read"), Text("先运行 mbi run", "run mbi run")
        )

    answer = Client(application(shown_gate(broken))).get("/en/", headers={"accept-language": "en"})
    assert answer.status_code == 503
    assert "the run &lt;6&gt; cannot be read" in answer.text
    assert "run mbi run" in answer.text


def nothing_yet() -> dict[str, Any]:
    raise Problem(
        "run.none", Text("尚无计算结果", "nothing has been computed yet"), Text("先执行 mbi run", "run mbi run")
    )


@pytest.mark.parametrize("address", ["/zh/", "/en/", "/en/matrix.html", "/zh/index-page.html", "/en/city/440600.html"])
def test_before_the_first_run_every_page_says_what_to_do(address: str):
    answer = Client(application(shown_gate(nothing_yet))).get(address)
    assert answer.status_code == 503
    assert "mbi run --ingest" in answer.text
    assert all(word in answer.text for word in ("尚未计算", "Nothing has been computed yet"))


def test_before_the_first_run_data_says_so_too():
    answer = Client(application(shown_gate(nothing_yet))).get("/data/matrix.json")
    assert (answer.status_code, answer.json()["code"]) == (503, "run.none")


def test_before_the_first_run_an_address_that_is_none_is_none():
    assert Client(application(shown_gate(nothing_yet))).get("/en/nowhere").status_code == 404


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org", "localhost.example.org", ""])
def test_serving_other_machines_is_refused(document: dict[str, Any], host: str):
    with pytest.raises(Problem) as refused:
        serve(application(shown_gate(lambda: document)), host, 0)
    assert refused.value.code == "serve.not-loopback"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "localhost"])
def test_loopback_addresses(host: str):
    assert is_loopback(host)


def test_port_in_use_is_a_problem(document: dict[str, Any]):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(Problem) as refused:
            serve(application(shown_gate(lambda: document)), "127.0.0.1", taken.getsockname()[1])
    assert refused.value.code == "serve.port-taken"
