"""Who gets what: every address of the web door and the API, asked by every kind of user and by nobody, compared with a table written by hand.

A route that is not in the table fails the test, so that none is added without saying whom it is for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.routing import Mount
from tests.rooms.doors.access_table import API, OF_API, PAGES, SIGN_IN
from tests.rooms.doors.access_walk import (
    TokenWalk,
    Walk,
    outcome,
    pages_of,
    rows_of_api,
    rows_of_documents,
    rows_of_pages,
)
from tests.rooms.doors.asked_app import AskedApp
from tests.rooms.doors.walked_bureau import LIMITS, walked_bureau

from openmbi.doors.web.app import application
from openmbi.flow.access.desk import AccessDesk
from openmbi.flow.access.tokens import create_token
from openmbi.flow.gate.gate import Gate


@pytest.fixture(scope="module")
def walked(province, small_enterprise, tmp_path_factory) -> Iterator[tuple[FastAPI, AccessDesk, Gate]]:
    with pytest.MonkeyPatch.context() as patch:
        gate, desk = walked_bureau(tmp_path_factory.mktemp("walked"), province(4, 1, 1, 450), small_enterprise, patch)
        yield application(gate, desk, LIMITS), desk, gate


def test_every_route_is_in_the_table(walked):
    app, _, _ = walked
    assert set(pages_of(app)) == set(PAGES)
    [mounted] = [route for route in app.routes if isinstance(route, Mount)]
    assert mounted.path == API
    assert {*mounted.app.openapi()["paths"], "/openapi.json"} == set(OF_API)


@pytest.mark.slow
def test_nobody_gets_more_than_the_table_says(walked, capsys: pytest.CaptureFixture[str]):
    walk = Walk(*walked)
    asyncio.run(walk.go(list(rows_of_pages())))
    asyncio.run(walk.go([("GET", f"{API}{address}", row) for rows in OF_API.values() for address, row in rows.items()]))
    asyncio.run(walk.go(list(rows_of_documents(walk.gate))))
    with capsys.disabled():
        print(f"\n{walk.asked} combinations of reader and address walked, {len(walk.crossings)} crossings")
        print("\n".join(walk.crossings))
    assert walk.crossings == []


def test_tokens_open_what_their_users_see_and_nothing_else(walked):
    walk = TokenWalk(*walked)
    for form in ("", "csv", "arrow"):
        asyncio.run(walk.go(list(rows_of_api(form))))
    assert walk.crossings == []
    assert walk.asked > 500


def test_tokens_open_no_page(walked):
    app, desk, gate = walked
    secret = create_token(desk, "province", "page", by="machine:test", now=gate.now()).secret
    for address in ("/zh/users", "/zh/glance.html", "/data/matrix.json", "/zh/tokens"):
        answer = AskedApp(app).get(address, {"Authorization": f"Bearer {secret}"})
        assert outcome(answer) == SIGN_IN, address
