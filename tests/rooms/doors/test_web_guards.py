"""What requests pass before a route: forms of other sites, lengths, rates, TLS, addresses that lead out, and failures of the program."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from tests.rooms.doors.shown_gate import MOMENT, shown_gate

from openmbi.core.access import UserRole
from openmbi.doors.web import forms
from openmbi.doors.web.addresses import within
from openmbi.doors.web.app import application
from openmbi.doors.web.settings import WebSettings
from openmbi.flow.access.changes import NewUser, add_user
from openmbi.flow.access.desk import AccessDesk
from openmbi.flow.access.sessions import begin_if_allowed

PASSPHRASE = "seven grey herons wade"


def desk_of(folder: Path) -> AccessDesk:
    bureau = shown_gate(dict, folder=folder).bureau
    desk = AccessDesk(bureau, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    add_user(
        desk, NewUser("chen", "陈", PASSPHRASE, role=UserRole.AUDIT, temporary=False), by="machine:test", now=MOMENT
    )
    return desk


@pytest.fixture
def desk(tmp_path: Path) -> AccessDesk:
    return desk_of(tmp_path)


def door(desk: AccessDesk, **settings: Any) -> FastAPI:
    return application(shown_gate(dict, folder=desk.bureau.folder), desk, WebSettings(**settings))


def ask(
    app: FastAPI, method: str, address: str, headers: Mapping[str, str] | None = None, **sent: Any
) -> httpx.Response:
    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
            return await client.request(method, address, headers=headers, **sent)

    return asyncio.run(asked())


def signed_in(desk: AccessDesk) -> dict[str, str]:
    """Return the headers of a request from an own page of a signed-in user."""
    session = begin_if_allowed(desk, "chen", now=MOMENT, source="test")
    assert session is not None
    token = forms._masked(forms._token("form", session.secret))
    return {"cookie": f"mbi={session.secret}; mbi-form=form", "x-csrf-token": token}


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({}, 303),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, 303),
        ({"origin": "http://localhost:8000"}, 303),
        ({"x-csrf-token": "0" * 64}, 403),
        ({"x-csrf-token": "0" * 128}, 403),
        ({"x-csrf-token": "no digits"}, 403),
        ({"x-csrf-token": ""}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "none"}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
    ],
)
def test_only_a_form_of_an_own_page_is_taken(desk: AccessDesk, changed: dict[str, str], status: int):
    answer = ask(door(desk), "POST", "/en/sign-out", signed_in(desk) | changed)
    assert answer.status_code == status
    assert ("access.form" in answer.text) == (status == 403)


def test_a_token_of_another_session_is_refused(desk: AccessDesk):
    first, second = signed_in(desk), signed_in(desk)
    answer = ask(door(desk), "POST", "/en/sign-out", second | {"x-csrf-token": first["x-csrf-token"]})
    assert answer.status_code == 403


def test_forms_are_asked_for_their_token_without_users_too(tmp_path: Path):
    app = application(shown_gate(dict, folder=tmp_path))
    assert ask(app, "POST", "/en/cases/several").status_code == 403


def test_a_long_body_is_refused_whatever_it_declares(desk: AccessDesk):
    app = door(desk, body_bytes=1000)
    assert ask(app, "POST", "/en/sign-in", content=b"x" * 1001).status_code == 413
    short = ask(app, "POST", "/en/sign-in", {"content-length": "5"}, content=b"x" * 1001)
    assert short.status_code == 413
    assert ask(app, "POST", "/en/sign-in", content=b"x" * 1000).status_code == 403  # no token


def test_who_asks_too_often_waits(desk: AccessDesk):
    app = door(desk, per_source="3/minute")
    assert [ask(app, "GET", "/en/sign-in").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert ask(app, "GET", "/healthz").status_code == 200


def test_sign_ins_are_counted_more_strictly(desk: AccessDesk):
    app = door(desk, sign_ins="2/minute")
    found = [ask(app, "POST", "/en/sign-in", {"accept": "application/json"}).status_code for _ in range(3)]
    assert found == [403, 403, 429]
    assert ask(app, "GET", "/en/sign-in").status_code == 200


def test_a_user_is_held_to_a_rate(desk: AccessDesk):
    app, headers = door(desk, per_user="2/minute"), signed_in(desk)
    assert [ask(app, "GET", "/en/sessions", headers).status_code for _ in range(3)] == [200, 200, 429]


def test_nothing_is_said_past_the_proxy(desk: AccessDesk):
    app = door(desk, secure=True)
    plain = ask(app, "GET", "/en/sign-in")
    assert plain.status_code == 403
    assert "access.not-secure" in plain.text
    secret = ask(app, "GET", "https://localhost:8000/en/sign-in")
    assert secret.status_code == 200
    assert secret.headers["strict-transport-security"].startswith("max-age=")


def test_a_failure_tells_nothing_of_the_program(desk: AccessDesk):
    app = door(desk)

    @app.get("/healthz/fails")
    def fails() -> None:
        raise RuntimeError("a secret of the program")

    answer = ask(app, "GET", "/healthz/fails", signed_in(desk))
    assert answer.status_code == 500
    assert "web.bug" in answer.text
    assert "secret" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("address", ["/zh/", "/en/city/440600.html?day=2026-03-01", "/zh/search?q=%E5%8E%82"])
def test_a_reader_is_led_back_within_the_site(address: str):
    assert within(address, "/") == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "zh/",
        "//evil.example",
        "/\\evil.example",
        "https://evil.example/",
        "/\t/evil.example",
        "/zh/\r\nx: y",
        "/a\\b",
        "javascript:0",
    ],
)
def test_a_reader_is_led_nowhere_else(address: str):
    assert within(address, "/") == "/"


def test_signing_in_leads_back_to_what_was_asked_for(desk: AccessDesk):
    app = door(desk)
    asked = ask(app, "GET", "/en/sessions?x=1")
    assert (asked.status_code, asked.headers["location"]) == (303, "/en/sign-in?to=%2Fen%2Fsessions%3Fx%3D1")
    assert 'name="to" value="/en/"' in ask(app, "GET", "/en/sign-in?to=//evil.example").text
    assert ask(app, "GET", "/data/anything.json").status_code == 401
