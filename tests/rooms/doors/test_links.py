"""No link leads a reader astray: from the start page on every page is opened as each kind of reader; it must be there, and tell of the reader's own alone."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Iterator
from urllib.parse import urljoin

import httpx
import pytest
from fastapi import FastAPI
from tests.rooms.doors.access_table import FORBIDDEN, READERS
from tests.rooms.doors.access_walk import Walk
from tests.rooms.doors.walked_bureau import LIMITS, walked_bureau

from openmbi.doors.web.app import application
from openmbi.flow.access.desk import AccessDesk
from openmbi.flow.gate.gate import Gate

_LINK = re.compile(r'(?:href|src)="([^"]*)"')
_OF_A_KIND = 6
"""So many addresses that differ in their question alone are opened; they are drawn by one template."""
_NOT_HERE = re.compile(r"/bulletin/|/enterprise/[a-z]\.html")
"""Bulletins need the figures of a whole run, which this bureau has not; the enterprises of the example overview are no enterprises of it."""
LEAST = {"province": 60, "city": 40, "county": 25, "enterprise": 12, "researcher": 8}
"""So many pages each reader has at least: a crawl that finds nothing to open shows nothing."""


@pytest.fixture(scope="module")
def walked(province, small_enterprise, tmp_path_factory) -> Iterator[tuple[FastAPI, AccessDesk, Gate]]:
    with pytest.MonkeyPatch.context() as patch:
        gate, desk = walked_bureau(tmp_path_factory.mktemp("links"), province(4, 1, 1, 450), small_enterprise, patch)
        yield application(gate, desk, LIMITS), desk, gate


async def crawled(app: FastAPI, cookie: str, reader: str) -> tuple[int, list[str]]:
    """Return how many addresses were opened, and what was wrong with which."""
    waiting, seen, wrong, kinds = [("/zh/", "–")], set[str](), list[str](), dict[str, int]()
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
        while waiting:
            address, led_from = waiting.pop(0)
            kind = address.partition("?")[0]
            kinds[kind] = kinds.get(kind, 0) + 1
            if address in seen or kinds[kind] > _OF_A_KIND or _NOT_HERE.search(address):
                continue
            seen.add(address)
            answer = await client.get(address, headers={"cookie": cookie})
            where = f"{address} (from {led_from})"
            if answer.status_code not in (200, 303, 307):
                wrong.append(f"{where}: {answer.status_code}")
            wrong += [f"{where} tells of {one}" for one in FORBIDDEN[reader] if one.encode() in answer.content]
            waiting += [(urljoin(address, found).partition("#")[0], address) for found in links(answer)]
    return len(seen), wrong


def links(answer: httpx.Response) -> list[str]:
    """Return where an answer leads; a file to be saved leads nowhere."""
    if "location" in answer.headers:
        return [answer.headers["location"]]
    if "html" not in answer.headers.get("content-type", "") or "content-disposition" in answer.headers:
        return []
    found = [html.unescape(one) for one in _LINK.findall(answer.text)]
    return [one for one in found if one and not one.startswith(("#", "data:"))]


@pytest.mark.parametrize("reader", READERS)
def test_every_link_leads_to_a_page_of_the_reader(reader: str, walked: tuple[FastAPI, AccessDesk, Gate]) -> None:
    app, desk, gate = walked
    secret = Walk(app, desk, gate).secrets[reader]
    opened, wrong = asyncio.run(crawled(app, f"mbi={secret}", reader))
    assert wrong == []
    assert opened >= LEAST.get(reader, 3)
