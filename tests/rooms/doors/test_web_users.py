"""First passwords that the pages of users make: random, shown once, good for a time, and only to be changed."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from tests.rooms.doors.shown_gate import MOMENT, shown_gate

from openmbi.core.access import Scope, UserRole
from openmbi.doors.web.app import application
from openmbi.flow.access.changes import NewUser, add_user, set_role, unlock_user
from openmbi.flow.access.desk import AccessDesk
from openmbi.flow.access.sign_in import sign_in

PASSPHRASE = "seven grey herons wade"
ONCE = re.compile(r'<code class="once">([^<]+)</code>')
TOKEN = re.compile(r'name="csrf" value="(\w+)"')


@pytest.fixture
def desk(tmp_path: Path) -> AccessDesk:
    desk = AccessDesk(shown_gate(dict, folder=tmp_path).bureau, PasswordHasher(1, 8, 1))
    asked = NewUser("zhou", "Zhou", PASSPHRASE, role=UserRole.ADMINISTRATOR, temporary=False)
    add_user(desk, asked, by="machine:test", now=MOMENT)
    return desk


async def made(app: FastAPI, *addresses: tuple[str, dict[str, str]]) -> list[str]:
    """Sign in as the administrator, send forms, and return the passwords that the pages showed."""
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
        form = TOKEN.search((await client.get("/en/sign-in")).text)
        assert form
        sent = {"csrf": form[1], "user": "zhou", "password": PASSPHRASE}
        assert (await client.post("/en/sign-in", data=sent)).status_code == 303
        form = TOKEN.search((await client.get("/en/users")).text)
        assert form
        shown = []
        for address, fields in addresses:
            answer = await client.post(address, data={"csrf": form[1], **fields})
            assert answer.status_code == 200
            assert answer.headers["cache-control"] == "no-store"
            shown += ONCE.findall(answer.text)
        assert not ONCE.search((await client.get("/en/users/wang")).text), "shown once"
        return shown


def test_a_first_password_is_random_shown_once_and_good_for_three_days(desk: AccessDesk, tmp_path: Path):
    app = application(shown_gate(dict, folder=tmp_path), desk)
    adding = ("/en/users", {"identifier": "wang", "name": "Wang"})
    passwords = asyncio.run(made(app, adding, *[("/en/users/wang/password", {})] * 3))
    assert len(set(passwords)) == 4
    assert min(map(len, passwords)) >= 20, "120 random bits and more"
    user = desk.users.get("wang")
    assert user.must_change_password
    assert user.password_until == MOMENT + timedelta(hours=72)
    set_role(desk, "wang", UserRole.PROVINCE, Scope(("000000",)), by="li", now=MOMENT)
    unlock_user(desk, "wang", by="li", now=MOMENT)
    assert sign_in(desk, "wang", passwords[-1], now=MOMENT, source="-").must_change_password
    with pytest.raises(Exception, match="may not sign in now"):
        sign_in(desk, "wang", passwords[-1], now=MOMENT + timedelta(hours=72), source="-")
