"""Signing in over TLS and out again: which cookies are set, which session goes on, and what a foreign page can do with either."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from tests.rooms.doors.shown_gate import MOMENT, shown_gate

from openmbi.core.access import Scope, UserRole
from openmbi.doors.web.app import application
from openmbi.doors.web.settings import WebSettings
from openmbi.flow.access.changes import NewUser, add_user
from openmbi.flow.access.desk import AccessDesk
from openmbi.flow.access.sessions import live_sessions

NAME, PASSPHRASE = "wang.fang", "seven grey herons wade"
SESSION = "__Host-mbi"
Visit = Callable[[httpx.AsyncClient], Awaitable[None]]


@pytest.fixture
def desk(tmp_path: Path) -> AccessDesk:
    bureau = shown_gate(dict, folder=tmp_path).bureau
    desk = AccessDesk(bureau, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    asked = NewUser(NAME, "王芳", PASSPHRASE, role=UserRole.AUDIT, scope=Scope(), temporary=False)
    add_user(desk, asked, by="machine:test", now=MOMENT)
    return desk


@pytest.fixture
def app(desk: AccessDesk, document: dict[str, Any], tmp_path: Path) -> FastAPI:
    return application(shown_gate(lambda: document, folder=tmp_path), desk, WebSettings(("mbi.test",), secure=True))


def visit(app: FastAPI, what: Visit) -> None:
    async def visited() -> None:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="https://mbi.test") as client:
            await what(client)

    asyncio.run(visited())


async def signed_in(client: httpx.AsyncClient, password: str = PASSPHRASE, **headers: str) -> httpx.Response:
    form = await client.get("/en/sign-in")
    token = re.search(r'name="csrf" value="(\w+)"', form.text)
    sent = {"csrf": token[1] if token else "", "user": NAME, "password": password}
    return await client.post("/en/sign-in", data=sent, headers=headers)


def test_cookies_are_held_to_this_host_and_to_tls_and_kept_from_scripts(app: FastAPI):
    async def what(client: httpx.AsyncClient) -> None:
        answer = await signed_in(client)
        assert answer.status_code == 303
        cookies = answer.headers.get_list("set-cookie")
        assert {one.partition("=")[0] for one in cookies} == {SESSION, f"{SESSION}-form"}
        for one in cookies:
            assert {"HttpOnly", "Path=/", "SameSite=Lax", "Secure"} <= set(one.split("; "))
        assert int(answer.headers["strict-transport-security"].partition("=")[2]) >= 365 * 86400

    visit(app, what)


def test_whoever_signs_in_again_gets_another_session_and_the_first_ends(app: FastAPI, desk: AccessDesk):
    async def what(client: httpx.AsyncClient) -> None:
        await client.get("/en/sign-in")
        token = re.search(r'name="csrf" value="(\w+)"', (await client.get("/en/sign-in")).text)
        assert token
        await signed_in(client)
        first = client.cookies[SESSION]
        form = re.search(r'name="csrf" value="(\w+)"', (await client.get("/en/password")).text)
        assert form
        again = {"csrf": form[1], "user": NAME, "password": PASSPHRASE}
        assert (await client.post("/en/sign-in", data=again)).status_code == 303
        assert client.cookies[SESSION] != first
        assert len(live_sessions(desk, NAME, now=MOMENT)) == 1
        client.cookies.set(SESSION, first, domain="mbi.test")
        assert (await client.get("/en/password")).status_code in {303, 401}

    visit(app, what)


def test_whoever_signs_out_leaves_nothing_behind(app: FastAPI, desk: AccessDesk):
    async def what(client: httpx.AsyncClient) -> None:
        await signed_in(client)
        form = re.search(r'name="csrf" value="(\w+)"', (await client.get("/en/password")).text)
        assert form
        answer = await client.post("/en/sign-out", data={"csrf": form[1]})
        assert answer.headers["clear-site-data"] == '"cache", "storage"'
        assert answer.headers["cache-control"] == "no-store"
        assert live_sessions(desk, NAME, now=MOMENT) == ()

    visit(app, what)


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
    ],
    ids=str,
)
def test_a_form_that_another_site_sends_is_refused(app: FastAPI, headers: dict[str, str]):
    async def what(client: httpx.AsyncClient) -> None:
        answer = await signed_in(client, **headers)
        assert answer.status_code == 403
        assert SESSION not in client.cookies

    visit(app, what)


def test_a_form_without_its_token_is_refused(app: FastAPI):
    async def what(client: httpx.AsyncClient) -> None:
        await client.get("/en/sign-in")
        for token in ("", "0" * 64):
            sent = {"csrf": token, "user": NAME, "password": PASSPHRASE}
            assert (await client.post("/en/sign-in", data=sent)).status_code == 403

    visit(app, what)
