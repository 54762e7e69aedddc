"""What a page weighs on the wire: compressed for its own readers alone, one style sheet that is kept for good, a token that never looks the same twice."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from tests.rooms.doors.shown_gate import shown_gate

from openmbi.doors.web.app import application
from openmbi.doors.web.forms import _masked, _unmasked
from openmbi.flow.gate.site import Site
from openmbi.reports.province.inputs import ProvinceInput
from openmbi.reports.site import site


@pytest.fixture(scope="module")
def app(small_province: ProvinceInput, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    folder: Path = tmp_path_factory.mktemp("output")
    for path, content in site(small_province):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return application(shown_gate(dict, Site(folder)))


def ask(app: FastAPI, address: str, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
            return await client.get(address, headers=named)

    return asyncio.run(asked())


@pytest.mark.parametrize("site", ["same-origin", "none"])
@pytest.mark.parametrize("address", ["/zh/matrix.html", "/data/matrix.json"])
def test_what_the_reader_asks_for_is_compressed(app: FastAPI, address: str, site: str):
    plain = ask(app, address, accept_encoding="identity", sec_fetch_site=site)
    packed = ask(app, address, accept_encoding="gzip", sec_fetch_site=site)
    assert packed.headers["content-encoding"] == "gzip"
    assert "accept-encoding" in packed.headers["vary"].lower()
    assert packed.text == plain.text
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 2


@pytest.mark.parametrize("site", ["cross-site", "same-site", ""])
def test_what_another_site_makes_a_browser_ask_for_is_not(app: FastAPI, site: str):
    answer = ask(app, "/zh/matrix.html", accept_encoding="gzip", sec_fetch_site=site)
    assert answer.status_code == 200
    assert "content-encoding" not in answer.headers


def test_a_file_to_keep_is_sent_as_it_is(app: FastAPI):
    answer = ask(app, "/zh/matrix.html?format=csv", accept_encoding="gzip", sec_fetch_site="same-origin")
    assert answer.status_code == 200
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("address", ["/zh/matrix.html", "/zh/tiles.html", "/zh/nowhere.html"])
def test_a_page_has_one_style_sheet_that_a_browser_keeps(app: FastAPI, address: str):
    page = ask(app, address).text
    (sheet,) = re.findall(r'<link rel="stylesheet" href="([^"]*)">', page)
    answer = ask(app, sheet)
    assert answer.headers["content-type"].startswith("text/css")
    assert "immutable" in answer.headers["cache-control"]
    assert ".shell .tools" in answer.text
    assert "body{" in answer.text


def test_a_sheet_of_another_name_is_none(app: FastAPI):
    assert ask(app, "/sheets/0123456789abcdef.css").status_code == 404


def test_a_token_is_masked_anew_each_time():
    token = bytes(range(32))
    first, second = _masked(token), _masked(token)
    assert first != second
    assert first[64:] != second[64:]
    assert token.hex() not in first + second
    assert _unmasked(first) == _unmasked(second) == token
