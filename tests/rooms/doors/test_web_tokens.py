"""The page of tokens: made, shown once, told when last used, revoked by their user or an officer."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import httpx
import pyarrow as pa
import pytest
from fastapi import FastAPI
from tests.rooms.doors.asked_app import AskedApp
from tests.rooms.doors.walked_bureau import FORM_SECRET, FOSHAN, GUANGZHOU, with_users
from tests.rooms.flow.gate.small_runs import small_gate

from openmbi.doors.web.app import application
from openmbi.flow.access import scopes
from openmbi.flow.access.desk import AccessDesk
from openmbi.flow.access.sessions import begin_if_allowed
from openmbi.flow.access.tokens import create_token
from openmbi.flow.gate.gate import Gate

CSRF = re.compile(r'name="csrf" value="([^"]+)"')
SECRET = re.compile(r"mbi_[A-Za-z0-9_-]{40,}")
BY = "machine:test"


@pytest.fixture
def gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gate:
    monkeypatch.setattr(scopes, "register_as_of", lambda *_: pa.table({"enterprise": [FOSHAN, GUANGZHOU]}))
    return small_gate(tmp_path, monkeypatch)


class Browser:
    """A reader who signed in as a user."""

    def __init__(self, app: FastAPI, gate: Gate, desk: AccessDesk, user: str) -> None:
        session = begin_if_allowed(desk, user, now=gate.now(), source="test")
        assert session is not None
        self._app = app
        self._cookie = f"mbi={session.secret}; mbi-form={FORM_SECRET}"

    def get(self, address: str) -> httpx.Response:
        return AskedApp(self._app).get(address, {"cookie": self._cookie})

    def post(self, address: str, **fields: str) -> httpx.Response:
        """Send a form, with what the page that it stands on says to prove it."""
        [csrf, *_] = CSRF.findall(self.get("/en/tokens").text)
        return asyncio.run(self._post(address, {"csrf": csrf, **fields}))

    async def _post(self, address: str, fields: dict[str, str]) -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(self._app), base_url="http://localhost") as client:
            return await client.post(address, data=fields, headers={"cookie": self._cookie})


@pytest.fixture
def desk(gate: Gate) -> AccessDesk:
    return with_users(gate)


@pytest.fixture
def app(gate: Gate, desk: AccessDesk) -> FastAPI:
    return application(gate, desk)


def test_a_token_is_shown_once_and_opens_the_api(app: FastAPI, gate: Gate, desk: AccessDesk):
    city = Browser(app, gate, desk, "city")
    made = city.post("/en/tokens", label="yearbook script", days="30")
    [secret] = SECRET.findall(made.text)
    assert made.headers["cache-control"] == "no-store"
    again = city.get("/zh/tokens").text
    assert "yearbook script" in again
    assert SECRET.findall(again) == []
    assert "从未" in again
    asked = AskedApp(app).get("/api/v1/lights", {"Authorization": f"Bearer {secret}"})
    assert set(asked.json()["columns"]["subject"]).isdisjoint({"440100"})
    assert "从未" not in city.get("/zh/tokens").text


def test_a_browser_keeps_no_answer_of_the_api_and_a_program_may(app: FastAPI, gate: Gate, desk: AccessDesk):
    own = create_token(desk, "city", "own", days=10, by=BY, now=gate.now())
    by_session = Browser(app, gate, desk, "city").get("/api/v1/lights")
    by_token = AskedApp(app).get("/api/v1/lights", {"Authorization": f"Bearer {own.secret}"})
    assert (by_session.status_code, by_session.headers["cache-control"]) == (200, "no-store")
    assert (by_token.status_code, by_token.headers["cache-control"]) == (200, "private, no-cache")


def test_its_user_revokes_it_and_nobody_elses(app: FastAPI, gate: Gate, desk: AccessDesk):
    own, other = (create_token(desk, user, "x", by=BY, now=gate.now()) for user in ("city", "province"))
    city = Browser(app, gate, desk, "city")
    assert other.token.identifier not in city.get("/en/tokens").text
    assert city.post("/en/tokens/revoke", identifier=other.token.identifier).status_code == 403
    assert "is revoked" in city.post("/en/tokens/revoke", identifier=own.token.identifier).text
    assert AskedApp(app).get("/api/v1/lights", {"Authorization": f"Bearer {own.secret}"}).status_code == 401
    still = AskedApp(app).get("/api/v1/lights", {"Authorization": f"Bearer {other.secret}"})
    assert still.status_code == 200, still.text


@pytest.mark.parametrize(("officer", "revokes"), [("administrator", True), ("security", True), ("audit", False)])
def test_officers_see_all_tokens(app: FastAPI, gate: Gate, desk: AccessDesk, officer: str, *, revokes: bool):
    new = create_token(desk, "city", "dashboard", by=BY, now=gate.now())
    browser = Browser(app, gate, desk, officer)
    page = browser.get("/en/tokens").text
    assert "dashboard" in page
    assert ("/en/tokens/revoke" in page) is revokes
    assert (browser.post("/en/tokens/revoke", identifier=new.token.identifier).status_code == 200) is revokes
    assert (desk.tokens.get(new.token.identifier).revoked_at is not None) is revokes


@pytest.mark.parametrize(
    ("label", "days"), [("", "30"), ("x" * 81, "30"), ("x", "0"), ("x", "91"), ("x", "soon"), ("x", "")]
)
def test_what_is_wrong_is_told_and_nothing_made(app: FastAPI, gate: Gate, desk: AccessDesk, label: str, days: str):
    answer = Browser(app, gate, desk, "city").post("/zh/tokens", label=label, days=days)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert desk.tokens.of("city") == ()


def test_a_label_is_no_markup(app: FastAPI, gate: Gate, desk: AccessDesk):
    page = Browser(app, gate, desk, "city").post("/en/tokens", label="<b>x</b>", days="1").text
    assert "<b>x</b>" not in page
    assert "&lt;b&gt;x" in page
